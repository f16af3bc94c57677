"""What the package ships for readers, and of it what a site needs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from trellis.model import Note

_FOLDER = Path(__file__).parent.parent / "assets"
_WHERE = "assets/trellis"

# Half a megabyte of font and four of Mermaid are no use to a site without formulas and diagrams.
_ONLY_WITH = {
    "built/mermaid": '<pre class="mermaid"',
    "built/formulas.js": ' data-tex="',
    "built/stix": "<math",
}


def all_assets() -> dict[str, Path]:
    """Every file for readers, by its place on a site."""
    files = (file for file in sorted(_FOLDER.rglob("*")) if file.is_file() and not file.name.startswith("."))
    return {f"{_WHERE}/{file.relative_to(_FOLDER).as_posix()}": file for file in files}


def assets_for(notes: Iterable[Note]) -> dict[str, Path]:
    """The files that a site of *notes* needs, by their places."""
    missing = dict(_ONLY_WITH)
    for note in notes:
        missing = {start: sign for start, sign in missing.items() if not note.has_html(sign)}
        if not missing:
            break
    unneeded = tuple(f"{_WHERE}/{start}" for start in missing)
    return {place: file for place, file in all_assets().items() if not place.startswith(unneeded)}
