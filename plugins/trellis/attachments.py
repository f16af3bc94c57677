"""Which attachments are published: those that a published note shows or links to, and what these show in turn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from trellis.model import NotePath, VaultPath
from trellis.resolve import Resolution, Unresolved
from trellis.scanned import Canvas


def used_attachments(
    attachments: Iterable[VaultPath],
    canvases: Mapping[VaultPath, Canvas],
    resolved: Mapping[NotePath, Sequence[Resolution]],
    named: Collection[str] = (),
) -> tuple[VaultPath, ...]:
    """Those of *attachments*, in their order, that *resolved* links of published notes lead to, that are *named* by
    the site itself, or that a canvas among them shows."""
    every = {*attachments}
    used = every.intersection(named)
    if every:
        used |= every & {
            found.path for links in resolved.values() for found in links if not isinstance(found, Unresolved)
        }
    waiting = [path for path in used if path in canvases]
    while waiting:
        shown = {VaultPath(card.words) for card in canvases[waiting.pop()].cards if card.kind == "file"}
        new = (shown & every) - used
        used |= new
        waiting += [path for path in new if path in canvases]
    return tuple(path for path in attachments if path in used)


def led_to(resolutions: Iterable[Resolution]) -> set[VaultPath]:
    """The files that are no notes among those that links lead to."""
    found = (resolution.path for resolution in resolutions if not isinstance(resolution, Unresolved))
    return {path for path in found if not path.endswith(".md")}
