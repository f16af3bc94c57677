"""What to read first: orders, stages, cycles and what follows from other requirements."""

import pytest

from casefile import wiki_of
from trellis import NotePath, VaultPath, Wiki
from trellis.check import check_wiki


def note(name: str) -> NotePath:
    return NotePath(VaultPath(f"{name}.md"))


def vault(**requires: str) -> Wiki:
    """A wiki of notes by the names that each requires, divided by spaces."""
    texts = {}
    for name, names in requires.items():
        wanted = "".join(f'\n  - "[[{other}]]"' for other in names.split())
        texts[f"{name}.md"] = f"---\nrequires:{wanted}\n---\n\n# {name.capitalize()}\n" if wanted else f"# {name}\n"
    return wiki_of(texts)


def before(wiki: Wiki, name: str) -> list[str]:
    return [wiki.graph.title(node).lower() for node in wiki.prerequisites.before(note(name))]


def said(wiki: Wiki, code: str) -> list[str]:
    return [str(diagnostic) for diagnostic in check_wiki(wiki) if diagnostic.code == code]


def test_each_comes_after_what_it_needs() -> None:
    wiki = vault(role="deep stats", deep="algebra calculus", stats="algebra", calculus="algebra", algebra="", other="")
    assert before(wiki, "role") == ["algebra", "calculus", "stats", "deep"]
    assert before(wiki, "algebra") == []
    assert before(wiki, "other") == []
    assert [[wiki.graph.title(node) for node in stage] for stage in wiki.prerequisites.stages(note("role"))] == [
        ["algebra"],
        ["Calculus", "Stats"],
        ["Deep"],
    ]
    assert wiki.prerequisites.after(note("algebra")) == [note("calculus"), note("stats"), note("deep")]


def test_what_most_notes_require_comes_first_then_the_title() -> None:
    wiki = vault(role="b a c", x="c", a="", b="", c="")
    assert before(wiki, "role") == ["c", "a", "b"]


def test_a_name_that_nobody_has_written_is_a_step() -> None:
    wiki = vault(role="deep", deep="unwritten")
    assert before(wiki, "role") == ["unwritten", "deep"]


def test_a_knot_is_told_by_its_shortest_cycle() -> None:
    wiki = vault(e="a", d="e", c="d", b="c", a="b", shortcut="")
    assert wiki.prerequisites.cycles == [tuple(map(note, "abcde"))]
    assert said(wiki, "requires-cycle") == [
        (
            "a.md:3:6: these notes require each other, so none can be read first: a → b → c → d → e → a; take one"
            " `requires:` out"
        )
    ]
    shorter = vault(e="a", d="e", c="d a", b="c", a="b")
    assert shorter.prerequisites.cycles == [tuple(map(note, "abc"))]
    assert before(wiki, "a") == ["b", "c", "d", "e"]
    assert before(vault(a="b", b="a", top="a"), "top") == ["a", "b"]


def test_a_requirement_that_follows_from_another() -> None:
    wiki = vault(role="deep algebra", deep="calculus", calculus="algebra", algebra="")
    assert said(wiki, "redundant-requirement") == [
        "role.md:4:6: requires: [[algebra]] follows from [[deep]], which requires it already"
    ]
    assert not said(vault(a="b c", b="c", c="b"), "redundant-requirement"), "a knot is told as a cycle alone"


def test_what_cannot_be_required() -> None:
    wiki = wiki_of(
        {
            "self.md": '---\nrequires: "[[self]]"\n---\n# Self\n',
            "picture.md": '---\nrequires: "[[a.png]]"\n---\n# Picture\n',
            "number.md": "---\nrequires: 5\n---\n# Number\n",
            "a.png": "",
        }
    )
    assert said(wiki, "no-requirement") == [
        "picture.md:2:12: requires: [[a.png]] is no note, so nobody can learn it first; link to a note",
        "self.md:2:12: requires: [[self]] is this note itself; take it out",
    ]
    assert said(wiki, "property") == ["number.md:2:1: requires: '5' is no link; write \"[[5]]\""]
    assert wiki.prerequisites.before(note("self")) == []


@pytest.mark.parametrize("size", [2_000])
def test_a_chain_of_all_notes_is_cut(size: int) -> None:
    wiki = vault(**{f"n{i}": f"n{i - 1} n0" if i > 1 else "" for i in range(size)})
    assert len(wiki.prerequisites.before(note(f"n{size - 1}"))) == 1_000
    assert not wiki.prerequisites.cycles
