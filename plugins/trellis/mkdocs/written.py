"""Files of a site are written: tens of thousands, most of them into folders that are there already."""

from __future__ import annotations

from pathlib import Path


def write_file(data: bytes, place: str) -> None:
    """Writes *data* to the file at *place*, in a folder that may have to be made. MkDocs' own function asks for the
    folder each time, which takes as long as the writing."""
    file = Path(place)
    try:
        file.write_bytes(data)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
