"""The fragments of a search index, one for each page, with its words: those of pages that are as they were are put
into the next index beforehand. Pagefind makes no file that is there already, and half of its work is to pack them.

A fragment is named by the beginning of a digest of what is in it, as long as it takes to be the only one of its index.
So a name may be that of another fragment in the next index. Then the page that had the name gets another fragment,
though it has one: by that it is seen.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

FOLDER = "fragment"
"""Where they are in an index."""

_BEGINNING = re.compile(rb'pagefind_dcd\{"url":("(?:[^"\\]|\\.)*")')
_LONGEST = 32_768
"""Bytes in which an address has ended: no system has longer paths."""

_LONGEST_NAME = 255
"""Bytes in the name of a file, on all systems."""


def file_for(place: str, *, keep_index: bool) -> str:
    """The name of the file that Pagefind is given of the page at *place*, which it makes an address of. All lie in one
    folder: to make twenty thousand folders and remove them again takes six seconds. Percent-decoded and without a last
    `.html` behind a slash (`search_finder.js` does that), it is the address of the page; where it would be too long for
    a file name, it lies in folders after all.

    >>> file_for("people/100% Boyle/index.html", keep_index=False)
    'people%2F100%25 Boyle%2F.html'
    >>> file_for("people/Boyle.html", keep_index=True)
    'people%2FBoyle.html'
    """
    escaped = place.replace("%", "%25")
    short = (
        escaped if keep_index or not escaped.endswith("/index.html") else escaped.removesuffix("index.html") + ".html"
    )
    flat = short.replace("/", "%2F")
    return flat if len(os.fsencode(flat)) <= _LONGEST_NAME else escaped


def lay(known: Mapping[str, str], index: Path) -> dict[str, str]:
    """Puts the *known* fragments of pages, which are named by their paths, into the folder of an *index*; returns where
    they are, of those that could be put there. A preview keeps these, so they are no `Path`s, which take five times the
    memory."""
    laid: dict[str, str] = {}
    folder = index / FOLDER
    if known:
        folder.mkdir(parents=True, exist_ok=True)
    for page, file in known.items():
        place = f"{folder}{os.sep}{os.path.basename(file)}"  # noqa: PTH119
        with suppress(OSError):
            os.link(file, place)
            laid[page] = place
    return laid


def made(index: Path, laid: Iterable[str], pages: Mapping[str, str], *, keep_index: bool) -> dict[str, str]:
    """The fragments that the *index* has beside those *laid*, by page; one that cannot be read is left out. *pages* are
    those of the index, by the files that Pagefind was given of them; *keep_index* is as it was given."""
    addresses = {_address(file, keep_index=keep_index): page for file, page in pages.items()}
    before = set(laid)
    found: dict[str, str] = {}
    folder = index / FOLDER
    for name in os.listdir(folder) if folder.is_dir() else ():  # noqa: PTH208  # 20,000 paths
        fragment = f"{folder}{os.sep}{name}"
        if fragment not in before and (page := addresses.get(_address_in(fragment) or "")) is not None:
            found[page] = fragment
    return found


def _address(file: str, *, keep_index: bool) -> str:
    """As Pagefind makes it of the path of a *file*."""
    folder, slash, name = file.rpartition("/")
    return f"/{folder}{slash}" if name == "index.html" and not keep_index else f"/{file}"


def _address_in(fragment: str) -> str | None:
    try:
        begins = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(Path(fragment).read_bytes(), _LONGEST)
        found = _BEGINNING.match(begins)
        return str(json.loads(found[1])) if found else None
    except (OSError, zlib.error, ValueError):
        return None
