"""The pages of the graph on a whole site, in a browser and in the preview."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import built_site
from test_preview import get, serving
from trellis.mkdocs.site import build_site

ROLE = '---\ntype: role\nrequires: ["[[deep]]", "[[unwritten]]"]\n---\n# Role\n'
NOTES = {
    "role.md": ROLE,
    "deep.md": '---\nrequires: "[[algebra]]"\n---\n# Deep\n\nDeep is deep.\n',
    "algebra.md": "# Algebra\n",
}


def save(vault: Path, notes: dict[str, str]) -> None:
    for name, text in notes.items():
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_text(text, "utf-8")


@pytest.fixture
def page(chromium: Browser, wiki_address: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.mark.browser
def test_ticks_are_remembered_on_every_page(page: Page, wiki_address: str) -> None:
    page.goto(wiki_address + "machine_learning_engineer/")
    path = page.locator(".learning-path")
    first = path.get_by_role("checkbox").first
    name = path.locator("li a").first.inner_text()
    expect(path.get_by_role("status")).to_have_text("0 of 8 learned")
    first.focus()
    page.keyboard.press("Space")
    expect(path.get_by_role("status")).to_have_text("1 of 8 learned")
    page.get_by_role("link", name="The whole path").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The path to Machine learning engineer")
    expect(page.get_by_role("checkbox", name=f"Learned: {name}")).to_be_checked()
    page.get_by_role("checkbox", name=f"Learned: {name}").uncheck()
    page.go_back()
    expect(path.get_by_role("status")).to_have_text("0 of 8 learned")


@pytest.mark.browser
def test_a_path_without_scripts_is_a_list(chromium: Browser, wiki_address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(wiki_address + "graph/paths/machine_learning_engineer/")
    expect(page.locator(".steps > li")).to_have_count(8)
    expect(page.get_by_role("checkbox")).to_have_count(0)
    context.close()


def test_the_path_of_a_role_says_what_is_missing(tmp_path: Path) -> None:
    save(tmp_path / "vault", NOTES)
    build_site(tmp_path / "vault", tmp_path / "site")
    page = (tmp_path / "site/graph/paths/role/index.html").read_text("utf-8")
    assert "3 steps in 2 stages; 1 is not written yet." in page
    assert '<span class="wikilink unresolved" title="Nobody has written “unwritten” yet">unwritten</span>' in page
    assert "<p>Deep is deep.</p>" in page
    assert page.index("Algebra") < page.index('id="stage-2"') < page.index(">Deep<")
    assert not (tmp_path / "site/graph/paths/deep").exists()


def test_a_note_in_the_place_of_a_page_of_ours_stays(tmp_path: Path) -> None:
    save(tmp_path / "vault", {**NOTES, "graph/index.md": "# Mine\n", "graph/paths/role.md": "# My path\n"})
    build_site(tmp_path / "vault", tmp_path / "site")
    assert ">Mine</h1>" in (tmp_path / "site/graph/index.html").read_text("utf-8")
    assert ">My path</h1>" in (tmp_path / "site/graph/paths/role/index.html").read_text("utf-8")
    assert (tmp_path / "site/graph/topics/index.html").exists()


@pytest.mark.parametrize("notes", [{}, {"index.md": "# Alone\n"}])
def test_an_empty_graph_and_one_note(tmp_path: Path, notes: dict[str, str]) -> None:
    (tmp_path / "vault").mkdir()
    save(tmp_path / "vault", notes)
    build_site(tmp_path / "vault", tmp_path / "site")
    said = {name: (tmp_path / f"site/graph/{name}/index.html").read_text("utf-8") for name in ("topics", "wanted")}
    assert "There are no topics yet" in said["topics"]
    assert "Every name that a note links to has been written." in said["wanted"]


def test_the_preview_follows_topics_paths_and_data(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    save(vault, {"index.md": "# Home\n"})
    with serving("trellis.cli", "serve", vault, cwd=tmp_path) as address:
        assert get(f"{address}graph/topics/ring-0/")[0] == 404
        all_of_them = " ".join(f"[[ring-{i}]]" for i in range(6))
        save(vault, {f"ring-{i}.md": all_of_them for i in range(6)})
        status, page = get(f"{address}graph/topics/ring-0/")
        assert (status, "6 notes that link to each other" in page) == (200, True)
        assert '"Ring 3"' in get(f"{address}graph/explorer.json")[1]
        save(vault, {"ring-3.md": f"# Renamed\n\n{all_of_them}"})
        assert '"Renamed"' in get(f"{address}graph/explorer.json")[1]
        save(vault, NOTES)
        assert get(f"{address}graph/paths/role/")[0] == 200
        (vault / "role.md").write_text("# No role\n")
        assert get(f"{address}graph/paths/role/")[0] == 404


def test_files_of_the_graph_are_kept_when_nothing_of_it_changed(tmp_path: Path) -> None:
    site = built_site(tmp_path, **{"index.md": "# Home\n\n[[a]]\n", "a.md": "# A\n"})
    assert (site / "graph/graph.json").exists()
    vault, out = tmp_path / "vault", tmp_path / "out"
    save(vault, NOTES)
    build_site(vault, out)
    before = {file: file.stat().st_mtime_ns for file in out.glob("graph/*.*")}
    assert len(before) >= 4
    (vault / "algebra.md").write_text("# Algebra\n\n\n", "utf-8")
    build_site(vault, out)
    assert {file: file.stat().st_mtime_ns for file in out.glob("graph/*.*") if file.suffix != ".html"} == {
        file: time for file, time in before.items() if file.suffix != ".html"
    }
    (vault / "algebra.md").write_text("# Algebra of today\n", "utf-8")
    build_site(vault, out)
    assert b"Algebra of today" in (out / "graph/graph.json").read_bytes()
