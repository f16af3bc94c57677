"""Which file a link means: one table, rows that show the edges."""

import unicodedata

import pytest

from casefile import wiki_of
from trellis import Ambiguous, Found, Link, NotePath, Unresolved, VaultPath

VAULT = {
    "Home.md": "",
    "people/Newton.md": "---\naliases: [Sir Isaac, Home]\n---\n# Isaac Newton",
    "people/Hooke.md": "# Hooke",
    "people/old/Hooke.md": "",
    "work/plan/Todo.md": "",
    "work/Todo.md": "",
    "play/Todo.md": "",
    "a/Foo.md": "",
    "a/foo.md": "",
    "v1.2.md": "",
    "café.md": "",
    "apple.png": "",
    "apple.md": "",
    "snake_case_name.md": "---\ntitle: A title of its own\n---",
}


def resolve(target: str, source: str = "Home.md") -> Found | Ambiguous | Unresolved:
    link = Link("links", target, None, None, 1, 1, f"[[{target}]]")
    return wiki_of(VAULT).index.resolve(link, NotePath(VaultPath(source)))


@pytest.mark.parametrize(
    ("target", "source", "path", "how"),
    [
        ("Home", "Home.md", "Home.md", "exact"),
        ("people/Newton", "Home.md", "people/Newton.md", "exact"),
        ("people/Newton.md", "Home.md", "people/Newton.md", "exact"),
        ("/people/Newton", "work/Todo.md", "people/Newton.md", "exact"),
        ("home", "Home.md", "Home.md", "path"),
        ("Newton", "Home.md", "people/Newton.md", "path"),
        ("PEOPLE/NEWTON", "Home.md", "people/Newton.md", "path"),
        ("../people/Newton", "work/Todo.md", "people/Newton.md", "path"),
        ("./plan/Todo", "work/Todo.md", "work/plan/Todo.md", "path"),
        ("Todo", "work/Todo.md", "work/Todo.md", "path"),
        ("sir isaac", "Home.md", "people/Newton.md", "alias"),
        ("snake case name", "Home.md", "snake_case_name.md", "loose"),
        ("A title of its own", "Home.md", "snake_case_name.md", "loose"),
        ("isaac-newton", "Home.md", "people/Newton.md", "loose"),
        ("v1.2", "Home.md", "v1.2.md", "exact"),
        (unicodedata.normalize("NFD", "café"), "Home.md", "café.md", "exact"),
        ("apple", "Home.md", "apple.md", "exact"),
        ("apple.png", "Home.md", "apple.png", "exact"),
        ("a/foo", "Home.md", "a/foo.md", "exact"),
    ],
)
def test_found(target: str, source: str, path: str, how: str) -> None:
    assert resolve(target, source) == Found(VaultPath(path), how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("target", "source", "paths"),
    [
        ("Hooke", "Home.md", ("people/Hooke.md", "people/old/Hooke.md")),
        ("todo", "work/plan/other.md", ("work/plan/Todo.md", "work/Todo.md", "play/Todo.md")),
        ("Todo", "Home.md", ("play/Todo.md", "work/Todo.md", "work/plan/Todo.md")),
        ("foo", "Home.md", ("a/foo.md", "a/Foo.md")),
    ],
)
def test_ambiguous_leads_to_the_nearest_then_the_shortest_then_by_alphabet(
    target: str, source: str, paths: tuple[str, ...]
) -> None:
    found = resolve(target, source)
    assert isinstance(found, Ambiguous)
    assert found.paths == paths


@pytest.mark.parametrize("target", ["Leibniz", "../../etc/passwd", "people/Leibniz", "pear.png", "C++", "!!!", "ewton"])
def test_unresolved(target: str) -> None:
    assert resolve(target) == Unresolved()


def test_suggestions_are_names_one_can_write() -> None:
    index = wiki_of(VAULT).index
    assert index.suggestions("Netwon") == ("Newton",)
    assert index.suggestions("Isaak Newton") == ("Newton",)
    assert index.suggestions("snake_case_nane") == ("snake_case_name",)
    assert index.suggestions("zzz") == ()


def test_what_was_asked_before_makes_no_difference() -> None:
    folders = {**VAULT, "play/Foo.md": "", "topic/index.md": "", "play/topic/index.md": "", "play/Sir Isaac.md": ""}
    targets = ["Todo", "Foo", "foo", "topic", "Topic", "Home", "apple", "Hooke", "Sir Isaac", "./Todo", "isaac newton"]
    asked = [(target, source) for target in targets for source in folders]
    index = wiki_of(folders).index

    def answers(order: list[tuple[str, str]]) -> dict[tuple[str, str], object]:
        links = {target: Link("links", target, None, None, 1, 1, f"[[{target}]]") for target in targets}
        return {(t, source): index.resolve(links[t], NotePath(VaultPath(source))) for t, source in order}

    alone: dict[tuple[str, str], object] = {}
    for question in asked:
        index = wiki_of(folders).index
        alone |= answers([question])
    for order in (asked, asked[::-1]):
        index = wiki_of(folders).index
        assert answers(order) == alone
