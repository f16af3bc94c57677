"""What the head of a page says to those who show links to it: chats, feeds and search engines."""

from __future__ import annotations

from urllib.parse import quote

import msgspec

from trellis.card_drawing import HEIGHT, WIDTH
from trellis.cards import SITE_CARD, card_place, picture_of
from trellis.json_ld import SiteFacts, json_ld_of_list, json_ld_of_note, json_ld_of_site
from trellis.model import NotePath, Url
from trellis.view import NoteView
from trellis.wiki import Wiki


class Image(msgspec.Struct, frozen=True):
    """What is shown beside a link."""

    url: str
    alt: str
    size: tuple[int, int] | None = (WIDTH, HEIGHT)
    """Width and height in pixels; None if it is not known."""


class Head(msgspec.Struct, frozen=True):
    """Words and addresses, not yet escaped. Without the address of the site there are none: they would have to be
    absolute."""

    title: str
    description: str
    url: str
    site: str
    json_ld: str
    """JSON that may stand in a `<script>` as it is."""
    is_article: bool = False
    image: Image | None = None


def head_of_note(view: NoteView, site: SiteFacts, description: str) -> Head:
    """That of the page of a note."""
    wiki, path = view.wiki, view.path
    place = wiki.site.url(path)
    if wiki.site.files[path] == "index.html":
        return head_of_home(site, place, description)
    title = wiki.notes[path].title
    image = _image(wiki, path, site)
    json_ld = json_ld_of_note(view, site, description, image.url if image else "")
    return Head(title, description, _absolute(site, place), site.name, json_ld, is_article=True, image=image)


def head_of_home(site: SiteFacts, url: Url, description: str = "") -> Head:
    """That of the home page, whatever it is made of."""
    said = description or site.description
    return Head(site.name, said, _absolute(site, url), site.name, json_ld_of_site(site), image=_site_card(site))


def head_of_list(site: SiteFacts, title: str, url: Url) -> Head:
    """That of a page made of the whole wiki."""
    address = _absolute(site, url)
    return Head(title, site.description, address, site.name, json_ld_of_list(site, title, url), image=_site_card(site))


def shown_in_head(view: NoteView) -> object:
    """What the head of a note's page shows beyond the note and its links: its picture, and whether there is a card of
    its own."""
    picture = picture_of(view.wiki, view.path)
    return picture and view.wiki.site.url(picture), card_place(view.wiki, view.path)


def _image(wiki: Wiki, path: NotePath, site: SiteFacts) -> Image | None:
    if not site.url:
        return None
    title = wiki.notes[path].title
    if picture := picture_of(wiki, path):
        return Image(site.url + wiki.site.url(picture), title, None)
    card = card_place(wiki, path)
    if not card:
        return _site_card(site)
    return Image(_absolute(site, quote(card)), title) if site.has_cards else None


def _site_card(site: SiteFacts) -> Image | None:
    return Image(_absolute(site, SITE_CARD), site.name) if site.url and site.has_cards else None


def _absolute(site: SiteFacts, place: str) -> str:
    return site.url + place if site.url else ""
