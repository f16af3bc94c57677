"""What a vault asks of its own notes: rules that a note declares, and names that are wanted."""

# ruff: noqa: E501  # what is said is read more easily in one line

import pytest

from casefile import wiki_of
from trellis import Url, check_wiki
from trellis.wanted import wanted_notes

RULES = """---
type: practice
house_rules:
  for: [concept, practice]
  words: [3, 6]
  links: [1, 2]
  types: [concept, practice, source]
  tags: [maths, careers]
  properties: [type, tags]
---

One [[a]] two.
"""


def said(files: dict[str, str]) -> list[str]:
    """The warnings, as an author reads them."""
    return [f"{d.code} {d}" for d in check_wiki(wiki_of(files)) if d.level != "info"]


def note(text: str, **properties: str) -> str:
    rows = "".join(f"{key}: {value}\n" for key, value in {"type": "concept", "tags": "[maths]", **properties}.items())
    return f"---\n{rows}---\n\n{text}\n"


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (note("To [[rules]] it goes."), ""),
        (
            note("It is far too long to [[rules]]."),
            "note-length a.md:1:1: the note has 7 words, and should have 3 to 6: divide it, or cut (rules.md)",
        ),
        (
            note("[[rules]]."),
            "note-length a.md:1:1: the note has 1 words, and should have 3 to 6: say more, or make it a part of another note (rules.md)",
        ),
        (
            note("No link at all."),
            "note-links a.md:1:1: the text leads to 0 others, and should lead to 1 to 2: link where a reader would go next (rules.md)",
        ),
        (note("To [[rules]] and [[Rules]] twice."), ""),
        (
            note("To [[rules]] it goes.", tags="[math]"),
            "unlisted-tag a.md:1:1: `math` is no tag of this wiki: did you mean maths? (rules.md)",
        ),
        (
            note("To [[rules]] it goes.", tags="[x]"),
            "unlisted-tag a.md:1:1: `x` is no tag of this wiki: the tags are maths, careers (rules.md)",
        ),
        (
            note("To [[rules]] it goes.", tags="[]"),
            "missing-property a.md:1:1: the note has no `tags:`, which every note of its type has (rules.md)",
        ),
        (
            note("To [[rules]] it goes.", type="concpet"),
            "unlisted-type a.md:1:1: `concpet` is no type of this wiki: did you mean concept? (rules.md)",
        ),
        (
            "To [[rules]] it goes.",
            "missing-property a.md:1:1: the note has no `type:`; give it one, one of concept, practice, source (rules.md)",
        ),
        (note("A source may be as short or long and linked to nothing as it likes.", type="source", tags="[]"), ""),
    ],
)
def test_notes_are_held_to_the_rules(text: str, warning: str) -> None:
    own = RULES.replace("type: practice", "type: practice\ntags: [careers]")
    assert said({"rules.md": own, "a.md": text}) == [warning][: bool(warning)]


def test_without_types_to_apply_to_the_rules_are_for_all() -> None:
    rules = "---\ntype: list\nhouse_rules:\n  types: [list]\n---\n\nWords.\n"
    warning = "unlisted-type a.md:1:1: `lisst` is no type of this wiki: did you mean list? (rules.md)"
    assert said({"rules.md": rules, "a.md": note("x", type="lisst"), "b.md": "Without a type."}) == [warning]


def test_without_rules_nothing_is_asked() -> None:
    assert said({"a.md": "x", "b.md": note("x", type="whatever", tags="[any]")}) == []


@pytest.mark.parametrize(
    ("rules", "complaint"),
    [
        (
            "house_rules: strict",
            "house_rules: must hold for, types, tags, properties, words, links, each on a line of its own",
        ),
        (
            "house_rules:\n  words: [9, 3]",
            "house_rules: words must be two numbers, the least and the most, as in [250, 700]",
        ),
        (
            "house_rules:\n  words: many",
            "house_rules: words must be two numbers, the least and the most, as in [250, 700]",
        ),
        ("house_rules:\n  types: concept", "house_rules: types must be a list, as in [concept, skill]"),
        (
            "house_rules:\n  color: red",
            "house_rules: color is no rule, so it is passed over; there are for, types, tags, properties, words, links",
        ),
        (
            "house_rules:\n  properties: [titel]",
            "house_rules: titel is no property to ask for; there are title, type, tags, aliases, videoId, description",
        ),
        (
            "house_rules:\n  for: [skil]\n  types: [skill]",
            "house_rules: skil under `for` is not among the `types`",
        ),
        ("wanted: [a, b]", "wanted: must be a list of names, each with a colon and the reason behind it"),
        ("wanted:\n  a:", "wanted: a needs a reason behind the colon, in one line"),
    ],
)
def test_what_is_no_rule_is_told(rules: str, complaint: str) -> None:
    assert said({"a.md": f"---\ntitle: A\n{rules}\n---\n\nWords.\n"}) == [f"property a.md:3:1: {complaint}"]


WANTED = "---\ntitle: Wanted\nwanted:\n  monte_carlo: Simulation answers much\n  b: Why not\n---\n\nWords.\n"


def test_a_wanted_name_is_no_mistake() -> None:
    files = {"list.md": WANTED, "a.md": "[[Monte Carlo]] and [[monte_carlo.md]], [[b]] and [[c]]."}
    assert said(files) == ["unresolved-link a.md:1:51: [[c]] is not the name of any file in the vault"]
    assert [(wanted.title, wanted.reason) for wanted in wanted_notes(wiki_of(files), Url("graph/wanted/"))] == [
        ("b", "Why not"),
        ("c", ""),
        ("Monte Carlo", "Simulation answers much"),
    ]


def test_a_name_that_is_wanted_no_longer_leaves_the_list() -> None:
    assert said({"list.md": WANTED, "b.md": "x"}) == [
        "not-wanted list.md:4:3: no note links to monte_carlo: link to it where a reader would look for it, or take it out",
        "not-wanted list.md:5:3: b is written (b.md): take it out of the list",
    ]


def test_a_name_is_wanted_once() -> None:
    files = {"list.md": WANTED, "more.md": WANTED.replace("  b: Why not\n", ""), "a.md": "[[monte_carlo]] [[b]]"}
    assert said(files) == [
        "not-wanted more.md:4:3: monte_carlo stands in a list already: take it out of this one",
    ]


def test_a_note_of_a_name_with_underscores_gets_a_readable_title() -> None:
    (wanted,) = wanted_notes(
        wiki_of({"a.md": "[[monte_carlo]]"}), Url("x/"), "https://github.com/a/b/edit/main/content/{path}"
    )
    assert wanted.title == "Monte carlo"
    assert wanted.href
    assert "filename=monte_carlo.md" in wanted.href
    assert "title%3A%20%22Monte%20carlo%22" in wanted.href
