"""Which file a link means, and which part of it."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import cached_property
from typing import Literal

import msgspec
from msgspec.structs import replace
from rapidfuzz import fuzz, process

from trellis.model import Heading, Link, Note, NotePath, VaultPath
from trellis.names import caselessly, exactly, folder, loose_path, loosely, stem, suffixes

How = Literal["exact", "path", "alias", "loose"]
"""What made a name match: the whole path; a part of it, a relative one or another case; an alias; or only its
letters and digits, or a title."""


class Found(msgspec.Struct, frozen=True, gc=False):
    path: VaultPath
    how: How
    anchor: str | None = None
    """The id of the part the link names; None for the whole, and for a part that does not exist."""


class Ambiguous(msgspec.Struct, frozen=True, gc=False):
    """Several files answer to the name. The first of *paths* is the one the link leads to."""

    paths: tuple[VaultPath, ...]
    how: How
    anchor: str | None = None

    @property
    def path(self) -> VaultPath:
        return self.paths[0]


class Unresolved(msgspec.Struct, frozen=True, gc=False):
    """No file answers to the name."""


Resolution = Found | Ambiguous | Unresolved

_Names = defaultdict[str, list[VaultPath]]


class LinkIndex:
    """Every name a file of the vault answers to, and the order in which they are tried: the exact path, a path
    relative to the linking note, the end of a path in any case, an alias, and last the loose forms of names and
    of titles and aliases. The first step at which anything matches decides.
    """

    def __init__(
        self,
        notes: Mapping[NotePath, Note],
        attachments: Iterable[VaultPath] = (),
        pages: Mapping[VaultPath, str] | None = None,
    ) -> None:
        """*pages* are those of the site that are no notes, with their titles."""
        self._notes = notes
        self._pages = pages or {}
        self._anywhere: dict[str, Found] = {}
        self._here: dict[tuple[str, str], Resolution] = {}
        self._exact: dict[str, VaultPath] = {}
        self._suffix: _Names = defaultdict(list)
        self._alias: _Names = defaultdict(list)
        self._loose: _Names = defaultdict(list)
        self._title: _Names = defaultdict(list)
        for path in (*notes, *self._pages, *attachments):
            self._add_path(path)
        for path, note in notes.items():
            self._add_title(path, note.title)
            for alias in note.properties.aliases:
                self._alias[caselessly(alias)].append(path)
                self._add_title(path, alias)
        for path, title in self._pages.items():
            self._add_title(path, title)

    def of(self, notes: Mapping[NotePath, Note]) -> LinkIndex:
        """The index of *notes* that have the names of those before, but perhaps other parts."""
        index = copy(self)
        index._notes = notes  # noqa: SLF001
        return index

    def _add_path(self, path: VaultPath) -> None:
        # A note answers to its name with and without `.md`; every other file only to its whole name.
        for name in (path, path.removesuffix(".md")) if path.endswith(".md") else (path,):
            self._exact.setdefault(exactly(name), path)
            for suffix in suffixes(caselessly(name)):
                self._suffix[suffix].append(path)
        for suffix in suffixes(path.removesuffix(".md")):
            if key := loose_path(suffix):
                self._loose[key].append(path)

    def _add_title(self, path: VaultPath, title: str) -> None:
        if key := loose_path(title):
            self._title[key].append(path)

    def resolve(self, link: Link, source: NotePath) -> Resolution:
        """What *link* means in the note *source*. Linear in the number of files that share the name, no more."""
        if not link.target:
            return Found(source, "exact", self._anchor(source, link.fragment))
        whole = self._anywhere.get(link.target) or self._resolve_whole(link.target, source)
        if isinstance(whole, Unresolved) or not link.fragment:
            return whole
        return replace(whole, anchor=self._anchor(whole.path, link.fragment))

    def _resolve_whole(self, target: str, source: NotePath) -> Resolution:
        # Most links name what others in the folder name, too, and most names mean the same in every folder.
        name = (target, folder(source))
        if name not in self._here:
            whole = self._here[name] = self._chosen(target, source)
            if isinstance(whole, Found) and self._is_same_anywhere(target, whole.how):
                self._anywhere[target] = whole
        return self._here[name]

    def _is_same_anywhere(self, target: str, how: How) -> bool:
        """Whether the one file that answers to *target* would in a note of any folder: to a bare name, unless it is
        one file of several or stands for a folder."""
        if "/" in target or "\\" in target or target.startswith("."):
            return False
        return how != "path" or len(self._suffix.get(caselessly(target), ())) == 1

    def _chosen(self, target: str, source: NotePath) -> Resolution:
        found, how = self._candidates(target, source)
        if not found:
            return Unresolved()
        ordered = _nearest_first(found, target, source)
        return Found(ordered[0], how) if len(ordered) == 1 else Ambiguous(tuple(ordered), how)

    def _candidates(self, target: str, source: NotePath) -> tuple[list[VaultPath], How]:
        name = exactly(target.replace("\\", "/"))
        absolute = name.startswith("/")
        name = name.strip("/")
        here = folder(source)
        if "/" in name or name.startswith("."):
            relative = posixpath.normpath(posixpath.join(here, name))
        else:
            relative = f"{here}/{name}" if here else name
        if not name.startswith("./") and not name.startswith("../"):
            if path := self._exact.get(name):
                return [path], "exact"
            if absolute and not self._suffix.get(caselessly(name)):
                absolute = False  # written from the root of the site, not of the vault
        if not absolute and (path := self._exact.get(relative)):
            return [path], "path"
        for step in (self._by_suffix, self._by_alias, self._by_loose_name, self._by_title):
            found, how = step(relative if name.startswith(("./", "../")) else name)
            if found:
                return found, how
        return self._by_folder(name, relative), "path"

    def _by_suffix(self, name: str) -> tuple[list[VaultPath], How]:
        return self._suffix.get(caselessly(name), []), "path"

    def _by_alias(self, name: str) -> tuple[list[VaultPath], How]:
        return self._alias.get(caselessly(name), []), "alias"

    def _by_loose_name(self, name: str) -> tuple[list[VaultPath], How]:
        return self._loose.get(loose_path(name.removesuffix(".md")), []), "loose"

    def _by_title(self, name: str) -> tuple[list[VaultPath], How]:
        return self._title.get(loose_path(name), []), "loose"

    def _by_folder(self, *names: str) -> list[VaultPath]:
        """A name of a folder, for links of other tools, means the note that stands for it."""
        tried = (f"{name}/{index}" for name in names for index in ("index", "README"))
        return [path for name in tried if (path := self._exact.get(name))][:1]

    def _anchor(self, path: VaultPath, fragment: str | None) -> str | None:
        note = self._notes.get(NotePath(path))
        return anchor_in(note, fragment) if note and fragment else None

    def suggestions(self, target: str, *, most: int = 3) -> tuple[str, ...]:
        """Names of files that *target* may have been meant to be, the likeliest first."""
        wanted = loosely(stem(target) if target.endswith(".md") else target.rpartition("/")[2])
        return _closest(wanted, self._suggestable, most)

    @cached_property
    def _suggestable(self) -> dict[str, str]:
        """The loose form of every name and alias, with the name to write."""
        names: dict[str, str] = {}
        for path, note in self._notes.items():
            name = path.rpartition("/")[2].removesuffix(".md")
            for known in (name, note.title, *note.properties.aliases):
                names.setdefault(loosely(known), name)
        for file in self._exact.values():
            if not file.endswith(".md"):
                names.setdefault(loosely(file.rpartition("/")[2]), file.rpartition("/")[2])
        return names


def anchor_in(note: Note, fragment: str) -> str | None:
    """The id in *note* of what *fragment* names: a heading, headings each beneath the one before, or a block."""
    if fragment.startswith("^"):
        wanted = fragment[1:].casefold()
        anchors = {block.id.casefold(): block.anchor for block in reversed(note.blocks)}
        anchors |= {h.block_id.casefold(): h.anchor for h in reversed(note.headings) if h.block_id}
        return anchors.get(wanted)
    parts = [part.strip() for part in fragment.split("#") if part.strip()]
    found = _beneath(note, parts, range(len(note.headings)))
    if found is not None:
        return note.headings[found].anchor
    return next((heading.anchor for heading in note.headings if heading.anchor == fragment), None)


def _beneath(note: Note, parts: list[str], within: range) -> int | None:
    """The heading *within* these that the last of *parts* names, beneath those that the others name."""
    if not parts:
        return None
    for number in _headings(note, parts[0], within):
        if len(parts) == 1:
            return number
        deeper = _beneath(note, parts[1:], range(number + 1, section_end(note, number)))
        if deeper is not None:
            return deeper
    return None


def _headings(note: Note, text: str, within: range) -> list[int]:
    """Those that *text* names, best first: by their words, their anchors, or by letters alone."""
    folded = loosely(text)
    tests: tuple[Callable[[Heading], bool], ...] = (
        lambda heading: heading.text == text,
        lambda heading: heading.anchor == text,
        lambda heading: loosely(heading.text) == folded,
    )
    return list(dict.fromkeys(i for test in tests for i in within if test(note.headings[i])))


def section_end(note: Note, number: int) -> int:
    """The number of the first heading after *number* that ends its section."""
    level = note.headings[number].level
    later = ((i, note.headings[i]) for i in range(number + 1, len(note.headings)))
    return next((i for i, heading in later if heading.level <= level and not heading.nested), len(note.headings))


def fragment_suggestions(note: Note, fragment: str, *, most: int = 3) -> tuple[str, ...]:
    """Fragments of *note* that *fragment* may have been meant to be, the likeliest first."""
    if fragment.startswith("^"):
        return _closest(loosely(fragment), {loosely(b.id): f"^{b.id}" for b in note.blocks}, most)
    last = fragment.rpartition("#")[2]
    return _closest(loosely(last), {loosely(h.text): h.text for h in reversed(note.headings)}, most)


def _closest(wanted: str, names: Mapping[str, str], most: int) -> tuple[str, ...]:
    """Ratio of 75: two letters swapped in a word of eight, or one word of four left out."""
    found = process.extract(wanted, list(names), scorer=fuzz.ratio, limit=most * 2, score_cutoff=75)
    return tuple(dict.fromkeys(names[key] for key, _, _ in found))[:most]


def _nearest_first(paths: list[VaultPath], target: str, source: NotePath) -> list[VaultPath]:
    """*paths*, each once, notes first: nearest to *source*, then shortest, then the same case, then by alphabet."""
    if len(paths) == 1:
        return paths
    here = folder(source).split("/") if folder(source) else []

    def order(path: VaultPath) -> tuple[bool, int, int, bool, str]:
        there = folder(path).split("/") if folder(path) else []
        common = next(
            (i for i, (a, b) in enumerate(zip(here, there, strict=False)) if a != b),
            min(len(here), len(there)),
        )
        same_case = path.removesuffix(".md").endswith(target.removesuffix(".md"))
        return (
            not path.endswith(".md"),
            len(here) + len(there) - 2 * common,
            len(there),
            not same_case,
            path,
        )

    unique = sorted(set(paths), key=order)
    # A note and an attachment of one name are told apart by the extension, so they do not compete.
    notes = [path for path in unique if path.endswith(".md")]
    return notes or unique
