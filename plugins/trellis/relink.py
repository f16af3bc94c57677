"""Relink: a wiki and the notes that an edit changed → the wiki that linking everything anew gives, in far less time.

Most edits change the text of a note and none of the names that links go by. Then every link still means the same
file, but for those of the note itself, and for those that name a part of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from trellis.attachments import led_to, used_attachments
from trellis.model import Canvas, Note, NotePath, VaultPath
from trellis.resolve import Resolution, Unresolved
from trellis.wiki import Wiki, listed


def relink(wiki: Wiki, fresh: Mapping[NotePath, Note], canvases: Mapping[VaultPath, Canvas]) -> Wiki | None:
    """*wiki* with the *fresh* notes in the places of those of the same paths, and with these *canvases*; None if names
    or the attachments that are published have changed, so that everything has to be linked anew."""
    if any(_names(wiki.notes.get(path)) != _names(note) for path, note in fresh.items()):
        return None
    fresh = {path: note for path, note in fresh.items() if path in wiki.notes}
    notes = {**wiki.notes, **fresh}
    index = wiki.index.of(notes)
    resolved = {**wiki.resolved}
    parts_differ = {path for path, note in fresh.items() if _parts(wiki.notes[path]) != _parts(note)}
    for path in {*fresh, *_naming_parts(wiki, parts_differ)}:
        resolved[path] = tuple(index.resolve(link, path) for link in notes[path].links)
    if _files_differ(wiki, resolved, fresh, canvases):
        return None
    linked = replace(
        wiki,
        notes=notes,
        canvases=canvases,
        index=index,
        resolved=resolved,
        graph=wiki.graph.renewed(listed(notes), resolved, listed(fresh)),
        digests={},
    )
    if "source_notes" in vars(wiki) and all(_type(wiki.notes[path]) == _type(note) for path, note in fresh.items()):
        vars(linked)["source_notes"] = wiki.source_notes
    if mentions := vars(wiki).get("mentions"):
        vars(linked)["mentions"] = mentions.renewed(fresh)
    return linked


def _files_differ(
    wiki: Wiki,
    resolved: Mapping[NotePath, Sequence[Resolution]],
    fresh: Mapping[NotePath, Note],
    canvases: Mapping[VaultPath, Canvas],
) -> bool:
    """Whether other attachments are used than in *wiki*; only if these notes might make a difference, all are asked."""
    if canvases == wiki.canvases and all(led_to(resolved[path]) == led_to(wiki.resolved[path]) for path in fresh):
        return False
    used = used_attachments(wiki.attachments, canvases, resolved, wiki.named)
    return any(path not in wiki.site.files for path in used) or len(used) != _published(wiki)


def _published(wiki: Wiki) -> int:
    """How many attachments are."""
    return sum(path in wiki.site.files for path in wiki.attachments)


def _names(note: Note | None) -> object:
    """What links go by, and whether lists show it; None for a note that is not on the site."""
    if not note or not note.properties.publish:
        return None
    return note.title, note.properties.aliases, note.properties.unlisted


def _type(note: Note) -> str | None:
    return note.properties.type


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
