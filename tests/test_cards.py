"""Social cards: what is drawn, that it is drawn once, and where."""

from __future__ import annotations

import io
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from PIL import Image

from conftest import build_project, trellis
from test_preview import serving
from trellis import cards
from trellis.card_drawing import Card, draw_card
from trellis.card_store import CardStore
from trellis.card_text import drawable, fitted
from trellis.cards import card_of_note, card_place
from trellis.database import cards_folder
from trellis.model import NotePath, VaultPath
from trellis.scanned import Source, Vault
from trellis.view import NoteView
from trellis.wiki import Wiki, build_wiki

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 3
TITLES = (
    "",
    "ETL",
    "Read error analysis first " * 8,
    LONG,
    "世界の終わり",
    "مرحبا",
    "Ада 🚀",
    "\udc80",
    "e\u0302\u0323 \u202e",
)


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("title", TITLES)
def test_a_card_is_small_and_stays_in_its_frame(title: str) -> None:
    data = draw_card(Card("A wiki of careers", title, "Concept", "iob" * 6))
    card = picture(data)
    assert (card.format, card.size, card.mode) == ("PNG", (1200, 630), "P")
    assert len(data) < 30_000
    # Words keep clear of the edge and of the neighbours.
    drawn = card.point(lambda colour: 255 if colour else 0, "L")
    left, top, right, bottom = drawn.getbbox() or (0, 0, 0, 0)
    assert left > 60
    assert top > 40
    assert bottom < 590
    assert right < 1165
    assert drawn.crop((671, 0, 677, 630)).getbbox() is None


def test_a_title_that_the_font_lacks_is_left_out() -> None:
    assert [drawable(title) for title in ("Ада 🚀 λ", "ﬁrst ½", "世界", "Latin مرحبا")] == [
        "Ада λ",
        "first 1⁄2",
        "",
        "",
    ]
    assert draw_card(Card("Site", "世界")) == draw_card(Card("Site"))
    assert draw_card(Card("Site", "World")) != draw_card(Card("Site"))


def test_a_title_is_as_large_as_fits_and_never_cut_without_a_sign() -> None:
    assert fitted("ETL", 590, [(88, 3), (50, 6)]) == (88, ["ETL"])
    size, lines = fitted("Read error analysis before you add more training data", 590, [(88, 3), (50, 6)])
    assert (size, len(lines)) == (50, 2)
    assert fitted(LONG, 590, [(88, 3), (50, 6)])[1][-1].endswith("…")


def wiki_of(**notes: str) -> Wiki:
    sources = tuple(Source(NotePath(VaultPath(f"{name}.md")), text) for name, text in sorted(notes.items()))
    return build_wiki(Vault("Wiki", sources))


def test_a_card_shows_the_note_and_its_neighbours() -> None:
    wiki = wiki_of(
        a="---\ntype: learning_path\n---\n# A\n\n[[b]] [[c]] [[gone]]", b="# B\n\n[[a]]", c="# C", d="# D\n\n[[a]]"
    )
    card = card_of_note(NoteView(wiki, NotePath(VaultPath("a.md"))))
    assert (card.site, card.title, card.label, sorted(card.near)) == (
        "Wiki",
        "A",
        "Learning path",
        ["b", "i", "o", "o"],
    )


def test_in_a_large_wiki_all_notes_share_the_card_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    wiki = wiki_of(a="# A", b="# B", index="# Home")
    paths = [NotePath(VaultPath(f"{name}.md")) for name in ("a", "b", "index")]
    assert [card_place(wiki, path) for path in paths] == [
        "assets/trellis/cards/a/index.png",
        "assets/trellis/cards/b/index.png",
        None,
    ]
    monkeypatch.setattr(cards, "MOST", 2)
    assert [card_place(wiki, path) for path in paths] == [None, None, None]


def test_what_is_drawn_is_kept_and_what_is_damaged_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {"a.png": Card("Site", "A"), "b.png": Card("Site", "B")}
    first = dict(CardStore(tmp_path / "cards").pictures(wanted))
    (tmp_path / "cards" / min(file.name for file in (tmp_path / "cards").iterdir())).write_bytes(b"half a pict")
    drawn: list[Card] = []

    def draw(card: Card) -> bytes:
        drawn.append(card)
        return draw_card(card)

    monkeypatch.setattr("trellis.card_store.draw_card", draw)
    assert dict(CardStore(tmp_path / "cards").pictures(wanted)) == first
    assert len(drawn) == 1
    # A folder that cannot be written to costs time and nothing else.
    (tmp_path / "file").write_text("x")
    assert dict(CardStore(tmp_path / "file" / "cards").pictures(wanted)) == first


def test_many_are_drawn_in_processes_as_they_would_be_here(tmp_path: Path) -> None:
    wanted = {str(number): Card("Site", f"Note {number}") for number in range(81)}
    found = dict(CardStore(tmp_path).pictures(wanted))
    assert found.keys() == wanted.keys()
    assert found["80"] == draw_card(wanted["80"])


SETTINGS = """site_name: Test
site_url: https://example.org/wiki/
theme: {name: material, font: false}
plugins: [search, trellis]
"""
NOTES = {"a b.md": "# One\n\n[[c]]", "c.md": "# See", "hidden.md": "---\npublish: false\n---\n# Hidden"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cards")
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text(SETTINGS)
    for name, text in NOTES.items():
        (root / "docs" / name).write_text(text)
    return root


def built(project: Path) -> dict[str, float]:
    """The cards of a build, and when each was written."""
    build_project(project)
    root = project / "site/assets/trellis"
    return {file.relative_to(root).as_posix(): file.stat().st_mtime for file in sorted(root.rglob("card*/**/*.png"))}


def test_a_build_draws_what_changed(project: Path) -> None:
    first = built(project)
    assert [*first] == ["cards/a b/index.png", "cards/c/index.png"]
    assert (project / "site/assets/trellis/card.png").is_file()
    (project / "docs/c.md").write_text("# Sea")
    again = built(project)
    assert {name for name in first if first[name] != again[name]} == {"cards/c/index.png"}
    # They are kept beside the notes, and go with them.
    kept = cards_folder(project / "docs")
    assert len([*kept.iterdir()]) == 4
    assert trellis("cache", "clear", project / "docs").returncode == 0
    assert not kept.exists()
    (project / "docs/c.md").unlink()
    assert [*built(project)] == ["cards/a b/index.png"]


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=20) as answer:
        assert answer.headers["Content-Type"] == "image/png"
        return answer.read()  # type: ignore[no-any-return]


@pytest.mark.skipif(sys.platform == "win32", reason="the preview is ended by a signal that Windows does not have")
def test_a_preview_draws_what_somebody_asks_for(project: Path) -> None:
    with serving("mkdocs", "serve", "--livereload", cwd=project) as address:
        base = address + "wiki/"
        card = fetched(base + "assets/trellis/cards/a%20b/index.png")
        assert picture(card).size == (1200, 630)
        assert f'content="{base}assets/trellis/cards/a%20b/index.png"' in page(base + "a%20b/")
        (project / "docs/a b.md").write_text("# Another")
        time.sleep(0.05)
        assert fetched(base + "assets/trellis/cards/a%20b/index.png") != card
        assert picture(fetched(base + "assets/trellis/card.png")).size == (1200, 630)
        for name in ("hidden", "nowhere"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                fetched(f"{base}assets/trellis/cards/{name}/index.png")


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read().decode()  # type: ignore[no-any-return]
