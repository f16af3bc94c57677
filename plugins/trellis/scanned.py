"""What scanning a folder yields, as values: texts before parsing, notes that are known already, canvases, and the vault
that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from trellis.model import Finding, Note, NotePath, VaultPath

Stamp = tuple[int, int, int]
"""What tells one state of a file from another: its size, and nanoseconds of both its dates."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a note before parsing."""

    path: NotePath
    text: str
    findings: tuple[Finding, ...] = ()
    stamp: Stamp | None = field(default=None, compare=False)
    """Of the file; None if it may change without another."""


@dataclass(frozen=True, slots=True)
class Known:
    """A note whose file is as it was when an earlier build read it, so that nobody has to read it again."""

    path: NotePath
    digest: bytes
    """Of all that the note was compiled from."""
    note: Note = field(compare=False)
    stamp: Stamp | None = field(default=None, compare=False)


class Card(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A box on a canvas, in pixels."""

    id: str
    kind: Literal["text", "file", "link", "group"]
    words: str
    """The text, the path of the file, the address, or the label of the group."""
    x: int
    y: int
    width: int
    height: int
    color: str | None = None


Side = Literal["top", "right", "bottom", "left"]


class Arrow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A line from one card to another, by their ids."""

    begin: str
    begin_side: Side
    end: str
    end_side: Side
    heads: tuple[bool, bool] = (False, True)
    """At its beginning, and at its end."""
    label: str = ""
    color: str | None = None


class Canvas(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A canvas of Obsidian: what of JSON Canvas is drawn."""

    cards: tuple[Card, ...] = ()
    arrows: tuple[Arrow, ...] = ()


@dataclass(frozen=True, slots=True)
class Vault:
    """What scanning a folder yields, sorted by path, so that every later stage gives the same on any machine."""

    name: str
    sources: tuple[Source | Known, ...] = ()
    attachments: tuple[VaultPath, ...] = ()
    canvases: Mapping[VaultPath, Canvas] = field(default_factory=dict)
    """Those attachments that are drawn where they are embedded."""
    skipped: Mapping[VaultPath, Finding] = field(default_factory=dict)
    """Files that are left out of the site, with the reason."""
