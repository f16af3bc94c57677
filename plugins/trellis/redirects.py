"""Addresses at which a note was before, or is elsewhere: each becomes a small page that leads to the note, wherever no
other file of the site is."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping
from urllib.parse import quote, unquote

import msgspec
from markupsafe import Markup, escape

from trellis.diagnostics import Diagnostic
from trellis.model import NotePath, Url, VaultPath
from trellis.names import exactly
from trellis.properties import Redirect
from trellis.urls import Places, relative_url
from trellis.wiki import Wiki

_OURS = ("assets/", "graph/", "search/")
"""Folders of the site that are not the vault's to fill."""

_SYSTEM = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # names of devices on Windows
_UNFIT = frozenset('<>:"|?*\\#\ufffd')
_LONGEST_PART, _LONGEST = 200, 800  # bytes


class Redirects(msgspec.Struct, frozen=True):
    """The pages of former addresses, and what is wrong with the others."""

    pages: Mapping[str, NotePath]
    """By their files on the site, the notes they lead to."""
    findings: tuple[Diagnostic, ...]


def redirects_of(wiki: Wiki, moved: Mapping[str, NotePath] | None = None) -> Redirects:
    """What the notes of *wiki* declare, and then notes *moved*, by their former paths. The first of two with one
    address gets it."""
    findings: list[Diagnostic] = []
    pages: dict[str, NotePath] = {}
    places = Places(wiki.site.taken)
    for path, redirect in _declared(wiki):
        place = place_of(redirect.address, directory_urls=wiki.site.directory_urls)
        if place == wiki.site.files[path] or pages.get(place or "") == path:
            continue
        if place is None or place.startswith(_OURS):
            if redirect.is_meant:
                why = "is no address that a note of the site can have; write it as in old/place"
                findings.append(_finding(path, redirect, why))
        elif by := places.taken_by(place):
            findings.append(_finding(path, redirect, f"is the address of {by} already; take it out"))
        else:
            pages[place] = path
            places.take(place, path)
    for old, path in (moved or {}).items():
        place = place_of(old, directory_urls=wiki.site.directory_urls)
        if place and path in wiki.notes and not place.startswith(_OURS) and not places.taken_by(place):
            pages[place] = path
            places.take(place, path)
    return Redirects(pages, tuple(findings))


def _declared(wiki: Wiki) -> Iterator[tuple[NotePath, Redirect]]:
    for path, note in wiki.notes.items():
        for redirect in note.properties.redirects:
            yield path, redirect


def _finding(path: NotePath, redirect: Redirect, why: str) -> Diagnostic:
    message = f"{redirect.address!r} {why}, for nothing can lead from there to this note"
    return Diagnostic("redirect", path, redirect.line, 1, message)


def place_of(address: str, *, directory_urls: bool) -> str | None:
    """The file of the site that a browser gets at *address*, a former path of a note or of its page; None if it is none
    within the site that every system can have.

    >>> place_of("/old/place/", directory_urls=True), place_of("Old name.md", directory_urls=False)
    ('old/place/index.html', 'Old name.html')
    >>> place_of("old.html", directory_urls=True), place_of("../up", directory_urls=True)
    ('old.html', None)
    """
    if address.startswith("//") or len(address.encode("utf-8", "replace")) > _LONGEST:
        return None
    path = exactly(unquote(address)).removeprefix("/")
    is_folder = path.endswith("/")
    path = path.removesuffix("/").removesuffix(".md")
    if not path or not all(map(_is_fit, path.split("/"))) or any(part.endswith(".md") for part in path.split("/")):
        return None
    if path.endswith((".html", ".htm")) and not is_folder:
        return path
    if posixpath.basename(path) in {"index", "README"}:
        return f"{path.rpartition('/')[0]}/index.html".removeprefix("/")
    return f"{path}/index.html" if directory_urls or is_folder else f"{path}.html"


def _is_fit(part: str) -> bool:
    """Whether a file can have *part* for its name, on any system."""
    return (
        0 < len(part.encode("utf-8", "replace")) <= _LONGEST_PART
        and part == part.strip()
        and not part.startswith(".")
        and not part.endswith(".")
        and not _UNFIT.intersection(part)
        and not any(unicodedata.category(sign)[0] == "C" for sign in part)
        and not _SYSTEM.fullmatch(part)
    )


def redirect_page(wiki: Wiki, place: str, path: NotePath, site_url: str = "") -> str:
    """The page at *place* that leads to the note *path*; browsers follow it without a script."""
    url = wiki.site.url(VaultPath(path))
    href = escape(relative_url(url, Url(quote(place))))
    said, name = wiki.words, wiki.notes[path].title
    page = Markup('<a href="{}">{}</a>').format(href, name)
    whole = escape(site_url.rstrip("/") + "/" + url) if site_url else href
    return (
        f'<!doctype html>\n<html lang="{said.language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{said.html('redirect.title', title=name)}</title>\n"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<link rel="canonical" href="{whole}">\n'
        f'<meta name="robots" content="noindex">\n<meta http-equiv="refresh" content="0; url={href}">\n</head>\n'
        f"<body>\n<main>\n<p>{said.html('redirect.moved', page=page)}</p>\n</main>\n</body>\n</html>\n"
    )
