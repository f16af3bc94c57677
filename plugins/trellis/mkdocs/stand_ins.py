"""What a template is shown instead of a page while a frame is made: it may be written out, put through filters and
asked whether it is empty, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn, Protocol

from mkdocs.structure.pages import Page

SIGN = "\ue000"
"""Begins the token of a hole in what is rendered."""

Variables = Mapping[str, Any]
Read = Callable[[Variables], object]


class NotFramedError(Exception):
    """A template does something with a page that no frame can repeat."""


class Recorder(Protocol):
    """Who notes what a template does."""

    def token(self, read: Read) -> str:
        """What is written out in the place of what *read* gives."""

    def is_true(self, read: Read) -> bool:
        """Whether what *read* gives is true for the page at hand, which others in its frame must have in common."""


class Refusing:
    """Something that may be handed on, and of which nothing can be known."""

    def __getattr__(self, name: str) -> NoReturn:
        raise NotFramedError(name)


def _refuse(*_: object) -> NoReturn:
    raise NotFramedError


for _name in "eq ne lt le gt ge hash len iter contains getitem add radd mod mul call int float index str bool".split():
    setattr(Refusing, f"__{_name}__", _refuse)


class Hole(Refusing):
    """A value of the page, or what filters make of it."""

    def __init__(self, recording: Recorder, read: Read) -> None:
        self.recording, self.read = recording, read

    def __str__(self) -> str:
        return self.recording.token(self.read)

    __html__ = __str__

    def __bool__(self) -> bool:
        return self.recording.is_true(self.read)


class Toc(Refusing):
    """A table of contents, of which the first entry may be asked for."""

    def __init__(self, recording: Recorder, page: Page) -> None:
        self.recording, self.is_empty = recording, not page.toc

    def __bool__(self) -> bool:
        return not self.is_empty

    def __iter__(self) -> Iterator[object]:
        if not self.is_empty:
            yield First(self.recording)
            raise NotFramedError


class First(Refusing):
    """The first entry of a table of contents."""

    def __init__(self, recording: Recorder) -> None:
        self.url = Hole(recording, lambda v: next(iter(v["page"].toc)).url)
        self.title = Hole(recording, lambda v: next(iter(v["page"].toc)).title)


class StandIn(Page):
    """A page that tells no more than its *values*."""

    def __init__(self, values: dict[str, object]) -> None:
        object.__setattr__(self, "_values", values)

    def __getattribute__(self, name: str) -> Any:
        values = object.__getattribute__(self, "_values")
        if name in values:
            return values[name]
        if name.startswith("__"):
            return object.__getattribute__(self, name)
        raise NotFramedError(name)


def tells(value: object) -> bool:
    """Whether *value* is of the page for which a frame is made."""
    if isinstance(value, str):
        return SIGN in value
    if isinstance(value, (list, tuple)):
        return any(map(tells, value))
    return isinstance(value, (Refusing, StandIn))
