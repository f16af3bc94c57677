"""The pages of the graph on a whole site, in a browser and in the preview."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from conftest import axe_violations, built_site, served, strict_page
from test_preview import get, serving
from trellis.mkdocs.site import build_site

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SCHEMES = {"light": "default", "dark": "slate"}
"""How Material calls what a reader prefers."""
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
    with strict_page(chromium, wiki_address, viewport=DESKTOP) as page:
        yield page


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose pages of the graph have everything that they can show."""
    folder = tmp_path_factory.mktemp("linked")
    save(
        folder / "vault",
        {**NOTES, **ring("red"), **ring("blue"), "bridge.md": "# Bridge\n\n[[red-0]] [[blue-0]] #hue/mixed\n"},
    )
    build_site(folder / "vault", folder / "site")
    with served(folder / "site") as address:
        yield address


def ring(name: str) -> dict[str, str]:
    """A topic whose notes all want the same one."""
    others = {f"{name}-{i}.md": [f"[[{name}-{j}]]" for j in range(8) if j != i] for i in range(8)}
    words = f"# Note\n\nLinked {name}: %s.\n\nIt wants [[unwritten {name}]] and [[unwritten]]. See [[red-1]].\n"
    return {path: words % ", ".join(links) for path, links in others.items()}


@pytest.mark.browser
def test_ticks_are_remembered_on_every_page(page: Page, wiki_address: str) -> None:
    page.goto(wiki_address + "machine_learning_engineer/")
    path = page.locator(".learning-path")
    first = path.get_by_role("checkbox").first
    name = path.locator("li a").first.inner_text()
    steps = path.locator("[data-step]").count()
    expect(path.get_by_role("status")).to_have_text(f"0 of {steps} learned")
    first.focus()
    page.keyboard.press("Space")
    expect(path.get_by_role("status")).to_have_text(f"1 of {steps} learned")
    page.get_by_role("link", name="The whole path").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The path to Machine learning engineer")
    expect(page.get_by_role("checkbox", name=f"Learned: {name}")).to_be_checked()
    page.get_by_role("checkbox", name=f"Learned: {name}").uncheck()
    page.go_back()
    expect(path.get_by_role("status")).to_have_text(f"0 of {steps} learned")


@pytest.mark.browser
def test_a_path_without_scripts_is_a_list(chromium: Browser, linked: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(linked + "graph/paths/role/")
    expect(page.locator(".steps > li")).to_have_count(3)
    expect(page.get_by_role("checkbox")).to_have_count(0)
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("tags/", ".tag-list"),
        ("tags/hue/", ".tag-list"),
        ("topics/", ".topic-card"),
        ("topics/red-1/", "#__bridges"),
        ("wanted/", ".wanted .excerpt"),
        ("paths/role/", ".steps .unresolved"),
        ("numbers/", ".ranked .bar"),
    ],
)
def test_axe_finds_nothing(
    chromium: Browser, linked: str, place: str, shown: str, size: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    with strict_page(chromium, linked, viewport=size, color_scheme=scheme, reduced_motion="reduce") as page:
        page.goto(f"{linked}graph/{place}")
        expect(page.locator(shown).first).to_be_visible()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[scheme])
        page.evaluate("for (const more of document.querySelectorAll('details')) more.open = true")
        assert not axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


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
