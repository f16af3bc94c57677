"""What the package ships for readers, and of it what a site needs."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from pathlib import Path
from typing import Any

from trellis.model import Need, Note

_FOLDER = Path(__file__).parent.parent / "assets"
_WHERE = "assets/trellis"

# Half a megabyte of font and four of Mermaid are no use to a site without formulas and diagrams.
_ONLY_FOR: dict[Need, str] = {
    "diagrams": "built/mermaid",
    "formulas": "built/formulas.js",
    "math font": "built/stix",
}


_OURS = ("css/", "built/cards/")
"""What is used here: sources of style sheets, and the font of social cards."""


_WORKER = f"{_WHERE}/built/iframe-worker.js"


def use_own_worker(extra: MutableMapping[str, Any]) -> None:
    """Has *extra* settings name our copy of the script by which pages opened from a disk can be searched, instead of
    one on another host."""
    scripts = list(extra.get("polyfills") or [])
    extra["polyfills"] = [_WORKER, *(script for script in scripts if "unpkg.com/iframe-worker" not in str(script))]


def all_assets() -> dict[str, Path]:
    """Every file for readers, by its place on a site."""
    files = (file for file in sorted(_FOLDER.rglob("*")) if file.is_file() and not file.name.startswith("."))
    inside = {file.relative_to(_FOLDER).as_posix(): file for file in files}
    return {f"{_WHERE}/{_place(name)}": file for name, file in inside.items() if not name.startswith(_OURS)}


def _place(name: str) -> str:
    """Built style sheets lie on the site where the others do.

    >>> _place("built/trellis.css"), _place("built/ticks.js")
    ('trellis.css', 'built/ticks.js')
    """
    return name.removeprefix("built/") if name.endswith(".css") else name


def assets_for(notes: Iterable[Note]) -> dict[str, Path]:
    """The files that a site of *notes* needs, by their places."""
    needed = {need for note in notes for need in note.needs}
    unneeded = tuple(f"{_WHERE}/{start}" for need, start in _ONLY_FOR.items() if need not in needed)
    return {place: file for place, file in all_assets().items() if not place.startswith(unneeded)}
