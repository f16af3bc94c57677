"""Pages of the whole wiki that a site gets if it has none: the home page, the list of all notes, and those of the
graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from urllib.parse import urljoin

import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from trellis.changes import Changes, read_changes
from trellis.database import cache_file
from trellis.graph_view import graph_view
from trellis.history import Growth, NoGrowth, read_growth
from trellis.home_view import HomeView
from trellis.mkdocs.files import has_home, nav_paths, nav_titles
from trellis.mkdocs.page import CurrentWiki, ListContext, ListPage
from trellis.mkdocs.reports import log
from trellis.model import NotePath, Url
from trellis.names import stem
from trellis.numbers_view import growth_view, numbers_view
from trellis.own_pages import ALL_NOTES, GRAPH_PAGES, tag_place
from trellis.path_view import PathView, path_place, role_paths
from trellis.random_view import random_notes
from trellis.recent_view import MOST_AT_HOME, recent_notes, recent_view
from trellis.results import Results
from trellis.shelf_view import ListView, ShelfView, list_of_all, note_list, split_lists
from trellis.sources_view import PLACE as SOURCES
from trellis.sources_view import has_sources, sources_view
from trellis.tag_view import TagView, counted_tags
from trellis.topic_view import FOLDER as TOPICS
from trellis.topic_view import TopicView, all_topics, topic_title
from trellis.wanted import wanted_notes
from trellis.wiki import Wiki
from trellis.words import Words

HOME = "index.md"


class WikiList(msgspec.Struct, frozen=True):
    """A page of the whole wiki."""

    path: str
    title: str
    template: str
    shows: ListContext
    beside: Callable[[], object] = str
    """What it shows beside the wiki."""


def lists_lacking(files: Files, config: MkDocsConfig, words: Words) -> Iterator[WikiList]:
    """The lists that the site of *files* lacks, of those that any site has, titled in these *words*."""
    history = cache(partial(read_changes, Path(config.docs_dir), results_of(config)))
    if not has_home(files):
        yield WikiList(HOME, words("pages.home"), "trellis/home.html", partial(_home, history), history)
    if ALL_NOTES not in files.src_uris:
        yield WikiList(ALL_NOTES, words("pages.all_notes"), "trellis/all_notes.html", _all_notes)
    for page in _of_graph(config, words, history):
        if page.path not in files.src_uris:
            yield page


def lists_of(wiki: Wiki) -> Iterator[WikiList]:
    """The lists that come and go with what is in the wiki: one for each topic, for each role that has a path, for each
    tag, that of the sources, and one for each shelf if there are very many notes."""
    for number, topic in enumerate(wiki.topics):
        shows = partial(_topic, number)
        yield WikiList(f"{TOPICS}/{topic.slug}.md", topic_title(wiki, topic), "trellis/topic.html", shows)
    for path in role_paths(wiki):
        title = wiki.words("path.title", title=wiki.notes[path].title)
        yield WikiList(f"{path_place(path)}.md", title, "trellis/path.html", partial(_path, path))
    for key, name in wiki.tag_tree.names.items():
        yield WikiList(f"{tag_place(key)}.md", f"#{name}", "trellis/tag.html", partial(_tag, key))
    for notes in split_lists(wiki):
        for number, (place, title) in enumerate(notes.places()):
            yield WikiList(f"{place}.md", title, "trellis/shelf.html", partial(_shelf, notes.tag, number))
    if has_sources(wiki):
        yield WikiList(f"{SOURCES}.md", wiki.words("pages.sources"), "trellis/sources.html", _sources)


def add_lists(files: Files, config: MkDocsConfig, wiki: CurrentWiki) -> None:
    """Adds them to *files*."""
    for page in list(lists_lacking(files, config, wiki().words)):
        files.append(make_page(page, config, wiki).file)
    for page in lists_of(wiki()):
        if page.path not in files.src_uris:
            files.append(make_page(page, config, wiki, passing=True).file)


def make_page(page: WikiList, config: MkDocsConfig, wiki: CurrentWiki, *, passing: bool = False) -> ListPage:
    """The page, with a file of its own. What is *passing* is not in the navigation, and the rest need not be: the list
    of all notes would be a second one beside their tree."""
    is_named = page.path in nav_paths(config.nav) if config.nav is not None else page.path != ALL_NOTES
    is_left_out = passing or not is_named
    level = InclusionLevel.NOT_IN_NAV if is_left_out else InclusionLevel.INCLUDED
    file = File.generated(config, page.path, content="", inclusion=level)
    given = None if passing else dict(nav_titles(config.nav)).get(page.path)
    return ListPage(
        file, config, page.title, page.template, wiki, page.shows, given=given, passing=passing, beside=page.beside
    )


def results_of(config: MkDocsConfig) -> Results:
    """Where what takes long to work out is kept for the vault of the site."""
    return Results(cache_file(Path(config.docs_dir)), log.warning)


def _of_graph(config: MkDocsConfig, words: Words, history: Callable[[], Changes]) -> Iterator[WikiList]:
    shows: dict[str, ListContext] = {
        "index": _graph,
        "connect": _graph,
        "numbers": partial(_numbers, cache(partial(read_growth, Path(config.docs_dir)))),
        "random-note": _random,
        "recent-changes": partial(_recent, history),
        "tags": _tags,
        "topics": _topics,
        "wanted": partial(_wanted, _edit_address(config)),
    }
    for path, key in GRAPH_PAGES.items():
        name = stem(path)
        template = {"index": "graph", "tags": "all_tags"}.get(name, name).replace("-", "_")
        beside = {"recent-changes": history}.get(name, str)
        yield WikiList(path, words(key), f"trellis/{template}.html", shows[name], beside)


def _edit_address(config: MkDocsConfig) -> str | None:
    """Where a note is edited, with `{path}` for its path; None if the configuration does not say."""
    given = str(config.edit_uri_template or "").replace("{path!q}", "{path}")
    if not given and config.edit_uri:
        given = f"{config.edit_uri}{{path}}"
    return urljoin(f"{(config.repo_url or '').rstrip('/')}/", given) if "{path}" in given else None


def _home(history: Callable[[], Changes], wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"home": HomeView(wiki, start), "recent": recent_notes(wiki, history(), start, MOST_AT_HOME)}


def _all_notes(wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"list": ListView(list_of_all(wiki), start)}


def _shelf(tag: str | None, number: int, wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"shelf": ShelfView(note_list(wiki, tag), number, start)}


def _recent(history: Callable[[], Changes], wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"recent": recent_view(wiki, history(), start)}


def _random(wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"picked": random_notes(wiki, start)}


def _graph(wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"graph": graph_view(wiki, start)}


def _numbers(growth: Callable[[], Growth | NoGrowth], wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"numbers": numbers_view(wiki, start), "growth": growth_view(growth(), wiki.words)}


def _topics(wiki: Wiki, start: Url) -> Mapping[str, object]:
    in_none = len(wiki.listed) - sum(len(topic.notes) for topic in wiki.topics)
    return {"topics": all_topics(wiki, start), "in_none": in_none}


def _topic(number: int, wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"topic": TopicView(wiki, number, start)}


def _tags(wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"tags": counted_tags(wiki, wiki.tag_tree.names, start)}


def _tag(key: str, wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"tag": TagView(wiki, key, start)}


def _sources(wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"sources": sources_view(wiki, start)}


def _path(note: NotePath, wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"path": PathView(wiki, note, start)}


def _wanted(edit: str | None, wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"wanted": wanted_notes(wiki, start, edit), "all": len(wiki.graph.ghosts)}
