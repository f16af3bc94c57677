"""Tags beneath tags: `a/b` lies beneath `a`, which has its notes too, as Obsidian's search for `tag:a` finds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from trellis.graph import Tag
from trellis.model import NotePath
from trellis.names import caselessly, naturally


class TagTree:
    """The tags of a wiki and those above them, by folded name."""

    def __init__(self, tags: Mapping[str, Tag]) -> None:
        names: dict[str, str] = {}
        notes: defaultdict[str, dict[NotePath, None]] = defaultdict(dict)
        for tag in tags.values():
            for name in (tag.name, *above(tag.name)):
                names.setdefault(caselessly(name), name)
                notes[caselessly(name)].update(dict.fromkeys(tag.notes))
        order = sorted(names, key=lambda key: [naturally(part) for part in key.split("/")])
        self.names = {key: names[key] for key in order}
        """As they are written first, in order; a name above others may be no note's own."""
        self.notes = {key: tuple(notes[key]) for key in order}
        """The notes that have the tag or one beneath it, each once."""
        self.beneath: defaultdict[str, list[str]] = defaultdict(list)
        """The tags right beneath each."""
        for key in order:
            self.beneath[key.rpartition("/")[0]].append(key)


def above(name: str) -> Iterator[str]:
    """The names above *name*, the nearest first."""
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name
