"""What a page is, in the words of schema.org, as JSON-LD: only what the author said, nothing guessed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urljoin

import msgspec

from trellis.markdown.videos import watch_url
from trellis.model import Link, Note, VaultPath
from trellis.resolve import Resolution, Unresolved
from trellis.view import NoteView
from trellis.wiki import Wiki

_LEARNING = frozenset({"skill", "practice", "role", "guide"})
_Thing = dict[str, object]


class SiteFacts(msgspec.Struct, frozen=True):
    """What the settings say of a site."""

    url: str
    """Ends with a slash; empty if it is not known."""
    name: str
    description: str
    language: str
    has_cards: bool = False
    """Whether social cards are drawn and named."""


def json_ld_of_site(site: SiteFacts) -> str:
    """The home page."""
    return _written([_website(site, whole=True)])


def json_ld_of_list(site: SiteFacts, title: str, url: str) -> str:
    """A page made of the whole wiki, at *url* from the root of the site."""
    page = {**_named("CollectionPage", title, site.url + url if site.url else ""), "isPartOf": _website(site)}
    return _written([page])


def json_ld_of_note(view: NoteView, site: SiteFacts, description: str, image: str) -> str:
    """The page of a note; *image* is the address of what stands for it, if anything does."""
    note = view.wiki.notes[view.path]
    thing = _thing(view.wiki, note, site)
    thing |= {"alternateName": note.properties.aliases, "description": description, "image": image}
    trail = _breadcrumbs(view, site) if site.url else {}
    return _written([thing, trail])


def _thing(wiki: Wiki, note: Note, site: SiteFacts) -> _Thing:
    kind, url = (note.properties.type or "").lower(), _address(wiki, site, note.path)
    if kind == "concept":
        terms = _named("DefinedTermSet", site.name, site.url)
        return {**_named("DefinedTerm", note.title, url), "inDefinedTermSet": terms}
    work = {
        **_named("LearningResource" if kind in _LEARNING else "Article", note.title, url),
        "inLanguage": note.properties.lang or site.language,
        "keywords": note.tags,
        "isPartOf": _website(site),
    }
    if kind in _LEARNING:
        pairs = zip(note.links, wiki.resolved[note.path], strict=True)
        work["competencyRequired"] = [_required(wiki, site, *pair) for pair in pairs if pair[0].kind == "requires"]
    elif video := note.properties.video_id:
        work["about"] = _named("VideoObject", note.title, watch_url(video))
    return work


def _required(wiki: Wiki, site: SiteFacts, link: Link, found: Resolution) -> _Thing:
    if isinstance(found, Unresolved):
        return _named("DefinedTerm", link.label or link.target, "")
    return _named("DefinedTerm", wiki.titles.get(found.path, link.target), _address(wiki, site, found.path))


def _breadcrumbs(view: NoteView, site: SiteFacts) -> _Thing:
    here = _address(view.wiki, site, view.path)
    above = [(crumb.title, urljoin(here, crumb.href)) for crumb in view.crumbs if crumb.href is not None]
    steps = [(site.name, site.url), *above, (view.wiki.notes[view.path].title, here)]
    rows = [
        {"@type": "ListItem", "position": number, "name": name, "item": url}
        for number, (name, url) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": rows}


def _website(site: SiteFacts, *, whole: bool = False) -> _Thing:
    more = {"description": site.description, "inLanguage": site.language} if whole else {}
    return {**_named("WebSite", site.name, site.url), **more}


def _named(kind: str, name: str, url: str) -> _Thing:
    return {"@type": kind, "name": name, **({"url": url} if url else {})}


def _address(wiki: Wiki, site: SiteFacts, path: VaultPath) -> str:
    return site.url + wiki.site.url(path) if site.url else ""


def _written(things: list[_Thing]) -> str:
    """*things* as text that may stand in a `<script>`."""
    full: list[Mapping[str, object]] = [{key: value for key, value in thing.items() if value} for thing in things]
    graph = {"@context": "https://schema.org", "@graph": [thing for thing in full if thing]}
    return json.dumps(graph, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
