"""Sanitised HTML cut at our signs: fragments with open slots, and the widgets that were held back put in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trellis import sanitise
from trellis.model import Body, Slot

_SLOT = re.compile(
    f"{sanitise.OPEN}(\\d+){sanitise.CLOSE}"  # a widget held back
    f'|<a(?: [a-z]+="[^"]*")*? href="{sanitise.SIGN}(\\d+)"[^>]*>'  # a link of ours, up to …
    "|(</a>)"
    f'|src="{sanitise.SIGN}(\\d+)"'  # an image in raw HTML
)


def cut(html: str, held: list[Body]) -> Body:
    """*html* cut at our signs, with the widgets put back and links opened as slots."""
    fragments: list[str | Slot] = []
    link: int | None = None
    at = opened_at = 0
    for match in _SLOT.finditer(html):
        widget, opened, closed, image = match.groups()
        if closed and link is None:
            continue
        fragments.append(html[at : match.start()])
        at = match.end()
        if widget:
            fragments.extend(held[int(widget)] if int(widget) < len(held) else ())
        elif opened:
            link = int(opened)
            fragments.append(Slot("open", link))
            opened_at = len(fragments)
        elif closed and link is not None:
            if not any(fragments[opened_at:]):
                fragments.append(Slot("label", link))  # a link without words could not be seen
            fragments.append(Slot("close", link))
            link = None
        elif image:
            fragments.append(Slot("url", int(image)))
    fragments.append(html[at:])
    return tuple(_joined(fragments))


def _joined(fragments: list[str | Slot]) -> Iterator[str | Slot]:
    """*fragments* with neighbouring text in one piece and nothing empty."""
    text: list[str] = []
    for fragment in fragments:
        if isinstance(fragment, str):
            text.append(fragment)
            continue
        if joined := "".join(text):
            yield joined
        text.clear()
        yield fragment
    if joined := "".join(text):
        yield joined
