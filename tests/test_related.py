"""Related notes and the reasons that are given for them."""

from math import log

from casefile import wiki_of
from trellis import NotePath, VaultPath, Wiki
from trellis.related_view import related_view
from trellis.words import english


def path(name: str) -> NotePath:
    return NotePath(VaultPath(f"{name}.md"))


def said(wiki: Wiki, name: str) -> dict[str, list[str]]:
    """What the page of a note gives as reasons, by related note."""
    return {
        view.title: [
            english()(reason.key, things=", ".join(thing.title for thing in reason.things))
            + (f" and {reason.more} more" if reason.more else "")
            for reason in view.reasons
        ]
        for view in related_view(wiki, path(name))
    }


def test_every_kind_of_reason() -> None:
    front = '---\nrequires: "[[algebra]]"\npart_of: "[[field]]"\ntags: [{}]\n---\n'
    text = "From: [[channel]]\n\n[[x]] [[gap]]"
    wiki = wiki_of(
        {
            "a.md": front.format("Proof") + text,
            "b.md": front.format("proof") + text,
            "both.md": "[[a]] and [[b]]",
            **{f"{name}.md": "" for name in ("algebra", "field", "channel", "x")},
        }
    )
    (b,) = wiki.related.of(path("a"))
    assert b.path == path("b")
    assert {(shared.kind, shared.node) for shared in b.shared} == {
        ("requires", "algebra.md"),
        ("part_of", "field.md"),
        ("source", "channel.md"),
        ("links", "x.md"),
        ("links", "ghost:gap"),
        ("linked", "both.md"),
        ("tag", "tag:proof"),
    }
    # Each thing is shared by two: its weight by kind, divided by ln 2.
    assert b.score == round((2 + 2 + 1 + 1 + 1 + 1 + 0.5) / log(2), 6)
    assert said(wiki, "a") == {"B": ["both are part of Field", "require Algebra", "are linked from Both"]}


def test_the_fewer_share_a_thing_the_more_it_says() -> None:
    many = {f"n{i}.md": "[[common]]" for i in range(8)}
    wiki = wiki_of({**many, "a.md": "[[common]] [[rare]]", "b.md": "[[rare]]", "rare.md": "", "common.md": ""})
    first, *rest = wiki.related.of(path("a"))
    assert first.path == path("b")
    assert first.score == round(1 / log(2), 6)
    assert [r.score for r in rest] == [round(1 / log(9), 6)] * 5
    assert [r.path for r in rest] == [path(f"n{i}") for i in range(5)]


def test_neighbours_and_hubs_are_not_related() -> None:
    wiki = wiki_of({"a.md": "[[x]] [[b]]", "b.md": "[[x]]", "x.md": ""})
    assert wiki.related.of(path("a")) == []
    hub = wiki_of({**{f"n{i}.md": "[[hub]]" for i in range(41)}, "hub.md": ""})
    assert hub.related.of(path("n0")) == []


def test_a_talk_and_the_place_in_it_that_both_cite() -> None:
    video = "---\nvideoId: dQw4w9WgXcQ\n---\n"
    wiki = wiki_of(
        {
            "a.md": f"{video}First [01:00]. Then [12:40].",
            "b.md": f"{video}Later [12:55].",
            "c.md": f"{video}Elsewhere [40:00].",
        }
    )
    assert said(wiki, "a") == {"B": ["both draw on the same talk at 12:40"], "C": ["both draw on the same talk"]}
    (b, _) = related_view(wiki, path("a"))
    assert b.reasons[0].things[0].href == "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=760s"
    named = wiki_of(
        {
            "a.md": f"{video}[12:40]",
            "b.md": f"{video}[12:41]",
            "talk.md": "---\ntype: source\nvideoId: dQw4w9WgXcQ\n---\n",
        }
    )
    assert said(named, "a")["B"] == ["both draw on Talk, at 12:40"]


def test_a_note_alone() -> None:
    assert wiki_of({"a.md": "nothing"}).related.of(path("a")) == []
