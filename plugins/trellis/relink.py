"""Relink: a wiki and the notes that an edit changed → the wiki that linking everything anew gives, in far less time.

Most edits change the text of a note and none of the names that links go by. Then every link still means the same
file, but for those of the note itself, and for those that name a part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from trellis.model import Canvas, Note, NotePath, VaultPath
from trellis.resolve import Unresolved
from trellis.wiki import Wiki


def relink(wiki: Wiki, fresh: Mapping[NotePath, Note], canvases: Mapping[VaultPath, Canvas]) -> Wiki | None:
    """*wiki* with the *fresh* notes in the places of those of the same paths, and with these *canvases*; None if names
    have changed, so that everything has to be linked anew."""
    if any(_names(wiki.notes.get(path)) != _names(note) for path, note in fresh.items()):
        return None
    fresh = {path: note for path, note in fresh.items() if path in wiki.notes}
    notes = {**wiki.notes, **fresh}
    index = wiki.index.of(notes)
    resolved = {**wiki.resolved}
    parts_differ = {path for path, note in fresh.items() if _parts(wiki.notes[path]) != _parts(note)}
    for path in {*fresh, *_naming_parts(wiki, parts_differ)}:
        resolved[path] = tuple(index.resolve(link, path) for link in notes[path].links)
    linked = replace(
        wiki,
        notes=notes,
        canvases=canvases,
        index=index,
        resolved=resolved,
        graph=wiki.graph.renewed(notes, resolved, fresh),
        digests={},
    )
    if mentions := vars(wiki).get("mentions"):
        vars(linked)["mentions"] = mentions.renewed(fresh)
    return linked


def _names(note: Note | None) -> object:
    """What links go by; None for a note that is not on the site."""
    return (note.title, *note.properties.aliases) if note and note.properties.publish else None


def _parts(note: Note) -> object:
    return note.headings, note.blocks


def _naming_parts(wiki: Wiki, changed: set[NotePath]) -> list[NotePath]:
    """The notes with links to parts of those *changed*."""
    if not changed:
        return []
    return [
        path
        for path, resolutions in wiki.resolved.items()
        if any(
            link.fragment and not isinstance(resolution, Unresolved) and resolution.path in changed
            for link, resolution in zip(wiki.notes[path].links, resolutions, strict=True)
        )
    ]
