"""Names of notes, looked for in the texts of other notes: all at once, in time linear in the text.

They are looked for first in the flat body of a note, where text is as it is (MessagePack adds only what stands
between texts), by Aho and Corasick's automaton; a note in which something is found is then looked at closely.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from html import escape
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick

from trellis.markdown.text import excerpts
from trellis.model import Excerpt, Note, NotePath
from trellis.prose import Apart, prose_of
from trellis.sanitise import LINK

_PUNCTUATION = re.compile(rb"\xe2[\x80\x81].")
"""Dashes, quotes and spaces beyond ASCII."""

_FOLDED = bytes(
    32 if code < 128 and not chr(code).isalnum() else ord(chr(code).lower()) if code < 128 else code
    for code in range(256)
)


class Mention(NamedTuple):
    """The words of a sentence that says a name, and those before and after them."""

    name: str
    before: Excerpt
    said: str
    after: Excerpt


class NameSearch:
    """The names that one note alone has, and how they are found."""

    def __init__(self, notes: Mapping[NotePath, Note]) -> None:
        self.owners = _owners(notes)
        """By name, the note that has it."""
        self.digest = hashlib.blake2b(repr(sorted(self.owners)).encode(), digest_size=16).digest()
        """Of the names."""

    @cached_property
    def _automaton(self) -> tuple[BytesAhoCorasick, list[list[str]]]:
        """It, and the names that each of its forms may stand for; made when there is a note to look at."""
        names: dict[bytes, list[str]] = {}
        for name in self.owners:
            for form in _forms(name):
                names.setdefault(form, []).append(name)
        return BytesAhoCorasick([*names]), [*names.values()]

    def mentions(self, note: Note) -> list[Mention]:
        """The first sentence in *note* for each name of another that it says."""
        automaton, found = self._automaton
        hits = automaton.find_matches_as_indexes(_folded(note.flat_body), overlapping=True)
        names = {name for number, _, _ in hits for name in found[number]} - {*names_of(note)}
        return [*_mentions(note, names)] if names else []


def names_of(note: Note) -> list[str]:
    """What *note* may be called in a text, as keys, the title first: those with three letters or digits, of which one
    is a letter."""
    keys = dict.fromkeys(map(_key, (note.title, *note.properties.aliases)))
    return [key for key in keys if sum(map(str.isalnum, key)) > 2 and any(map(str.isalpha, key))]


def _key(name: str) -> str:
    """*name* in small letters, unless it is all in capitals.

    >>> _key("Gradient  Descent"), _key("GPT-4")
    ('gradient descent', 'GPT-4')
    """
    name = " ".join(name.split())
    return name if name.isupper() else name.lower()


def _owners(notes: Mapping[NotePath, Note]) -> dict[str, NotePath]:
    named = [(name, path) for path, note in notes.items() for name in names_of(note)]
    times = Counter(name.lower() for name, _ in named)
    return {name: path for name, path in named if times[name.lower()] == 1}


def _forms(name: str) -> Iterator[bytes]:
    """How *name* stands in a folded body; only ASCII is folded, so of other letters the likely cases."""
    html = escape(name, quote=False)
    for form in {html} if html.isascii() else {html, html.capitalize(), html.title(), html.upper()}:
        yield b" %s " % _folded(form.encode("utf-8", "surrogatepass")).strip()


def _folded(text: bytes) -> bytes:
    """*text* in small letters, with spaces for punctuation."""
    return (_PUNCTUATION.sub(b" ", text) if b"\xe2" in text else text).translate(_FOLDED)


def _mentions(note: Note, names: set[str]) -> Iterator[Mention]:
    # The note's own names are among those looked for, so that a shorter name within one is not found in it.
    longest = sorted({*names, *names_of(note)}, key=lambda name: (-len(name), name))
    patterns = (re.escape(name) if name.isupper() else f"(?i:{re.escape(name)})" for name in longest)
    search = re.compile(rf"(?<![\w#@/-])(?:{'|'.join(patterns)})(?!\w)")
    waiting = set(names)
    for words, apart in prose_of(note.body):
        for found in search.finditer(words):
            name = found[0] if found[0] in names else found[0].lower()
            if name in waiting:
                waiting.discard(name)
                yield _mention(name, words, found, apart)


def _mention(name: str, words: str, found: re.Match[str], apart: list[Apart]) -> Mention:
    """The sentence around what was *found* in *words*."""
    begin, end = found.span()
    at, mark = words.count(LINK, 0, begin), len(apart)
    numbers = [*range(at), mark, *range(at, len(apart))]
    excerpt = excerpts(words[:begin] + LINK + words[end:], numbers)[mark]
    middle = excerpt.index(mark)
    before, after = (
        tuple(apart[part] if isinstance(part, int) else part for part in parts)
        for parts in (excerpt[:middle], excerpt[middle + 1 :])
    )
    return Mention(name, before, found[0], after)
