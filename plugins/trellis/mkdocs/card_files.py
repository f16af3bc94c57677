"""The social cards of a site: those that a build makes, and the one that somebody asks a preview for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from trellis.card_drawing import Card, draw_card
from trellis.card_store import CardStore, digest_of
from trellis.cards import SITE_CARD, card_of_note, card_of_site, card_place, page_of_card
from trellis.database import cards_folder
from trellis.mkdocs.page import NotePage
from trellis.mkdocs.preview import Preview
from trellis.mkdocs.settings import draws_cards
from trellis.mkdocs.unchanged import Unchanged
from trellis.mkdocs.written import write_file
from trellis.wiki import Wiki


class CardFiles:
    """The cards of one build."""

    def __init__(self, config: MkDocsConfig, unchanged: Unchanged) -> None:
        self._config, self._unchanged = config, unchanged
        self._draws = draws_cards(config)

    def of_note(self, page: NotePage) -> tuple[str, Card] | None:
        """The place of the card of *page*, and what it shows; None if it has none of its own."""
        place = self.place(page)
        return (place, card_of_note(page.view)) if place else None

    def place(self, page: NotePage) -> str | None:
        """The place of the card of *page*; None if it has none of its own."""
        return card_place(page.wiki(), page.path) if self._draws else None

    def of_site(self, wiki: Wiki) -> tuple[str, Card] | None:
        """The same of the card of the whole site."""
        return (SITE_CARD, card_of_site(wiki)) if self._draws else None

    def made_of(self, card: Card) -> bytes:
        """A digest of what *card* shows."""
        return self._unchanged.files(digest_of(card))

    def write(self, cards: Mapping[str, Card]) -> None:
        """Draws *cards* and writes them into their places."""
        store = CardStore(cards_folder(Path(self._config.docs_dir)))
        for place, picture in store.pictures(cards):
            write_file(picture, str(Path(self._config.site_dir, place)))


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
