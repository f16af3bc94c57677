"""Files about the whole wiki for programs, and pages at former addresses. Each is made only when what it shows is
another than before, or when somebody asks the preview for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

import msgspec
from mkdocs.config.defaults import MkDocsConfig

from trellis.feeds import Feed, Publication, atom, dates_of, feeds_of, rss
from trellis.fingerprints import Fingerprints
from trellis.llms import FULL, PLACE, llms_full_txt, llms_txt
from trellis.mkdocs.settings import plainly
from trellis.mkdocs.unchanged import Unchanged
from trellis.mkdocs.written import write_file
from trellis.model import NotePath
from trellis.redirects import redirect_page, redirects_of
from trellis.wiki import Wiki

_encode = msgspec.msgpack.Encoder().encode


class MachineFile(msgspec.Struct, frozen=True):
    """A file at its place on the site."""

    place: str
    shown: Callable[[Fingerprints], object]
    """What it shows, as a value that is another whenever the file is."""
    make: Callable[[], str | bytes]


class Histories(msgspec.Struct, frozen=True):
    """What is known of notes beside their texts: moments of their last commits, and former paths."""

    dates: Mapping[NotePath, str]
    moved: Mapping[str, NotePath]


def machine_files(
    wiki: Wiki, config: MkDocsConfig, histories: Histories, copy: Callable[[NotePath], bytes]
) -> Iterator[MachineFile]:
    """The files of the site of *wiki*; *copy* gives the Markdown copy of a note."""
    site = _publication(config)
    yield MachineFile(PLACE, lambda marks: (marks.of_all, site), partial(llms_txt, wiki, site))
    yield MachineFile(FULL, lambda marks: (marks.of_texts, site), partial(llms_full_txt, wiki, site, copy))
    if site.address:
        dates = dates_of(wiki, histories.dates)
        for feed in feeds_of(wiki, dates, site.title):
            shown = partial(_of_feed, feed, site)
            for place, write in zip(feed.places, (atom, rss), strict=True):
                yield MachineFile(place, shown, partial(write, wiki, feed, site))


def redirect_files(wiki: Wiki, config: MkDocsConfig, histories: Histories) -> Iterator[MachineFile]:
    """The pages at former addresses."""
    site = _publication(config)
    for place, path in redirects_of(wiki, histories.moved).pages.items():
        told = (place, wiki.site.url(path), wiki.notes[path].title, site.address)
        yield MachineFile(place, partial(_as_told, told), partial(redirect_page, wiki, place, path, site.address))


def _of_feed(feed: Feed, site: Publication, marks: Fingerprints) -> object:
    return feed.title, feed.page, site, [(date, marks.of_text(path)) for path, date in feed.notes]


def _as_told(told: object, _: Fingerprints) -> object:
    return told


def _publication(config: MkDocsConfig) -> Publication:
    title = plainly(config.site_name)
    address = f"{config.site_url.rstrip('/')}/" if config.site_url else ""
    return Publication(address, title, config.site_description or "", config.site_author or title)


def write_machine_files(
    files: Iterable[MachineFile], config: MkDocsConfig, unchanged: Unchanged, marks: Fingerprints
) -> None:
    """Writes those of *files* that are not there already as they would come out."""
    for file in files:
        of = unchanged.files(_encode((file.place, file.shown(marks))))
        if unchanged.is_as_made(file.place, of):
            unchanged.note({}, [file.place])
        else:
            data = file.make()
            whole = data if isinstance(data, bytes) else data.encode("utf-8", "replace")
            write_file(whole, str(Path(config.site_dir, file.place)))
            unchanged.note({file.place: of}, [])
