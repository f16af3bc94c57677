"""The front matter of a note, as values."""

from __future__ import annotations

import msgspec


class Wanted(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A name that a note declares as wanted: links to it are no mistakes, though nobody has written it."""

    name: str
    reason: str
    line: int


class HouseRules(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the notes of a vault are held to; what is empty or None is left to each."""

    applies_to: tuple[str, ...] = ()
    """The types of the notes that are held to them; without any, all are."""
    words: tuple[int, int] | None = None
    """The least and the most that a note has."""
    links: tuple[int, int] | None = None
    """The least and the most notes and files that its text leads to."""
    types: tuple[str, ...] = ()
    """Those there are."""
    tags: tuple[str, ...] = ()
    """Those there are."""
    properties: tuple[str, ...] = ()
    """Those that each has."""


class Redirect(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An address that leads to a note."""

    address: str
    line: int
    is_meant: bool = True
    """Whether it is sure to be an address; an alias with a slash may be a name."""


class Properties(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The front matter that Trellis knows, each in one shape whatever YAML allowed."""

    title: str | None = None
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """Without `#`, in the author's casing."""
    type: str | None = None
    video_id: str | None = None
    description: str | None = None
    publish: bool = True
    """False for a draft, too."""
    unlisted: bool = False
    """Whether the note has its page and links lead there, but no list, drawing or search of the site shows it."""
    date: str | None = None
    """Of the note, as an ISO date, with a time or without."""
    updated: str | None = None
    """When it changed last, if its author says so."""
    redirects: tuple[Redirect, ...] = ()
    """Where it was before, or is elsewhere."""
    strict_line_breaks: bool | None = None
    """Whether the lines of a paragraph are joined; None leaves it to the site."""
    wanted: tuple[Wanted, ...] = ()
    house_rules: HouseRules | None = None
    image: str | None = None
    """The name of the attachment that stands for the note where it is linked from elsewhere."""
    lang: str | None = None
    """The language it is written in, as a tag such as `ar` or `pt-BR`."""
    dir: str | None = None
    """The direction it is written in, `ltr` or `rtl`; None leaves it to its letters."""
