"""The social cards of a site: those that a build makes, and the one that somebody asks a preview for."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import write_file

from trellis.card_drawing import Card, draw_card
from trellis.card_store import CardStore, digest_of
from trellis.cards import SITE_CARD, card_of_note, card_of_site, card_place, page_of_card
from trellis.database import cards_folder
from trellis.mkdocs.page import NotePage
from trellis.mkdocs.preview import Preview
from trellis.mkdocs.settings import draws_cards
from trellis.mkdocs.unchanged import Unchanged
from trellis.wiki import Wiki


class CardFiles:
    """The cards of one build."""

    def __init__(self, config: MkDocsConfig, unchanged: Unchanged) -> None:
        self._config, self._unchanged = config, unchanged
        self._draws = draws_cards(config)
        self._wanted: dict[str, Card] = {}

    def want(self, page: NotePage) -> None:
        """Notes what the card of *page* shows, unless it is there already."""
        if self._draws and (place := card_place(page.wiki(), page.path)):
            self._want(place, card_of_note(page.view))

    def write(self, wiki: Wiki) -> None:
        """Draws and writes what is wanted, and the card of the site."""
        if not self._draws:
            return
        self._want(SITE_CARD, card_of_site(wiki))
        store = CardStore(cards_folder(Path(self._config.docs_dir)))
        for place, picture in store.pictures(self._wanted):
            write_file(picture, str(Path(self._config.site_dir, place)))

    def _want(self, place: str, card: Card) -> None:
        of = self._unchanged.files(digest_of(card))
        if not self._unchanged.keep(place, of):
            self._wanted[place] = card
            self._unchanged.make(place, of)


def card_file(preview: Preview, url: str) -> bytes | None:
    """The card at *url* as the wiki of *preview* is now; None if there is none."""
    if not draws_cards(preview.pages.config):
        return None
    if url == SITE_CARD:
        return draw_card(card_of_site(preview.wiki))
    asked = page_of_card(url)
    page = preview.page(asked) if asked is not None else None
    if not isinstance(page, NotePage) or card_place(preview.wiki, page.path) != url:
        return None
    return draw_card(card_of_note(page.view))
