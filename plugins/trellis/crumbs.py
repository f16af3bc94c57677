"""Where a note belongs: in its folders, else in its topic, else among the notes of its type."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from trellis.model import NotePath, Url, VaultPath
from trellis.named import Named
from trellis.names import folder, stem, title_of
from trellis.topic_view import FOLDER, topic_href, topic_title
from trellis.wiki import Wiki


def crumbs(wiki: Wiki, note: NotePath, start: Url) -> list[Named]:
    """What *note* lies in, the outermost first, as links in the page at *start*. A folder without a page of its own and
    a type lead nowhere; the home page lies in nothing."""
    folders = [*_folders(wiki, note)]
    if folders:
        return [_folder(wiki, path, page, start) for path, page in reversed(folders)]
    if wiki.site.url(note) == "":
        return []
    topic = wiki.topic_of.get(note)
    if topic and topic.notes[0] in wiki.listed:
        named = Named(topic_title(wiki, topic), topic_href(wiki, topic, start))
        return [Named(wiki.words("pages.topics"), wiki.site.page_href(FOLDER, start)), named]
    kind = wiki.notes[note].properties.type
    return [Named(title_of(f"{kind}.md"), None)] if kind else []


def _folders(wiki: Wiki, note: NotePath) -> Iterator[tuple[str, VaultPath | None]]:
    """The folders round *note* with their pages, the innermost first; not the one that it is the page of itself."""
    path = folder(note)
    while path:
        page = next((page for page in _pages(path) if page in wiki.titles), None)
        if page != note:
            yield path, page
        path = folder(path)


def _pages(path: str) -> Iterator[VaultPath]:
    """The paths that the page of the folder *path* may have."""
    for page in ("/index", "/README", "", f"/{stem(path)}"):
        yield VaultPath(f"{path}{page}.md")


def _folder(wiki: Wiki, path: str, page: VaultPath | None, start: Url) -> Named:
    if page is None:
        return Named(_name_of(path), None)
    return Named(wiki.titles[page], wiki.linker.href(page, None, start))


@lru_cache
def _name_of(path: str) -> str:
    return title_of(f"{path}.md")
