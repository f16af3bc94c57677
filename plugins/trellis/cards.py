"""What the social card of a note shows, and which notes have one of their own."""

from __future__ import annotations

from itertools import zip_longest

from trellis.card_drawing import MOST_NEAR, Card
from trellis.kinds import extension
from trellis.model import Link, NotePath, VaultPath
from trellis.neighbours import Neighbour
from trellis.resolve import Unresolved
from trellis.view import NoteView
from trellis.wiki import Wiki

MOST = 2_500
"""Notes up to which each has a card of its own: half a minute once, measured on one core. Beyond, all share the site's,
for drawing twenty thousand would take longer than all the rest of a build."""

SITE_CARD = "assets/trellis/card.png"
"""Its place on the site: for the home page, lists, and notes without one."""

_FOLDER = "assets/trellis/cards/"
_SHOWN = frozenset("gif jpeg jpg png webp".split())  # what those who show cards can read


def card_of_site(wiki: Wiki) -> Card:
    return Card(wiki.name, near="obiobioobiobi")


def card_of_note(view: NoteView) -> Card:
    note = view.wiki.notes[view.path]
    left, right = (side.nearest for side in view.sides)
    # From both sides in turn, so that neither fills the card alone.
    both = [one for pair in zip_longest(left, right) for one in pair if one is not None]
    return Card(view.wiki.name, note.title, _label(note.properties.type), "".join(map(_letter, both[:MOST_NEAR])))


def card_place(wiki: Wiki, path: NotePath) -> str | None:
    """Where the card of the note *path* is on the site; None if it has none of its own."""
    file = wiki.site.files[path]
    if len(wiki.notes) > MOST or file == "index.html" or picture_of(wiki, path):
        return None
    # Beside each other as the pages are, so that they are as different, and their names no longer.
    place = f"{_FOLDER}{file.removesuffix('.html')}.png"
    return None if wiki.site.files.get(VaultPath(place)) == place else place


def page_of_card(place: str) -> str | None:
    """The address, not encoded, of the page whose card would be at *place*; None if no card is."""
    if not place.startswith(_FOLDER) or not place.endswith(".png"):
        return None
    file = f"{place.removeprefix(_FOLDER).removesuffix('.png')}.html"
    return file.removesuffix("index.html") if file.endswith("/index.html") else file


def picture_of(wiki: Wiki, path: NotePath) -> VaultPath | None:
    """The attachment that the note *path* names to stand for it; None if it names none that is published."""
    name = wiki.notes[path].properties.image
    if not name:
        return None
    found = wiki.index.resolve(Link("links", name, None, None, 1, 1, name), path)
    if isinstance(found, Unresolved) or extension(found.path) not in _SHOWN or found.path not in wiki.site.files:
        return None
    return found.path


def _letter(neighbour: Neighbour) -> str:
    return neighbour.direction[0]


def _label(kind: str | None) -> str:
    return kind[:1].upper() + kind[1:].replace("_", " ") if kind else ""
