"""Compile: the text of one note → `Note`. Pure: it reads nothing else, so it can be cached by content and run
anywhere. What needs the other notes stays open as a `Slot`, for `render` to fill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise, takewhile
from typing import Any

from markdown_it.token import Token

from trellis import sanitise
from trellis.dialects import differences
from trellis.front_matter import FrontMatter, split_front_matter
from trellis.markdown import links as markdown_links
from trellis.markdown import parser
from trellis.markdown.text import excerpts, first_sentence, plain_text, words_and_links
from trellis.model import Block, Body, Excerpt, Finding, Heading, Link, LinkKind, Note, Slot, Source
from trellis.names import title_of, without_overrides
from trellis.options import Options

LinkParts = tuple[str, str | None, str | None]
"""Target, fragment and label of a link."""

_SLOT = re.compile(
    f"{sanitise.OPEN}(\\d+){sanitise.CLOSE}"  # a widget held back
    f'|<a href="{sanitise.SIGN}(\\d+)"[^>]*>'  # a link of ours, up to …
    "|(</a>)"
    f'|src="{sanitise.SIGN}(\\d+)"'  # an image in raw HTML
)


def compile_note(source: Source, options: Options) -> Note:
    """Everything that can be known of a note from its own text.

    Never raises: what is wrong with the text is among `Note.findings`.
    """
    try:
        return _compile(source, options)
    except RecursionError:
        finding = Finding("too-complex", 1, "the note is nested too deep to be read; it is left empty")
    except Exception as error:  # noqa: BLE001  # one note must not stop the site, whatever we did wrong
        fault = f"{type(error).__name__}: {error}"
        finding = Finding("fault", 1, f"Trellis failed at this note ({fault}) and left it empty; please report it")
    return replace(_compile(Source(source.path, ""), options), findings=(*source.findings, finding))


def _compile(source: Source, options: Options) -> Note:
    front, text = split_front_matter(sanitise.clean_source(source.text))
    md = parser(strict_line_breaks=options.strict_line_breaks)
    env: dict[str, Any] = {"video_id": front.properties.video_id}
    tokens = md.parse(text, env)
    facts = _Facts(front, text.split("\n"), front.lines, list(front.links))
    if line := env.get("source_line"):
        facts.read(line, kind="source")
    facts.read_blocks(tokens)
    findings = (replace(found, line=found.line + front.lines + 1) for found in differences(tokens))
    front.findings.extend(findings)
    html = md.renderer.render(tokens, md.options, env)
    fragments = _filled(sanitise.sanitise(html, facts.claim), env.get("held", []))
    return _note(source, facts, env, fragments)


def _note(source: Source, facts: _Facts, env: dict[str, Any], fragments: Body) -> Note:
    properties = facts.front.properties
    headings = tuple(replace(h, line=h.line + facts.offset + 1) for h in env.get("headings", ()))
    blocks = tuple(Block(b.id, b.line + facts.offset + 1) for b in env.get("blocks", ()))
    heading, body = _opening(fragments, headings)
    first = headings[0].text if heading else next((h.text for h in headings if h.level == 1), "")
    findings = [*source.findings, *facts.front.findings]
    if not source.text.strip() and not source.findings:
        findings.append(Finding("empty-note", 1, "the note is empty; write it or delete it"))
    elif not properties.title and not first and not any(found.code == "front-matter" for found in findings):
        hint = "add `title:` to its front matter or a line `# Title` on top"
        findings.append(Finding("no-title", 1, f"the note has no title, so its file name is shown; {hint}"))
    return Note(
        path=source.path,
        title=without_overrides(properties.title or first) or title_of(source.path),
        properties=properties,
        heading=heading,
        body=body,
        links=tuple(facts.links),
        headings=headings,
        blocks=blocks,
        tags=_tags(properties.tags, facts.tags),
        lead=facts.lead,
        findings=tuple(findings),
    )


def _opening(fragments: Body, headings: tuple[Heading, ...]) -> tuple[Body, Body]:
    """The H1 that *fragments* begin with, and the rest; nothing and all of them, if they begin otherwise."""
    if not headings or headings[0].level != 1 or not fragments or fragments[0] != Slot("section", 0):
        return (), fragments
    for index, fragment in enumerate(fragments):
        if isinstance(fragment, str) and "</h1>" in fragment:
            before, tag, after = fragment.partition("</h1>")
            return (*fragments[1:index], f"{before}{tag}\n"), (after.lstrip("\n"), *fragments[index + 1 :])
    return (), fragments


def _tags(*sources: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for tag in (tag for tags in sources for tag in tags):
        first.setdefault(tag.casefold(), tag)
    return tuple(first.values())


@dataclass
class _Facts:
    """What is learned from the inline tokens of one note, in the order of its text."""

    front: FrontMatter
    rows: list[str]
    offset: int
    links: list[Link]
    tags: list[str] = field(default_factory=list)
    lead: Excerpt = ()
    html_line: int = 0
    searched: dict[int, int] = field(default_factory=dict)
    """How far the columns of a row are accounted for."""

    def read_blocks(self, tokens: list[Token]) -> None:
        heading = ""
        row: list[Token] = []
        for before, token in pairwise([Token("", "", 0), *tokens]):
            if token.type == "inline":
                begin = len(self.links)
                self.read(token)
                if before.type == "heading_open":
                    heading = plain_text(token.children or [])
                elif before.type in {"td_open", "th_open"}:
                    row.append(token)
                elif heading:
                    self._place_alone(begin, heading)
            elif token.type == "tr_close":
                self._place_in_row(row)
                row = []
            elif token.type == "html_block":
                self.html_line = (token.map or [0])[0]

    def _place_alone(self, begin: int, heading: str) -> None:
        """A link that is all its block says gets the heading above for its sentence; links count from *begin*."""
        for number in range(begin, len(self.links)):
            if self.links[number].excerpt == (number,):
                self.links[number] = replace(self.links[number], excerpt=(f"{heading}: ", number))

    def _place_in_row(self, cells: list[Token]) -> None:
        """And one that is all its cell says gets the row."""
        said = [words_and_links(cell.children or []) for cell in cells]
        words = " · ".join(words for words, _ in said if words)
        for number, excerpt in excerpts(words, [number for _, numbers in said for number in numbers]).items():
            if self.links[number].excerpt == (number,):
                self.links[number] = replace(self.links[number], excerpt=excerpt)

    def read(self, inline: Token, kind: LinkKind = "links") -> None:
        children = inline.children or []
        begin = len(self.links)
        for index, token in enumerate(children):
            self._read_token(token, index, inline, kind)
            if token.type == "image":
                for shown in token.children or []:
                    if shown.type in {"wikilink", "embed"}:
                        self._read_token(shown, index, inline, kind)
        prose = not self.lead and kind == "links" and inline.level == 1
        if len(self.links) > begin or prose:
            words, numbers = words_and_links(children)
            for number, excerpt in excerpts(words, numbers).items():
                self.links[number] = replace(self.links[number], excerpt=excerpt)
            if prose and words and not words.startswith("#"):
                self.lead = first_sentence(words, numbers)

    def _read_token(self, token: Token, index: int, inline: Token, kind: LinkKind) -> None:
        if token.type == "tag":
            self.tags.append(token.content)
        elif token.type in {"wikilink", "embed"}:
            self._add("embeds" if token.type == "embed" else kind, token.meta["parts"], token, inline)
        elif token.type == "image":
            words = plain_text(token.children or [])
            self._add_markdown("embeds", str(token.attrs["src"]), words, token, inline)
        elif token.type == "link_open":
            words = plain_text(_words_of_link(inline.children or [], index))
            self._add_markdown(kind, str(token.attrs["href"]), words, token, inline)

    def _add_markdown(self, kind: LinkKind, address: str, words: str, token: Token, inline: Token) -> None:
        if markdown_links.is_internal(address):
            target, fragment = markdown_links.parts(address)
            self._add(kind, (target, fragment, words or None), token, inline)
        elif not sanitise.is_allowed(address):
            message = f"{token.content} leads to an address of a kind that is not allowed; only its words are shown"
            self.front.findings.append(Finding("dropped-link", self._row(token, inline) + self.offset + 1, message))

    def _add(self, kind: LinkKind, parts: LinkParts, token: Token, inline: Token) -> None:
        row, written = self._row(token, inline), token.content
        token.meta["link"] = len(self.links)
        line, column = row + self.offset + 1, self._column(row, written)
        self.links.append(Link(kind, *parts, line, column, " ".join(written.split())))

    def _row(self, token: Token, inline: Token) -> int:
        return (inline.map or [0])[0] + inline.content.count("\n", 0, token.meta.get("pos", 0))

    def _column(self, row: int, written: str) -> int:
        """Where *written* begins in its row; in a table a pipe has a backslash, and a link may be wrapped."""
        text = self.rows[row] if row < len(self.rows) else ""
        first_line = written.partition("\n")[0]
        for form in (first_line, first_line.replace("|", r"\|")):
            at = text.find(form, self.searched.get(row, 0))
            if at >= 0:
                self.searched[row] = at + len(form)
                return at + 1
        return len(text) - len(text.lstrip()) + 1

    def claim(self, tag: str, address: str) -> str | None:
        """A relative address in raw HTML is a link of the note like any other."""
        target, fragment = markdown_links.parts(address)
        if tag not in {"a", "img"} or not (target or fragment):
            return None
        kind: LinkKind = "embeds" if tag == "img" else "links"
        line = self.html_line + self.offset + 1
        self.links.append(Link(kind, target, fragment, None, line, 1, f"<{tag} … {address}>"))
        return f"{sanitise.SIGN}{len(self.links) - 1}"


def _words_of_link(tokens: list[Token], opened: int) -> list[Token]:
    """The tokens of the link that opens at number *opened*."""
    return list(takewhile(lambda token: token.type != "link_close", islice(tokens, opened + 1, None)))


def _filled(html: str, held: list[Body]) -> Body:
    """*html* cut at our signs, with the widgets put back and links opened as slots."""
    fragments: list[str | Slot] = []
    link: int | None = None
    at = opened_at = 0
    for match in _SLOT.finditer(html):
        widget, opened, closed, image = match.groups()
        if closed and link is None:
            continue
        fragments.append(html[at : match.start()])
        at = match.end()
        if widget:
            fragments.extend(held[int(widget)] if int(widget) < len(held) else ())
        elif opened:
            link = int(opened)
            fragments.append(Slot("open", link))
            opened_at = len(fragments)
        elif closed and link is not None:
            if not any(fragments[opened_at:]):
                fragments.append(Slot("label", link))  # a link without words could not be seen
            fragments.append(Slot("close", link))
            link = None
        elif image:
            fragments.append(Slot("url", int(image)))
    fragments.append(html[at:])
    return tuple(_joined(fragments))


def _joined(fragments: list[str | Slot]) -> Iterator[str | Slot]:
    """*fragments* with neighbouring text in one piece and nothing empty."""
    text: list[str] = []
    for fragment in fragments:
        if isinstance(fragment, str):
            text.append(fragment)
            continue
        if joined := "".join(text):
            yield joined
        text.clear()
        yield fragment
    if joined := "".join(text):
        yield joined
