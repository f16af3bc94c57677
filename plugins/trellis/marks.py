"""What others show of a note, as digests that are made when it is compiled: a build of 20,000 notes compares them all,
and to make them anew would take a second and a half. What only its own page shows is not among it."""

from __future__ import annotations

import hashlib

from trellis.model import Note, pack

_SIZE = 16


def marks_of(note: Note) -> bytes:
    """The four digests of *note*, one behind the other."""
    said = [(link.kind, link.excerpt, link.label, link.written) for link in note.links]
    moments = [(moment.film, moment.seconds) for moment in note.films]
    told = (note.title, note.properties, note.tags, note.lead, moments)
    placed = ([(link.line, link.column) for link in note.links], note.tag_places)
    return b"".join(map(_digest, (said, told, note.films, placed)))


def said(note: Note) -> bytes:
    """A digest of the links of *note* with the sentences they stand in, as written."""
    return note.marks[:_SIZE]


def told(note: Note) -> bytes:
    """A digest of what *note* tells of itself: its title, properties, tags, first sentence, and moments of films."""
    return note.marks[_SIZE : 2 * _SIZE]


def cited(note: Note) -> bytes:
    """A digest of the moments of films in *note*, with the sentences they are the sources of."""
    return note.marks[2 * _SIZE : 3 * _SIZE]


def placed(note: Note) -> bytes:
    """A digest of where the links and tags of *note* stand."""
    return note.marks[3 * _SIZE :]


def _digest(value: object) -> bytes:
    return hashlib.blake2b(pack(value), digest_size=_SIZE).digest()
