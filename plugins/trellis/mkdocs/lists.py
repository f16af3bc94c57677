"""Pages that a site gets if it has none: the home page, and the list of all notes."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from trellis.mkdocs.files import has_home
from trellis.mkdocs.page import CurrentWiki, ListPage

HOME = "index.md"
_ALL_NOTES = "all-notes.md"


def lists_lacking(files: Files, config: MkDocsConfig) -> Iterator[tuple[str, str, str]]:
    """Path, title and template of each list that the site of *files* lacks."""
    if not has_home(files):
        yield HOME, "Home", "trellis/home.html"
    if config.nav is None and _ALL_NOTES not in files.src_uris:
        yield _ALL_NOTES, "All notes", "trellis/all_notes.html"


def add_lists(files: Files, config: MkDocsConfig, wiki: CurrentWiki) -> None:
    """Adds them to *files*."""
    for path, title, template in list(lists_lacking(files, config)):
        file = File.generated(config, path, content="", inclusion=InclusionLevel.INCLUDED)
        files.append(file)
        ListPage(file, config, title, template, wiki)
