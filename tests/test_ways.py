"""Ways through a wiki: where a note belongs, the steps of a path, all notes, what changed, and a random one."""

from __future__ import annotations

from casefile import wiki_of
from trellis import NotePath, Options, VaultPath
from trellis.view import NoteView


def note(path: str) -> NotePath:
    return NotePath(VaultPath(path))


def crumbs(files: dict[str, str], path: str) -> list[tuple[str, str | None]]:
    return [(crumb.title, crumb.href) for crumb in NoteView(wiki_of(files), note(path)).crumbs]


RING = {f"{name}.md": f"---\ntype: skill\n---\n# {name.upper()}\n\n[[a]] [[b]] [[c]] [[d]] [[e]]" for name in "abcde"}


def test_a_note_belongs_to_its_folders_its_topic_or_its_type() -> None:
    files = {
        "index.md": "# Home",
        "x/y/n.md": "# N",
        "x/index.md": "# The x",
        "x/y/z/z.md": "# Zed",
        "x/y/z/n.md": "# N",
        "w_w/n.md": "# N",
        "w_w.md": "# W",
        "lone.md": "---\ntype: rule_of_thumb\n---\n# Lone",
        **RING,
    }
    assert crumbs(files, "x/y/n.md") == [("The x", "../../"), ("Y", None)]
    assert crumbs(files, "x/y/z/n.md") == [("The x", "../../../"), ("Y", None), ("Zed", "../z/")]
    assert crumbs(files, "x/y/z/z.md") == [("The x", "../../../"), ("Y", None)]
    assert crumbs(files, "x/index.md") == []
    assert crumbs(files, "w_w/n.md") == [("W", "../")]
    assert crumbs(files, "b.md") == [("Topics", "../graph/topics/"), ("A", "../graph/topics/a/")]
    assert crumbs(files, "lone.md") == [("Rule of thumb", None)]
    assert crumbs(files, "index.md") == []


def test_a_tag_in_the_text_leads_to_its_page_without_folders_for_pages_too() -> None:
    wiki = wiki_of({"x/n.md": "# On #Deep/Water\n\nOn #deep/water."}, Options(directory_urls=False))
    linker = wiki.linker
    assert 'href="../graph/tags/deep/water.html">#Deep/Water</a>' in linker.heading(note("x/n.md"))
    assert 'href="../graph/tags/deep/water.html">#deep/water</a>' in linker.body(note("x/n.md"))


def test_a_note_shows_the_steps_beside_it_on_the_shortest_of_its_paths() -> None:
    files = {
        "a.md": "# A",
        "b.md": '---\nrequires: ["[[a]]"]\n---\n# B',
        "c.md": '---\nrequires: ["[[b]]", "[[unwritten]]"]\n---\n# C',
        "long.md": '---\ntype: role\nrequires: ["[[c]]"]\n---\n# Long',
        "short.md": '---\ntype: role\nrequires: ["[[b]]"]\n---\n# Short',
        "idle.md": "---\ntype: role\n---\n# Idle",
    }
    wiki = wiki_of(files)
    views = {path: NoteView(wiki, note(path)).trail for path in files}

    def beside(path: str) -> list[str | None]:
        view = views[path]
        return [side and side.title for side in (view.before, view.after)] if view else []

    def place(path: str) -> tuple[str, int, int]:
        view = views[path]
        assert view
        return view.goal.title, view.step, view.steps

    assert (place("a.md"), beside("a.md")) == (("Short", 1, 2), [None, "B"])
    assert (place("b.md"), beside("b.md")) == (("Short", 2, 2), ["A", "Short"])
    assert (place("short.md"), beside("short.md")) == (("Short", 3, 2), ["B", None])
    assert (place("c.md"), beside("c.md")) == (("Long", 4, 4), ["B", "Long"])  # a name comes between, without a note
    assert views["idle.md"] is None
    first = views["a.md"]
    assert first
    assert [(path.title, path.href) for path in first.others] == [("Long", "../graph/paths/long/")]
