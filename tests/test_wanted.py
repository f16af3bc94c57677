"""Names that nobody has written: their order, the sentences that want them, and where to write them."""

from urllib.parse import parse_qs, urlsplit

import pytest

from casefile import wiki_of
from trellis import Url
from trellis.wanted import MOST, new_note, wanted_notes

EDIT = "https://github.com/a/b/edit/main/content/{path}"


def test_the_most_wanted_comes_first_with_its_sentences() -> None:
    wiki = wiki_of(
        {"a.md": "See [[Ada]]. And [[Grace]].", "b.md": "It was <b>[[ada]]</b> & [[grace|her]].", "c.md": "[[Ada]]"}
    )
    ada, grace = wanted_notes(wiki, Url("graph/wanted/"), EDIT)
    assert (ada.title, ada.notes, grace.title, grace.notes) == ("Ada", 3, "Grace", 2)
    assert [(wish.note.title, wish.note.href) for wish in ada.wishes] == [
        ("A", "../../a/"),
        ("B", "../../b/"),
        ("C", "../../c/"),
    ]
    assert ada.wishes[0].sentence == "See <mark>Ada</mark>."
    assert "<mark>ada</mark> &amp; her" in ada.wishes[1].sentence


def test_ten_thousand_names() -> None:
    wiki = wiki_of({"a.md": " ".join(f"[[name {i}]]" for i in range(10_000))})
    assert len(wiki.graph.ghosts) == 10_000
    assert len(wanted_notes(wiki, Url("graph/wanted/"))) == MOST


@pytest.mark.parametrize(
    ("edit", "begins", "name", "text"),
    [
        (EDIT, "https://github.com/a/b/new/main/content", "filename", "value"),
        ("https://github.com/a/b/blob/main/docs/{path}", "https://github.com/a/b/new/main/docs", "filename", "value"),
        ("https://gitlab.com/g/s/p/-/edit/main/{path}", "https://gitlab.com/g/s/p/-/new/main", "file_name", "content"),
    ],
)
def test_the_form_for_a_new_note(edit: str, begins: str, name: str, text: str) -> None:
    address = new_note(edit, 'people/Ada: "Countess"')
    assert address
    assert address.partition("?")[0] == begins
    query = parse_qs(urlsplit(address).query)
    assert query[name] == ["people/Ada Countess.md"]
    assert query[text][0].startswith('---\ntitle: "Ada Countess"\ntype: concept\n---\n')


@pytest.mark.parametrize("edit", ["https://example.org/{path}", "javascript:alert(1)/{path}", "https://github.com/a"])
def test_no_form_elsewhere(edit: str) -> None:
    assert new_note(edit, "Ada") is None


def test_a_name_of_signs_alone_has_no_form() -> None:
    assert new_note(EDIT, "#^|..") is None
