"""Pages of the whole wiki that a site gets if it has none: the home page, the list of all notes, and those of the
graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from trellis.graph_view import graph_view
from trellis.history import Growth, NoGrowth, read_growth
from trellis.mkdocs.files import has_home, nav_titles
from trellis.mkdocs.page import CurrentWiki, ListContext, ListPage
from trellis.model import NotePath, Url
from trellis.names import stem
from trellis.numbers_view import growth_view, numbers_view
from trellis.own_pages import GRAPH_PAGES
from trellis.path_view import PathView, path_place, role_paths
from trellis.sources_view import PLACE as SOURCES
from trellis.sources_view import has_sources, sources_view
from trellis.tag_view import TagView, counted_tags
from trellis.tagged import tag_place
from trellis.topic_view import FOLDER as TOPICS
from trellis.topic_view import TopicView, all_topics, topic_title
from trellis.view import all_notes, most_linked
from trellis.wanted import wanted_notes
from trellis.wiki import Wiki

HOME = "index.md"
_ALL_NOTES = "all-notes.md"


@dataclass(frozen=True, slots=True)
class WikiList:
    """A page of the whole wiki."""

    path: str
    title: str
    template: str
    shows: ListContext


def lists_lacking(files: Files, config: MkDocsConfig) -> Iterator[WikiList]:
    """The lists that the site of *files* lacks, of those that any site has."""
    if not has_home(files):
        yield WikiList(HOME, "Home", "trellis/home.html", _notes)
    if config.nav is None and _ALL_NOTES not in files.src_uris:
        yield WikiList(_ALL_NOTES, "All notes", "trellis/all_notes.html", _notes)
    for page in _of_graph(config):
        if page.path not in files.src_uris:
            yield page


def lists_of(wiki: Wiki) -> Iterator[WikiList]:
    """The lists that come and go with what is in the wiki: one for each topic, for each role that has a path, and for
    each tag, and that of the sources."""
    for number, topic in enumerate(wiki.topics):
        shows = partial(_topic, number)
        yield WikiList(f"{TOPICS}/{topic.slug}.md", topic_title(wiki, topic), "trellis/topic.html", shows)
    for path in role_paths(wiki):
        title = f"The path to {wiki.notes[path].title}"
        yield WikiList(f"{path_place(path)}.md", title, "trellis/path.html", partial(_path, path))
    for key, name in wiki.tag_tree.names.items():
        yield WikiList(f"{tag_place(key)}.md", f"#{name}", "trellis/tag.html", partial(_tag, key))
    if has_sources(wiki):
        yield WikiList(f"{SOURCES}.md", "Sources", "trellis/sources.html", _sources)


def add_lists(files: Files, config: MkDocsConfig, wiki: CurrentWiki) -> None:
    """Adds them to *files*."""
    for page in list(lists_lacking(files, config)):
        files.append(make_page(page, config, wiki).file)
    for page in lists_of(wiki()):
        if page.path not in files.src_uris:
            files.append(make_page(page, config, wiki, passing=True).file)


def make_page(page: WikiList, config: MkDocsConfig, wiki: CurrentWiki, *, passing: bool = False) -> ListPage:
    """The page, with a file of its own. What is *passing* is not in the navigation."""
    level = InclusionLevel.NOT_IN_NAV if passing else InclusionLevel.INCLUDED
    file = File.generated(config, page.path, content="", inclusion=level)
    given = None if passing else dict(nav_titles(config.nav)).get(page.path)
    return ListPage(file, config, page.title, page.template, wiki, page.shows, given=given, passing=passing)


def _of_graph(config: MkDocsConfig) -> Iterator[WikiList]:
    shows: dict[str, ListContext] = {
        "index": _graph,
        "connect": _graph,
        "numbers": partial(_numbers, cache(partial(read_growth, Path(config.docs_dir)))),
        "tags": _tags,
        "topics": _topics,
        "wanted": partial(_wanted, _edit_address(config)),
    }
    for path, title in GRAPH_PAGES.items():
        name = stem(path)
        template = {"index": "graph", "tags": "all_tags"}.get(name, name)
        yield WikiList(path, title, f"trellis/{template}.html", shows[name])


def _edit_address(config: MkDocsConfig) -> str | None:
    """Where a note is edited, with `{path}` for its path; None if the configuration does not say."""
    given = str(config.edit_uri_template or "").replace("{path!q}", "{path}")
    if not given and config.edit_uri:
        given = f"{config.edit_uri}{{path}}"
    return urljoin(f"{(config.repo_url or '').rstrip('/')}/", given) if "{path}" in given else None


def _notes(wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"wiki": wiki, "letters": all_notes(wiki, start), "most_linked": most_linked(wiki, start)}


def _graph(wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"graph": graph_view(wiki, start)}


def _numbers(growth: Callable[[], Growth | NoGrowth], wiki: Wiki, start: Url) -> Mapping[str, object]:
    return {"numbers": numbers_view(wiki, start), "growth": growth_view(growth())}


def _topics(wiki: Wiki, start: Url) -> Mapping[str, object]:
    in_none = len(wiki.notes) - sum(len(topic.notes) for topic in wiki.topics)
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
