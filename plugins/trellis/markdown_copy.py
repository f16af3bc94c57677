"""The copy of a note for programs: its Markdown, with links that lead from copy to copy and nothing that is private."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from urllib.parse import quote

import msgspec

from trellis.hidden_words import without_hidden
from trellis.kinds import IMAGES, extension
from trellis.markdown.images import words_and_size
from trellis.model import Link, NotePath, Url, VaultPath
from trellis.resolve import Unresolved
from trellis.sanitise import clean_source
from trellis.urls import relative_url
from trellis.wiki import Wiki

_json = msgspec.json.Encoder().encode
_INSIDE_LABEL = str.maketrans({"[": r"\[", "]": r"\]", "\n": " "})


def copy_place(page: str) -> str:
    """Where the copy of the note is whose page is the file *page*.

    >>> copy_place("people/Newton/index.html"), copy_place("people/Newton.html")
    ('people/Newton/index.md', 'people/Newton.md')
    """
    return f"{page.removesuffix('.html')}.md"


def copy_url(wiki: Wiki, path: NotePath) -> Url:
    """The address of the copy of the note *path*, from the root of the site."""
    page = wiki.site.url(path)
    return Url(copy_place(page) if page.endswith(".html") else f"{page}index.md")


def markdown_copy(wiki: Wiki, path: NotePath, text: str, address: str | None = None) -> str:
    """The copy of the note *path*, whose file says *text*; *address* is that of its page, if it is known."""
    note = wiki.notes[path]
    rows = clean_source(text).split("\n")
    _put_links(wiki, path, rows)
    begin = note.begins - 1
    said = without_hidden(rows[begin:], note.odd_code).strip("\n")
    title = "" if note.heading else f"# {note.title}\n\n"
    return "".join(_properties(wiki, path, address)) + f"{title}{said}\n"


def _properties(wiki: Wiki, path: NotePath, address: str | None) -> Iterator[str]:
    """Front matter of what is known to be harmless; JSON is YAML, too."""
    note = wiki.notes[path]
    known = note.properties
    yield "---\n"
    for name, value in (
        ("title", note.title),
        ("url", address),
        ("description", known.description),
        ("type", known.type),
        ("aliases", known.aliases),
        ("tags", note.tags),
        ("videoId", known.video_id),
        ("date", known.date),
        ("updated", known.updated),
    ):
        if value:
            yield f"{name}: {_json(value).decode()}\n"
    yield "---\n\n"


_MOST_LINES = 8  # over which a link is looked for

_Forms = Callable[[str], Iterator[tuple[str, str]]]
"""Of a link as it is written, in how many ways ever: what stands before the part that is put another way, and that."""

_Span = tuple[int, int, int]
"""A row from 0, and the columns from the first to the one after the last."""


def _put_links(wiki: Wiki, path: NotePath, rows: list[str]) -> None:
    """Puts Markdown links into *rows* where links of the vault stand."""
    begins = wiki.notes[path].begins
    put: dict[_Span, str] = {}
    for number, (link, resolution) in enumerate(zip(wiki.notes[path].links, wiki.resolved[path], strict=True)):
        if link.line < begins or link.line > len(rows) or link.kind == "diagram":
            continue
        if link.written.startswith(("[[", "![[")):
            if span := _span(rows, link, _wikilink, put):
                in_table = r"\|" in rows[span[0]][span[1] : span[2]]
                put[span] = _instead_of_wikilink(wiki, path, number, in_table=in_table)
        elif not isinstance(resolution, Unresolved):
            href = _href(wiki, path, resolution.path, resolution.anchor)
            if link.written.startswith("<"):
                if span := _span(rows, link, _address, put):
                    put[span] = href
            elif span := _span(rows, link, _tail, put):
                put[span] = f"]({href})"
    for row, begin, end in sorted(put, reverse=True):
        rows[row] = rows[row][:begin] + put[row, begin, end] + rows[row][end:]


def _span(rows: list[str], link: Link, forms: _Forms, taken: Container[_Span]) -> _Span | None:
    """Where in *rows* the part of the *link* stands that is put another way; None if it is nowhere to be found."""
    first = link.line - 1
    for before, part in forms(link.written):
        begin = link.column - 1 + len(before)
        if rows[first].startswith(part, begin) and (span := (first, begin, begin + len(part))) not in taken:
            return span
    # A picture in the words of a link, or a link of several lines.
    for _, part in forms(link.written):
        for row in range(first, min(first + _MOST_LINES, len(rows))):
            begin = rows[row].find(part)
            while begin >= 0 and (row, begin, begin + len(part)) in taken:
                begin = rows[row].find(part, begin + 1)
            if begin >= 0:
                return row, begin, begin + len(part)
    return None


def _wikilink(written: str) -> Iterator[tuple[str, str]]:
    yield "", written
    if "|" in written:
        yield "", written.replace("|", r"\|")  # as in tables


def _address(written: str) -> Iterator[tuple[str, str]]:
    """Of raw HTML only the address is known: `<img … pic.png>`."""
    yield "", written.rpartition(" … ")[2].removesuffix(">")


def _tail(written: str) -> Iterator[tuple[str, str]]:
    """What follows the words of a Markdown link."""
    sign = "](" if written.endswith(")") and "](" in written else "][" if "][" in written else "]"
    yield written[: written.rindex(sign)], written[written.rindex(sign) :]


def _instead_of_wikilink(wiki: Wiki, path: NotePath, number: int, *, in_table: bool) -> str:
    link, resolution = wiki.notes[path].links[number], wiki.resolved[path][number]
    if isinstance(resolution, Unresolved):
        words = words_and_size(link.label or "")[0] if link.embed else ""
        return words or wiki.linker.label(path, number)
    target = resolution.path
    if target in wiki.titles:
        words = wiki.linker.label(path, number)
    else:
        words = words_and_size(link.label or "")[0] or target.rpartition("/")[2]
    if "[" in words or "]" in words or "\n" in words:
        words = words.translate(_INSIDE_LABEL)
    if in_table:
        words = words.replace("|", r"\|")
    sign = "!" if link.embed and extension(target) in IMAGES else ""
    return f"{sign}[{words}]({_href(wiki, path, target, resolution.anchor)})"


def _href(wiki: Wiki, path: NotePath, target: VaultPath, anchor: str | None) -> str:
    fragment = f"#{quote(anchor, safe='-_.~:=&')}" if anchor else ""
    if target == path:
        return fragment or copy_url(wiki, path).rpartition("/")[2]
    note = NotePath(target)
    url = copy_url(wiki, note) if note in wiki.notes else wiki.site.url(target)
    return relative_url(url, wiki.site.url(path)) + fragment
