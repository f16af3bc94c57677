"""Relink: a wiki and its vault after an edit → the wiki that linking everything anew would give, in far less time.

Most edits change the text of a note and none of the names that links go by. Then every link still means the same
file, but for those of the note itself, and for those that name a part of it. Any other change links everything anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from trellis.model import Note, NotePath, Vault
from trellis.resolve import Resolution, Unresolved
from trellis.wiki import Wiki, left_out, link_wiki


def relink(wiki: Wiki, vault: Vault, notes: Mapping[NotePath, Note], reserved: Iterable[str] = ()) -> Wiki:
    """The wiki of *vault*, whose compiled *notes* include those that are not published; *wiki* is as it was before.

    Notes that did not change are the same objects as before. *reserved* are files that something else writes.
    """
    published = {path: note for path, note in notes.items() if note.properties.publish}
    changed = [path for path, note in published.items() if wiki.notes.get(path) is not note]
    if not _same_names(wiki, vault, published, changed) or wiki.skipped != left_out(vault, notes):
        return link_wiki(vault, notes, wiki.options, wiki.pages, reserved)
    index = wiki.index.of(published)
    resolved: dict[NotePath, Sequence[Resolution]] = {**wiki.resolved}
    for path in {*changed, *_naming_parts(wiki, {path for path in changed if _parts_differ(wiki, published[path])})}:
        resolved[path] = tuple(index.resolve(link, path) for link in published[path].links)
    return replace(
        wiki,
        notes=published,
        canvases=vault.canvases,
        index=index,
        resolved=resolved,
        graph=wiki.graph.renewed(published, resolved, changed),
    )


def _same_names(wiki: Wiki, vault: Vault, notes: Mapping[NotePath, Note], changed: Iterable[NotePath]) -> bool:
    """Whether every link means the same file as before."""
    return (
        wiki.notes.keys() == notes.keys()
        and wiki.attachments == vault.attachments
        and all(_names(wiki.notes[path]) == _names(notes[path]) for path in changed)
    )


def _names(note: Note) -> tuple[str, ...]:
    return (note.title, *note.properties.aliases)


def _parts_differ(wiki: Wiki, note: Note) -> bool:
    before = wiki.notes[note.path]
    return (before.headings, before.blocks) != (note.headings, note.blocks)


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
