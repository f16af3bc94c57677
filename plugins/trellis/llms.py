"""`llms.txt` and `llms-full.txt`: what the site holds, and all its text, for language models (llmstxt.org)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from trellis.feeds import Publication
from trellis.markdown_copy import copy_url
from trellis.model import NotePath
from trellis.names import naturally
from trellis.topic_view import topic_title
from trellis.wiki import Wiki

PLACE, FULL = "llms.txt", "llms-full.txt"

LARGEST_FULL = 10_000_000
"""Bytes of `llms-full.txt`: no model reads more at once, and it is written anew after each edit."""

_ESCAPED = str.maketrans({"[": r"\[", "]": r"\]", "\n": " "})


def llms_txt(wiki: Wiki, site: Publication) -> str:
    """The notes by topic, each with a link to its copy and what it says first."""
    return "".join(_lines(wiki, site))


def llms_full_txt(wiki: Wiki, site: Publication, copy: Callable[[NotePath], bytes]) -> bytes:
    """The copies of all notes in the order of `llms.txt`, as far as they fit; *copy* gives that of a note."""
    parts: list[bytes] = []
    size = 0
    for path in in_order(wiki):
        part = copy(path)
        if size + len(part) > LARGEST_FULL:
            break
        parts.append(part)
        size += len(part)
    rest = len(wiki.listed) - len(parts)
    left_out = f"\nThis file holds the first {len(parts)} notes; {rest} more are named in {PLACE}.\n" if rest else ""
    return b"\n".join([f"{_head(site)}{left_out}".encode("utf-8", "replace"), *parts])


def in_order(wiki: Wiki) -> Iterator[NotePath]:
    """The listed notes by topic, the most central first; then the others by title."""
    for _, notes in _sections(wiki):
        yield from notes


def _lines(wiki: Wiki, site: Publication) -> Iterator[str]:
    yield _head(site)
    yield f"\nEach note is linked to as Markdown. [All of them in one file]({site.address}{FULL}).\n"
    for title, notes in _sections(wiki):
        yield f"\n## {_line(title)}\n\n"
        for path in notes:
            note = wiki.notes[path]
            said = _line(note.properties.description or wiki.linker.words(path, note.lead))
            link = f"- [{_line(note.title).translate(_ESCAPED)}]({site.address}{copy_url(wiki, path)})"
            yield f"{link}: {said}\n" if said else f"{link}\n"


def _head(site: Publication) -> str:
    description = f"\n> {_line(site.description)}\n" if site.description else ""
    return f"# {_line(site.title)}\n{description}"


def _sections(wiki: Wiki) -> Iterator[tuple[str, Iterable[NotePath]]]:
    """Topics, then the notes that are in none, then sources."""
    rest = dict.fromkeys(wiki.listed)
    for topic in wiki.topics:
        yield topic_title(wiki, topic), topic.notes
        for path in topic.notes:
            del rest[path]
    by_title = sorted(rest, key=lambda path: (naturally(wiki.notes[path].title), path))
    sources = [path for path in by_title if wiki.notes[path].properties.type == "source"]
    others = [path for path in by_title if wiki.notes[path].properties.type != "source"]
    for title, notes in (("Notes", others), ("Sources", sources)):
        if notes:
            yield title, notes


def _line(words: str) -> str:
    return " ".join(words.split())
