"""Pages of tags, nested ones beneath those above them, and the links to them."""

from pathlib import Path

import pytest

from casefile import wiki_of
from sitelinks import broken_links
from trellis import NotePath, Url, VaultPath
from trellis.mkdocs.site import build_site
from trellis.own_pages import tag_place
from trellis.tag_view import TagView
from trellis.view import NoteView

FILES = {
    "a.md": "---\ntags: [Physics/Light, index]\n---\n# A\n",
    "b.md": "On #physics/light/colour and #Zoo.",
    "c.md": "On #physics.",
}
START = Url("graph/tags/physics/")


def test_a_tag_lists_the_notes_of_those_beneath_it() -> None:
    wiki = wiki_of(FILES)
    assert wiki.tag_tree.names == {
        "index": "index",
        "physics": "physics",
        "physics/light": "Physics/Light",
        "physics/light/colour": "physics/light/colour",
        "zoo": "Zoo",
    }
    view = TagView(wiki, "physics", START)
    assert view.count == 3
    assert [(tag.name, tag.href, tag.count) for tag in view.beneath] == [("Physics/Light", "light/", 2)]
    assert [note.href for letter in view.list.letters for note in letter.notes] == [
        "../../../a/",
        "../../../b/",
        "../../../c/",
    ]
    deepest = TagView(wiki, "physics/light/colour", Url("graph/tags/physics/light/colour/"))
    assert [(tag.name, tag.href) for tag in deepest.above] == [("physics", "../../"), ("Physics/Light", "../")]
    assert (deepest.beneath, deepest.count) == ([], 1)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Job-Market", "graph/tags/job-market"),
        ("index", "graph/tags/index-tag"),
        ("a/README", "graph/tags/a/readme-tag"),
    ],
)
def test_the_place_depends_on_nothing_but_the_name(name: str, place: str) -> None:
    assert tag_place(name) == place


def test_a_note_leads_to_its_tags() -> None:
    view = NoteView(wiki_of(FILES), NotePath(VaultPath("a.md")))
    assert [(tag.title, tag.href) for tag in view.tags] == [
        ("Physics/Light", "../graph/tags/physics/light/"),
        ("index", "../graph/tags/index-tag/"),
    ]


def test_the_site_has_their_pages_and_every_link_on_them_leads_somewhere(tmp_path: Path) -> None:
    for name, text in {**FILES, "graph/tags/zoo.md": "# A note in its place"}.items():
        (tmp_path / "vault" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "vault" / name).write_text(text)
    build_site(tmp_path / "vault", tmp_path / "site")
    pages = {
        p.parent.relative_to(tmp_path / "site/graph").as_posix() for p in tmp_path.glob("site/graph/tags/**/*.html")
    }
    assert pages == {
        "tags",
        "tags/index-tag",
        "tags/physics",
        "tags/physics/light",
        "tags/physics/light/colour",
        "tags/zoo",
    }
    assert "A note in its place" in (tmp_path / "site/graph/tags/zoo/index.html").read_text()
    assert "#physics" in (tmp_path / "site/graph/tags/index.html").read_text()
    assert broken_links(tmp_path / "site") == []
