"""What is wrong with a vault, as values: one code each, a place, and words that help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

Level = Literal["error", "warning", "info"]

LEVELS: dict[str, Level] = {
    "unreadable-note": "error",
    "too-large": "error",
    "too-complex": "error",
    "fault": "error",
    "not-utf8": "warning",
    "front-matter": "warning",
    "property": "warning",
    "dropped-link": "warning",
    "open-comment": "warning",
    "dropped-html": "warning",
    "footnote": "warning",
    "merge-conflict": "warning",
    "unresolved-link": "warning",
    "ambiguous-link": "warning",
    "missing-fragment": "warning",
    "embed-cycle": "warning",
    "url-collision": "warning",
    "redirect": "warning",
    "requires-cycle": "warning",
    "no-requirement": "warning",
    "no-notes": "warning",
    "missing-property": "warning",
    "note-length": "warning",
    "note-links": "warning",
    "unlisted-type": "warning",
    "unlisted-tag": "warning",
    "not-wanted": "warning",
    "redundant-requirement": "info",
    "duplicate-name": "info",
    "empty-note": "info",
    "loose-link": "info",
    "alias-link": "info",
    "unlinkable-name": "info",
    "differs": "info",
    "formula": "info",
    "callout-type": "info",
    "no-title": "info",
    "skipped-file": "info",
    "unpublished": "info",
    "unused-attachment": "info",
}
"""Every code there is. An error means that a note could not be shown; a warning fails strict checks; an info never
fails anything."""

_RANK: dict[Level, int] = {"error": 0, "warning": 1, "info": 2}
MANY = 30
"""More findings of one code than this are summed up unless all are asked for."""


class TrellisError(Exception):
    """Nothing could be done; the message says why, and what to do."""


class Diagnostic(msgspec.Struct, frozen=True):
    """A finding about the vault."""

    code: str
    path: str
    """From the vault root."""
    line: int
    column: int
    message: str
    about: str = ""
    """What several findings have in common, such as the name that many links want."""
    suggestions: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        return LEVELS[self.code]

    def __str__(self) -> str:
        hint = f"; did you mean {_or(self.suggestions)}?" if self.suggestions else ""
        return f"{self.path}:{self.line}:{self.column}: {self.message}{hint}"

    def as_dict(self) -> dict[str, object]:
        """For JSON: the fields, and the level."""
        return {**msgspec.structs.asdict(self), "level": self.level}


def _or(names: Sequence[str]) -> str:
    return " or ".join(f"[[{name}]]" for name in names)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """*diagnostics*, each once, by path, line and column."""
    return sorted(dict.fromkeys(diagnostics), key=lambda d: (d.path, d.line, d.column, d.code, d.message))


def fails(diagnostics: Iterable[Diagnostic], *, strict: bool) -> bool:
    """Whether a check must fail: on errors always, on warnings when *strict*."""
    return any(d.level == "error" or (strict and d.level == "warning") for d in diagnostics)


def summary(diagnostics: Sequence[Diagnostic], *, everything: bool) -> Iterator[tuple[Level, str]]:
    """Lines for a person, with the level of each: every finding, or of many alike the count and the ten worst.

    What is only worth knowing (info) is counted, unless *everything* is asked for.
    """
    codes = sorted({d.code for d in diagnostics}, key=lambda code: (_RANK[LEVELS[code]], code))
    for code in codes:
        alike = [d for d in diagnostics if d.code == code]
        level = LEVELS[code]
        if everything or (len(alike) <= MANY and level != "info"):
            yield from ((level, f"{code}: {d}") for d in alike)
        elif level == "info":
            yield level, f"{code}: {len(alike)} (-v lists them; the first: {alike[0]})"
        else:
            yield from _worst(code, level, alike)


def _worst(code: str, level: Level, alike: list[Diagnostic]) -> Iterator[tuple[Level, str]]:
    notes = len({d.path for d in alike})
    wanted = Counter(d.about or d.path for d in alike)
    yield level, f"{code}: {len(alike)} in {notes} notes; the ten worst follow, -v lists all"
    first = {}
    for diagnostic in reversed(alike):
        first[diagnostic.about or diagnostic.path] = diagnostic
    for about, count in sorted(wanted.items(), key=lambda item: (-item[1], item[0]))[:10]:
        times = f"{count} times, first " if count > 1 else ""
        yield level, f"  {times}{first[about]}"


def totals(diagnostics: Iterable[Diagnostic]) -> str:
    """How many of each level, as one sentence."""
    count = Counter(d.level for d in diagnostics)
    names = {"error": "error", "warning": "warning", "info": "info"}
    parts = [f"{count[level]} {names[level]}{'s' * (count[level] != 1)}" for level in _RANK if count[level]]
    return ", ".join(parts) or "nothing to report"
