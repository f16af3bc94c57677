"""Ways through a wiki: where a note belongs, the steps of a path, all notes, what changed, and a random one."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from casefile import wiki_of
from conftest import axe_violations, served, strict_page
from sitelinks import broken_links
from trellis import NotePath, Options, Url, VaultPath, Wiki
from trellis.changes import Changes, read_changes
from trellis.mkdocs.linking import Linking
from trellis.mkdocs.pages import NotePages
from trellis.mkdocs.preview import Preview
from trellis.mkdocs.preview_files import PreviewFiles
from trellis.mkdocs.site import build_site
from trellis.random_view import random_notes
from trellis.recent_view import recent_notes, recent_view
from trellis.scanned import Vault
from trellis.shelf_view import ListView, ShelfView, list_of_all, list_of_tag
from trellis.shelves import MOST, shelves
from trellis.tree_data import tree_files
from trellis.view import NoteView

ROOT = Url("")


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


def test_a_preview_shows_old_topics_until_there_is_time_for_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trellis.mkdocs.preview._QUICK", 0)
    before, after = wiki_of(RING), wiki_of(RING | {"a.md": "# A", "f.md": "# F\n\n[[b]] [[c]] [[d]] [[e]]"})
    preview = object.__new__(Preview)
    preview._linking = Linking.__new__(Linking)
    preview._linking.wiki = before
    preview.files = PreviewFiles(NotePages.__new__(NotePages), preview._linking, preview._renew_lists)
    preview._take(Vault("v"), after)
    assert note("f.md") not in after.topic_of
    assert preview.find_topics()
    assert note("f.md") in after.topic_of
    assert not preview.find_topics()


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
        return [side.title if side else None for side in (view.before, view.after)] if view else []

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


def flat(count: int, *others: str) -> Wiki:
    """A wiki of *count* notes side by side, and of *others*."""
    return wiki_of({f"n{number}.md": f"# Note {number}" for number in range(count)} | dict.fromkeys(others, ""))


def test_a_letter_with_very_many_notes_has_several_shelves() -> None:
    titles = [f"Note {number}" for number in range(2 * MOST + 1)] + ["2 worlds", "élan", "Echo", "?"]
    found = shelves((title, note(f"{title}.md")) for title in titles)
    assert [(shelf.slug, len(shelf.notes)) for shelf in found] == [
        ("0-9", 1),
        ("e", 1),
        ("n", 200),
        ("n-2", 200),
        ("n-3", 201),
        ("é", 1),
        ("other", 1),
    ]
    assert found[3].notes[0] == "Note 200.md"


def test_the_list_of_all_notes_is_divided_when_it_would_be_too_long() -> None:
    small = ListView(list_of_all(flat(5)), ROOT)
    assert ([len(letter.notes) for letter in small.letters], small.shelves) == ([5], [])
    wiki = flat(1001, "apple.md")
    large = ListView(list_of_all(wiki), ROOT)
    assert large.letters == []
    assert [(letter.name, letter.count, len(letter.shelves)) for letter in large.shelves] == [
        ("A", 1, 1),
        ("N", 1001, 4),
    ]
    assert (large.shelves[1].shelves[1].title, large.shelves[1].shelves[1].href) == (
        "Note 250 – Note 499",
        "all-notes/n-2/",
    )
    second = ShelfView(list_of_all(wiki), 1, Url("all-notes/n/"))
    assert (second.before and second.before.href, second.after and second.after.href) == ("../a/", "../n-2/")
    assert second.notes[0].href == "../../n0/"


def test_a_tag_of_very_many_notes_is_divided_beside_the_tags_beneath_it() -> None:
    wiki = wiki_of({f"n{number}.md": f"# Note {number}\n\n#Big/one" for number in range(1001)})
    notes = list_of_tag(wiki, "big")
    assert [*notes.places()][:2] == [
        ("graph/tagged/big/n", "#Big: N, 1 of 4"),
        ("graph/tagged/big/n-2", "#Big: N, 2 of 4"),
    ]
    assert [crumb.href for crumb in ShelfView(notes, 0, Url("graph/tagged/big/n/")).crumbs] == ["../../../tags/big/"]


def tree_notes(files: dict[str, bytes], folder: dict[str, Any] | None = None) -> list[str]:
    """The addresses in the tree beneath *folder*, as a script finds them."""
    folder = {"file": 0, "at": 0} if folder is None else folder
    if "file" in folder:
        folder = json.loads(files[f"graph/notes/{folder['file']}.json"])[folder["at"]]
    inner = [url for each in folder["folders"] for url in tree_notes(files, each)]
    found = [*inner, *folder["notes"][1::2]]
    assert folder["count"] == len(found)
    return found


def test_no_file_of_the_tree_is_large_and_every_note_is_in_one() -> None:
    deep = [f"f{number % 5}/g{number % 10}/h{number % 3}/n{number}.md" for number in range(500)]
    beside = [*(f"n{number}.md" for number in range(650)), *(f"many/f{number}/n.md" for number in range(MOST + 1))]
    wiki = wiki_of({path: f"# {path}" for path in (*deep, *beside)})
    files = tree_files(wiki)
    assert sorted(tree_notes(files)) == sorted(wiki.site.url(path) for path in wiki.notes)
    assert max(map(len, files.values())) < 45_000
    assert len(files) < 8
    root = json.loads(files["graph/notes/0.json"])[0]
    assert [folder["name"] for folder in root["folders"]][4:7] == ["F4", "Many", "n0.md – n215.md"]


def git(folder: Path, *arguments: str, day: int = 1) -> None:
    when = f"2026-05-{day:02} 12:00:00 +0000"
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
    environment = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "HOME": str(folder), "PATH": "/usr/bin:/bin"}
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "vault/x").mkdir(parents=True)
    git(folder, "init", "-q")
    for day, name in ((1, "a.md"), (2, "x/b é.md"), (3, "c.txt"), (9, "a.md"), (12, "c.md")):
        (folder / "vault" / name).write_text(f"Text of day {day}", "utf-8")
        git(folder, "add", ".")
        git(folder, "commit", "-qm", "Words", day=day)
    return folder


FILES = {"a.md": "# A", "x/b é.md": "# B", "c.md": "---\ndate: 2030-01-01T10:00\n---\n# C", "new.md": "# New"}


def test_recent_changes_are_those_that_are_committed(repository: Path) -> None:
    changes = read_changes(repository / "vault")
    found = recent_notes(wiki_of(FILES), changes, ROOT)
    assert [(note.title, note.href, note.said) for note in found] == [
        ("C", "c/", "12 May 2026"),
        ("A", "a/", "9 May 2026"),
        ("B", "x/b%20%C3%A9/", "2 May 2026"),
    ]
    view = recent_view(wiki_of(FILES), changes, ROOT)
    assert [[note.title for note in day.notes] for day in view.days] == [["C"], ["A"], ["B"]]
    assert "shallow" not in view.said


@pytest.mark.parametrize(("depth", "known"), [(1, []), (3, [("C", 12), ("A", 9)])])
def test_a_shallow_clone_does_not_pretend_to_know(depth: int, known: list[object], repository: Path) -> None:
    clone = repository.parent / "clone"
    git(repository.parent, "clone", "-q", f"--depth={depth}", f"file://{repository}", str(clone))
    changes = read_changes(clone / "vault")
    wiki = wiki_of({path: text for path, text in FILES.items() if path != "c.md"} | {"c.md": "# C"})
    assert [(note.title, note.day.day) for note in recent_notes(wiki, changes, ROOT)] == known
    assert "shallow clone" in recent_view(wiki, changes, ROOT).said


def test_without_a_history_notes_say_themselves_when_they_changed(tmp_path: Path) -> None:
    changes = read_changes(tmp_path)
    assert not changes.dates
    files = {
        "a.md": "---\nupdated: 2026-01-02\ndate: 2020-01-01\n---\n# A",
        "b.md": "---\ndate: 2026-01-03\n---\n# B",
        "c.md": "---\ndate: 2026-02-31\nupdated: some time ago\n---\n# C",
    }
    found = recent_notes(wiki_of(files), changes, ROOT)
    assert [(note.title, note.day) for note in found] == [("B", date(2026, 1, 3)), ("A", date(2026, 1, 2))]
    assert "`updated` or `date`" in recent_view(wiki_of(files), changes, ROOT).said
    nothing = recent_view(wiki_of({"c.md": "# C"}), Changes(reason="git is not installed"), ROOT)
    assert (nothing.days, "git is not installed" in nothing.said) == ((), True)


def test_random_notes_are_the_same_in_every_build_and_mostly_after_an_edit() -> None:
    def drawn(wiki: Wiki) -> list[str]:
        return [note.title for note in random_notes(wiki, ROOT)]

    assert drawn(flat(100)) == drawn(flat(100)) != sorted(drawn(flat(100)))
    assert len({*drawn(flat(100))} & {*drawn(flat(101))}) >= 7
    assert drawn(flat(2, "index.md")) in (["Note 0", "Note 1"], ["Note 1", "Note 0"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with folders, two paths that share their steps, and many notes side by side."""
    folder = tmp_path_factory.mktemp("ways")
    files = {
        "index.md": "# Home\n\n[[one]]",
        "one.md": "# One\n\nOn #deep/water.",
        "two.md": '---\nrequires: ["[[one]]"]\n---\n# Two',
        "between.md": '---\nrequires: ["[[one]]"]\n---\n# Between',
        "short.md": '---\ntitle: Short <b>\ntype: role\nrequires: ["[[two]]"]\n---\nText.',
        "long.md": '---\ntype: role\nrequires: ["[[two]]", "[[between]]", "[[unwritten]]"]\n---\n# Long & far',
        "My folder/index.md": "# Mine",
        "My folder/in_it/deep & low.md": "# Deep “and” low",
        **{f"My folder/in_it/n{number}.md": f"# Note {number}" for number in range(MOST + 1)},
    }
    for name, text in files.items():
        (folder / "vault" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "vault" / name).write_text(text, "utf-8")
    build_site(folder / "vault", folder / "site")
    assert broken_links(folder / "site") == []
    with served(folder / "site") as address:
        yield address


def tree_of(page: Page) -> Locator:
    return page.locator(".tree > details")


@pytest.mark.browser
def test_the_tree_shows_where_the_page_is_and_remembers_what_is_open(chromium: Browser, site: str) -> None:
    with strict_page(chromium, site) as page:
        page.goto(f"{site}My folder/in_it/deep & low/")
        tree = tree_of(page)
        assert tree.locator("li").count() == 0
        tree.locator("summary").press("Enter")
        here = tree.locator("[aria-current=page]")
        here.wait_for()
        assert here.inner_text() == "Deep “and” low"
        assert tree.locator("details[open] > summary").all_inner_texts() == ["My folder 303", "In it 302", "D 1"]
        # What was opened to show the page is closed on the next one, what the reader opened is not.
        tree.locator("summary", has_text="Note 0").click()
        tree.get_by_role("link", name="Note 7", exact=True).click()
        page.wait_for_url("**/n7/")
        tree.locator("[aria-current=page]").wait_for()
        page.goto(f"{site}one/")
        tree.get_by_role("link", name="One", exact=True).wait_for()
        assert tree.locator("details[open]").count() == 0
        assert tree.locator("li").count() < 20
        assert axe_violations(page, ".tree") == []


@pytest.mark.browser
def test_on_a_phone_the_tree_is_in_the_drawer(chromium: Browser, site: str) -> None:
    with strict_page(chromium, site, viewport={"width": 360, "height": 740}, color_scheme="dark") as page:
        page.goto(f"{site}two/")
        page.locator(".md-header label[for=__drawer]").click()
        tree_of(page).locator("summary").click()
        here = tree_of(page).locator("[aria-current=page]")
        here.wait_for()
        page.wait_for_timeout(300)  # the drawer moves
        assert 0 < (here.bounding_box() or {"y": -1})["y"] < 740
        assert page.locator(".steps").get_by_role("link", name="Short <b>").count() == 1
        assert axe_violations(page, ".tree") == []
        assert axe_violations(page) == []


@pytest.mark.browser
def test_a_note_shows_the_path_that_the_reader_came_along(chromium: Browser, site: str) -> None:
    with strict_page(chromium, site) as page:
        trail = page.locator(".trail")
        page.goto(f"{site}one/")
        assert trail.inner_text().split("\n")[0] == "Step 1 of 2 of the path to Short <b>"
        page.goto(f"{site}graph/paths/long/")
        page.get_by_role("link", name="One", exact=True).first.click()
        page.wait_for_url("**/one/")
        assert trail.locator("p").inner_text() == "Step 1 of 4 of the path to Long & far"
        assert page.locator(".trail-others").inner_text() == "Also on the path to Short <b>"
        for step in ("3 of 4", "4 of 4"):  # nobody has written the second
            trail.locator("[rel=next]").click()
            page.get_by_text(f"Step {step}").wait_for()
        trail.locator("[rel=next]").click()
        page.wait_for_url("**/long/")
        assert trail.locator("p").inner_text() == "The goal, after 4 steps, of the path to Long & far"
        assert axe_violations(page) == []


@pytest.mark.browser
def test_without_scripts_there_are_other_ways(chromium: Browser, site: str) -> None:
    with strict_page(chromium, site, java_script_enabled=False) as page:
        page.goto(f"{site}one/")
        assert "Step 1 of 2" in page.locator(".trail").inner_text()
        tree_of(page).locator("summary").click()
        page.get_by_role("link", name="A random note").last.click()
        assert page.locator(".cards a").count() == 8
        tree_of(page).locator("summary").click()
        tree_of(page).get_by_role("link", name="From A to Z").click()
        assert page.get_by_role("link", name="Note 300").count() == 1


@pytest.mark.browser
def test_a_random_note_is_one_click_away(chromium: Browser, site: str) -> None:
    with strict_page(chromium, site) as page:
        page.goto(f"{site}one/")
        tree_of(page).locator("summary").click()
        tree_of(page).get_by_role("link", name="A random note").click()
        page.wait_for_function("!location.pathname.includes('graph')")
        assert page.locator("article h1").count() == 1
        page.go_back()
        page.wait_for_url("**/one/")


@pytest.mark.browser
@pytest.mark.parametrize(
    "place", ["all-notes/", "graph/recent-changes/", "graph/tags/deep/water/", "graph/paths/long/"]
)
def test_lists_can_be_used_by_everyone(place: str, chromium: Browser, site: str) -> None:
    with strict_page(chromium, site) as page:
        page.goto(site + place)
        assert axe_violations(page) == []
