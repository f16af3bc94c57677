"""Relink: a wiki and the notes that an edit changed → the wiki that linking everything anew gives, in far less time.

Most edits change the text of a note and none of the names that links go by. Then every link still means the same
file, but for those of the note itself, and for those that name a part of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from trellis.attachments import led_to, used_attachments
from trellis.model import Note, NotePath, VaultPath
from trellis.resolve import Resolution
from trellis.scanned import Canvas
from trellis.wiki import Wiki, listed, parts_named


def relink(wiki: Wiki, fresh: Mapping[NotePath, Note], canvases: Mapping[VaultPath, Canvas]) -> Wiki | None:
    """*wiki* with the *fresh* notes in the places of those of the same paths, and with these *canvases*; None if names
    or the attachments that are published have changed, so that everything has to be linked anew."""
    if any(_names(wiki.notes.get(path)) != _names(note) for path, note in fresh.items()):
        return None
    fresh = {path: note for path, note in fresh.items() if path in wiki.notes}
    notes = {**wiki.notes, **fresh}
    shown = {**wiki.listed, **listed(fresh)}  # an edit that hides a note is one of names
    index = wiki.index.of(notes)
    resolved = {**wiki.resolved}
    parts_differ = {path for path, note in fresh.items() if _parts(wiki.notes[path]) != _parts(note)}
    naming = {path for changed in parts_differ for path in wiki.naming_parts.get(changed, ())}
    for path in fresh.keys() | naming:
        resolved[path] = tuple(index.resolve(link, path) for link in notes[path].links)
    if _files_differ(wiki, resolved, fresh, canvases):
        return None
    linked = replace(
        wiki,
        notes=notes,
        canvases=canvases,
        index=index,
        resolved=resolved,
        graph=wiki.graph.renewed(shown, resolved, listed(fresh)),
        digests={},
    )
    vars(linked)["listed"] = shown
    if all(_type(wiki.notes[path]) == _type(note) for path, note in fresh.items()):
        vars(linked).update({name: vars(wiki)[name] for name in ("roles", "source_notes") if name in vars(wiki)})
    if "naming_parts" in vars(wiki):
        vars(linked)["naming_parts"] = _naming_parts(wiki, fresh, resolved)
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


def _naming_parts(
    wiki: Wiki, fresh: Mapping[NotePath, Note], resolved: Mapping[NotePath, Sequence[Resolution]]
) -> Mapping[VaultPath, frozenset[NotePath]]:
    """`Wiki.naming_parts` with the *fresh* notes, whose links mean what is *resolved*."""
    naming = {**wiki.naming_parts}
    for path, note in fresh.items():
        before, after = parts_named(wiki.notes[path], wiki.resolved[path]), parts_named(note, resolved[path])
        naming |= {target: naming[target] - {path} for target in before - after}
        naming |= {target: naming.get(target, frozenset()) | {path} for target in after - before}
    return naming
