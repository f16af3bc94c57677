"""Pages that would come out the same are left alone, and no other is: the site is always that of a first build."""

import random
from pathlib import Path

import pytest

from edits import contents, edited, first_files, save
from trellis.mkdocs.pages import NotePages
from trellis.mkdocs.site import build_site


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are made, in their order."""
    pages: list[str] = []
    make = NotePages.html

    def html(self: NotePages, page: object) -> str:
        pages.append(page.file.dest_uri)  # type: ignore[attr-defined]
        return make(self, page)  # type: ignore[arg-type]

    monkeypatch.setattr(NotePages, "html", html)
    return pages


def clean_build(vault: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    with monkeypatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(site / "no cache"))
        build_site(vault, site / "site")
    return contents(site / "site")


@pytest.mark.parametrize("seed", range(4))
def test_a_site_is_that_of_a_first_build(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    vault, files = tmp_path / "vault", first_files(chance)
    save(vault, files, {})
    build_site(vault, tmp_path / "site")
    for step in range(8):
        before, files = files, edited(files, chance)
        save(vault, files, before)
        build_site(vault, tmp_path / "site")
        again = clean_build(vault, tmp_path / f"clean {step}", monkeypatch)
        now = contents(tmp_path / "site")
        assert now.keys() == again.keys()
        assert [name for name in again if now[name] != again[name]] == [], f"step {step}"


NOTES = {
    "index.md": "# Home\n\n[[a]]\n",
    "a.md": "# A\n\nSee [[b]]. ![[pic.png]]",
    "b.md": "# B\n\nText.",
    "c.md": "# C\n\n![[a]]",
    "d.md": "# D",
    "pic.png": "x",
}
GRAPH = ("", "connect/", "numbers/", "random-note/", "recent-changes/", "tags/", "topics/", "wanted/")
LISTS = {"all-notes/index.html", *(f"graph/{name}index.html" for name in GRAPH)}


def test_only_what_shows_the_change_is_made_again(tmp_path: Path, made: list[str]) -> None:
    vault, site = tmp_path / "vault", tmp_path / "site"
    save(vault, NOTES, {})
    build_site(vault, site)
    assert len(made) == 14
    made.clear()
    build_site(vault, site)
    assert made == []
    (vault / "a.md").write_text("# A\n\nNow see [[b]]. ![[pic.png]]", "utf-8")
    build_site(vault, site)
    # Its own page, one that shows it, and one that shows the sentence with its link.
    assert set(made) - LISTS == {"a/index.html", "c/index.html", "b/index.html"}


def test_a_page_that_somebody_changed_is_made_again(tmp_path: Path, made: list[str]) -> None:
    vault, site = tmp_path / "vault", tmp_path / "site"
    save(vault, NOTES, {})
    build_site(vault, site)
    (site / "d/index.html").write_text("by hand", "utf-8")
    (site / "pic.png").unlink()
    made.clear()
    build_site(vault, site)
    assert set(made) - LISTS == {"d/index.html"}
    assert (site / "pic.png").read_text() == "x"


def test_a_new_picture_replaces_the_old_one(tmp_path: Path) -> None:
    vault, site = tmp_path / "vault", tmp_path / "site"
    save(vault, NOTES, {})
    build_site(vault, site)
    (vault / "pic.png").write_text("y")
    build_site(vault, site)
    assert (site / "pic.png").read_text() == "y"
