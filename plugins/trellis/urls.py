"""Where each file of the vault goes on the site: one table, made before anything is written, without collisions."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

from trellis.model import NotePath, Url, VaultPath
from trellis.names import caselessly, exactly, folder, stem

_MADE_BY_MKDOCS = ("404.html", "sitemap.xml", "sitemap.xml.gz", "search/search_index.json")


@dataclass(frozen=True)
class SiteMap:
    """Where every note and attachment is published."""

    files: Mapping[VaultPath, str]
    """Path of the written file from the site root, `people/Newton/index.html`."""
    moved: Mapping[VaultPath, VaultPath | str]
    """Notes whose usual place was taken, with what took it."""
    directory_urls: bool = True
    taken: Mapping[str, VaultPath | str] = field(default_factory=dict, repr=False)
    """What is where on the site, for `Places`."""

    def url(self, path: VaultPath) -> Url:
        """The address of *path* from the site root, percent-encoded. Raises KeyError for an unknown path."""
        return self._urls[path]

    @cached_property
    def _urls(self) -> dict[VaultPath, Url]:
        return {path: self._url(file) for path, file in self.files.items()}

    def _url(self, file: str) -> Url:
        parent, name = posixpath.split(file)
        if self.directory_urls and name == "index.html":
            file = f"{parent}/" if parent else ""
        return Url(quote(file))

    def page_href(self, name: str, start: Url) -> str:
        """The address of a page of ours, *name* from the root without its end, as a link in the page at *start*."""
        if name not in self._page_urls:
            file = f"{name}/index.html" if self.directory_urls else f"{name}.html"
            self._page_urls[name] = self._url(file)
        return relative_url(self._page_urls[name], start)

    @cached_property
    def _page_urls(self) -> dict[str, Url]:
        """Of pages of ours that somebody has asked for: few, but from every note."""
        return {}

    def relative(self, path: VaultPath, start: Url) -> str:
        """The address of *path* as a link in the page at *start*."""
        return relative_url(self.url(path), start)


def relative_url(target: Url, start: Url) -> str:
    """*target* as a link in the page at *start*, both from the site root.

    >>> relative_url(Url("people/Hooke/"), Url("people/Newton/")), relative_url(Url(""), Url("a/b/"))
    ('../Hooke/', '../../')
    """
    first = start.find("/") + 1
    if first and not target.startswith(start[:first]):  # half a million times in 20,000 notes
        return "../" * start.count("/") + target
    from_parts = start.split("/")[:-1]
    to_parts = target.split("/")
    common = 0
    for here, there in zip(from_parts, to_parts[:-1], strict=False):
        if here != there:
            break
        common += 1
    up = "../" * (len(from_parts) - common)
    rest = "/".join(to_parts[common:]) if common else target
    # A first segment with a colon would read as a scheme; an empty link would keep the query of the page.
    return (up + rest) if up or (rest and ":" not in rest.partition("/")[0]) else f"./{rest}"


def site_map(
    notes: Iterable[NotePath],
    attachments: Iterable[VaultPath],
    *,
    directory_urls: bool,
    reserved: Iterable[str] = (),
) -> SiteMap:
    """Places for *notes* and *attachments*, both sorted; the same on file systems that ignore case.

    A note keeps its usual place unless an attachment, a file MkDocs writes or an earlier note has it; then its name
    gets a number. *reserved* are further files that something else writes.
    """
    files: dict[VaultPath, str] = {}
    moved: dict[VaultPath, VaultPath | str] = {}
    places = Places()
    for made in (*_MADE_BY_MKDOCS, *reserved):
        places.take(made, made)
    for attachment in attachments:
        files[attachment] = attachment
        places.take(attachment, attachment)
    # index.md before README.md, which would otherwise take its place when it sorts first.
    for note in sorted(notes, key=lambda path: (stem(path) == "README", path)):
        for place in _places(note, directory_urls=directory_urls):
            if (by := places.taken_by(place)) is None:
                break
            moved.setdefault(note, by)
        files[note] = place
        places.take(place, note)
    return SiteMap(files, moved, directory_urls, places.taken)


def _places(note: NotePath, *, directory_urls: bool) -> Iterator[str]:
    """The usual place of *note*, then ever other ones."""
    # One Unicode form, so that an address typed by hand is the one on the disk of the server.
    parent, name = exactly(folder(note)), exactly(stem(note))
    if name in {"index", "README"}:
        yield posixpath.join(parent, "index.html")
    number = 1
    while True:
        tried = name if number == 1 else f"{name}-{number}"
        yield (
            posixpath.join(parent, tried, "index.html") if directory_urls else posixpath.join(parent, f"{tried}.html")
        )
        number += 1


class Places:
    """Files and folders that something is written to, on a system that may ignore case."""

    def __init__(self, taken: Mapping[str, VaultPath | str] | None = None) -> None:
        self.taken = dict(taken or {})

    def take(self, place: str, by: VaultPath | str) -> None:
        """Says that the file at *place* is made *by* something."""
        key = caselessly(place)
        self.taken[key] = by
        while key := folder(key):
            self.taken.setdefault(f"{key}/", by)

    def taken_by(self, place: str) -> VaultPath | str | None:
        """What stands where *place* would be written: the same file, a folder of that name, or a file in its way."""
        key = caselessly(place)
        if by := self.taken.get(key) or self.taken.get(f"{key}/"):
            return by
        while key := folder(key):
            if by := self.taken.get(key):
                return by
        return None
