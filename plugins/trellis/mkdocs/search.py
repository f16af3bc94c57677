"""Which search a site has: Pagefind's in our own dialog, or Material's where that cannot be."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from jinja2 import Environment
from material.plugins.search.plugin import SearchPlugin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from trellis.mkdocs.material_search import MaterialSearch
from trellis.mkdocs.pagefind_search import PagefindSearch
from trellis.mkdocs.unchanged import Unchanged
from trellis.search_index import pagefind
from trellis.wiki import Wiki

log = logging.getLogger("mkdocs.plugins.trellis")

_TEMPLATES = Path(__file__).parent.parent / "templates_of_search"
_FIELD = "partials/search.html"

_LISTS = ("all-notes.md", "graph/index.md")
"""Where readers without JavaScript are led."""


class Search(Protocol):
    """What of the pages is searched."""

    def prepare(self, wiki: Wiki) -> object:
        """Works out what it needs of *wiki*; that may take a while."""

    def add(self, page: Page) -> None:
        """Adds the *page* of a note or list, which has its content."""

    def look(self, page: Page, kept: bytes | None = None) -> object:
        """What of *page* is to be `put` into the index: by another process, too. What is *kept* of it is not looked at
        again."""

    def put(self, place: str, found: object) -> None:
        """Adds the page at *place*, by what `look` gave."""

    def add_other(self, page: Page, context: object, nav: object) -> None:
        """Adds a *page* that is no note's."""

    def kept(self) -> Mapping[str, bytes]:
        """What to keep of pages for the next time, by their files."""

    def begin(self, unchanged: Unchanged) -> None:
        """Has the index made of all pages, while others do something else."""

    def finish(self, unchanged: Unchanged) -> None:
        """Waits for the index, and says for how long the build had to."""

    def abort(self) -> None:
        """Gives up what was begun."""

    def writer(self, places: Iterable[str]) -> Callable[[Path], None]:
        """What writes an index to a folder: of the pages at *places* as they are now, and of those no notes have."""


def choose(config: MkDocsConfig, *, dirty: bool) -> bool:
    """Whether the site has the search of Pagefind, whose field its pages get; says so if it has another instead."""
    if dirty or _plugin(config) is None:
        return False
    if reason := _objection(config):
        log.info("Search is Material's own: %s", reason)
        return False
    config.theme.dirs.insert(_place_of_material(config), str(_TEMPLATES))
    return True


def take_over(config: MkDocsConfig, env: Environment, files: Files, *, chosen: bool, ours: bool) -> Search | None:
    """Does from now on what Material's search plugin would; None if the site has another search, or none, or if pages
    are not *ours* to make and Pagefind is not *chosen*."""
    plugin = _plugin(config)
    if plugin is None or not (chosen or ours):
        return None
    config.plugins.events["page_context"].remove(plugin.on_page_context)
    config.plugins.events["post_build"].remove(plugin.on_post_build)
    if not chosen:
        return MaterialSearch(plugin, config)
    listed = next((found for path in _LISTS if (found := files.get_file_from_path(path))), None)
    env.globals["list_of_notes"] = listed.url if listed else "."
    return PagefindSearch(config)


def _plugin(config: MkDocsConfig) -> SearchPlugin | None:
    contexts = config.plugins.events["page_context"]
    for plugin in config.plugins.values():
        if type(plugin) is SearchPlugin and plugin.config.enabled and plugin.on_page_context in contexts:
            return plugin
    return None


def _objection(config: MkDocsConfig) -> str:
    """Why Pagefind cannot be the search of a site; empty if it can."""
    offline = config.plugins.get("material/offline")
    if offline is not None and offline.config.enabled:
        return "the plugin `offline` makes a site for opening from a disk, where browsers load no index of Pagefind"
    for folder in config.theme.dirs[: _place_of_material(config)]:
        if Path(folder, _FIELD).is_file():
            return f"the site has a {_FIELD} of its own"
    return "" if pagefind() else "there is no Pagefind that runs on this machine (package pagefind-bin)"


def _place_of_material(config: MkDocsConfig) -> int:
    """Where among the folders of templates Material's is; the author's come before it."""
    folders = [Path(folder).as_posix() for folder in config.theme.dirs]
    return next((place for place, folder in enumerate(folders) if "material/templates" in folder), len(folders))
