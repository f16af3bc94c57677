"""Unlinked mentions: where notes say the name of another without linking to it.

Names are titles and aliases, as whole words in any case; one in capitals alone, such as RAG, is found in capitals
alone, and where names overlap, the longest counts. Left out are names of fewer than three letters or digits, those that
several notes have, and those that so many notes say (`_most_saying`) that they are common words of the vault.

What is found is kept between builds by the digests of notes, so that only those that are new are looked at, unless
a name has come or gone: then all are, which takes 0.7 s for 20,000 notes of 8 KB.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property

import msgspec

from trellis.model import Note, NotePath, pack
from trellis.name_search import Mention, NameSearch, names_of
from trellis.results import Results

_Found = dict[NotePath, list[Mention]]
_Kept = tuple[bytes, bytes, dict[bytes, list[Mention]]]
"""The digest of the names, those of all notes, and what was found in some of them."""

_unpack = msgspec.msgpack.Decoder(_Kept).decode
_KEPT_AS = "mentions"


class Mentions:
    """What notes say of each other's names."""

    def __init__(self, search: NameSearch, found: _Found, notes: int) -> None:
        """*found* are the mentions in each of so many *notes*."""
        self._search, self._found, self._notes = search, found, notes

    def renewed(self, fresh: Mapping[NotePath, Note]) -> Mentions:
        """The mentions once the *fresh* notes stand in the places of those of the same names."""
        found = {path: mentions for path, mentions in self._found.items() if path not in fresh}
        return Mentions(self._search, found | _found(self._search, fresh), self._notes)

    @cached_property
    def digest(self) -> bytes:
        """A digest of all of them."""
        found = (self._notes, sorted(self._search.owners.items()), sorted(self._found.items()))
        return hashlib.blake2b(pack(found), digest_size=16).digest()

    def of(self, note: Note) -> dict[NotePath, Mention]:
        """The notes that say a name of *note*, each with the first sentence that says the first of its names."""
        said: dict[NotePath, Mention] = {}
        for name in names_of(note):
            saying = self._by_name.get(name, {})
            if self._search.owners.get(name) == note.path and len(saying) <= _most_saying(self._notes):
                said = {**saying, **said}
        return said

    @cached_property
    def _by_name(self) -> dict[str, dict[NotePath, Mention]]:
        by_name: dict[str, dict[NotePath, Mention]] = {}
        for path, mentions in self._found.items():
            for mention in mentions:
                by_name.setdefault(mention.name, {})[path] = mention
        return by_name


def _most_saying(notes: int) -> int:
    """How many, of so many *notes*, may say a name that is worth a link."""
    return max(20, notes // 20)


def find_mentions(
    notes: Mapping[NotePath, Note], results: Results | None = None, digests: Mapping[NotePath, bytes] | None = None
) -> Mentions:
    """The mentions in *notes*. *results* may know what was found in those with these *digests*, and keeps it."""
    search = NameSearch(notes)
    if not (results and digests):
        return Mentions(search, _found(search, notes), len(notes))
    known, seen = _recalled(search, results)
    new = {path: note for path, note in notes.items() if digests[path] not in seen}
    found = {path: known[digests[path]] for path in notes if digests[path] in known} | _found(search, new)
    if new:
        keyed = {digests[path]: mentions for path, mentions in found.items()}
        results.keep(_KEPT_AS, pack((search.digest, b"".join(digests[path] for path in notes), keyed)))
    return Mentions(search, found, len(notes))


def _found(search: NameSearch, notes: Mapping[NotePath, Note]) -> _Found:
    return {path: mentions for path, note in notes.items() if (mentions := search.mentions(note))}


def _recalled(search: NameSearch, results: Results) -> tuple[dict[bytes, list[Mention]], set[bytes]]:
    """What earlier builds found of the same names, by the digests of notes, and the digests of all they looked at."""
    try:
        names, seen, known = _unpack(results.recall(_KEPT_AS) or b"")
    except msgspec.MsgspecError:
        return {}, set()
    return (known, {seen[at : at + 16] for at in range(0, len(seen), 16)}) if names == search.digest else ({}, set())
