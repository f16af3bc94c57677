"""Search: a dialog over Pagefind's index, from the keyboard, on a phone, and without scripts."""

import gzip
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from conftest import axe_violations, served, strict_page
from edits import save
from trellis import search_index
from trellis.mkdocs.site import build_site

NOTES = {
    "index.md": "# Home\n\n[[Newton]], [[Hooke]], [[Boyle]], [[Optics]]\n",
    "people/Newton.md": """---
aliases: [Sir Isaac]
type: person
tags: [physics/light, money]
---
# Newton
From: [[A talk]]

He wrote on prisms and [[Optics]]. See [[Hooke]].

## The apple tree

It stood in a garden; `<img src=x onerror=alert(1)>` is only text.
""",
    "people/Hooke.md": "---\ntype: person\ntags: [physics]\n---\n# Hooke\n\nA rival of [[Newton]]. Springs; a garden\n",
    "people/Boyle.md": "---\ntype: person\n---\n# Boyle\n\nAir, pumps, [[Newton]].\n",
    "Optics.md": "---\ntype: field\n---\n# Optics\n\nLenses and prisms: [[Newton]].\n",
    "A talk.md": "---\ntype: source\n---\n# A talk\n\nOn [[Newton]].\n",
    "100% #1.md": "# A name of signs\n\nIts words are xylophones, [[Newton]].\n",
    "Orrery.md": "# Orrery\n\n![[orrery.png]]\n",
    "orrery.png": "a picture",
    "search.md": "# Search\n\nA page where the index is.\n",
    "secret.md": "---\npublish: false\n---\n# Secret\n\nAlchemy.\n",
}

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "has_touch": True}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("searched")
    save(folder / "vault", NOTES, {})
    # Beneath a path, as on many hosts.
    build_site(folder / "vault", folder / "root/wiki")
    return folder / "root"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as root:
        yield f"{root}wiki/"


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    with strict_page(chromium, address) as page:
        page.goto(address + "people/Boyle/")
        yield page


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Search")


def searched(page: Page, words: str) -> Locator:
    """The titles that are found for *words*."""
    if not dialog(page).is_visible():
        page.wait_for_load_state()  # no key is heard before
        page.keyboard.press("/")
    field = dialog(page).get_by_role("textbox")
    expect(field).to_be_focused()
    field.fill(words)
    return dialog(page).locator(".search-link")


@pytest.mark.browser
def test_a_note_is_found_from_the_keyboard(page: Page, address: str) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("springs")  # quicker than the dialog comes
    expect(dialog(page).locator(".search-link")).to_have_text(["Hooke"])
    expect(searched(page, "prism")).to_have_text(["Optics", "Newton"])
    expect(dialog(page).get_by_role("status")).to_have_text("2 pages found")
    expect(dialog(page).locator("mark", has_text="prisms")).to_have_count(2)
    expect(dialog(page).locator(".search-where").first).to_contain_text("people")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(dialog(page).get_by_role("link", name="Newton", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}people/Newton/?h=prism")
    page.wait_for_function("CSS.highlights.get('searched')?.size > 0")


@pytest.mark.browser
def test_a_note_of_a_picture_alone_is_found_by_its_name(page: Page) -> None:
    expect(searched(page, "orrery")).to_have_text(["Orrery"])


@pytest.mark.browser
def test_it_closes_and_keeps_what_was_typed(page: Page) -> None:
    door = page.get_by_role("button", name="Search")
    door.focus()
    page.keyboard.press("Enter")
    expect(searched(page, "rival")).to_have_text(["Hooke"])
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    expect(door).to_be_focused()
    page.keyboard.press("s")
    expect(dialog(page).get_by_role("textbox")).to_have_value("rival")
    expect(dialog(page).locator(".search-link")).to_have_text(["Hooke"])


@pytest.mark.browser
def test_other_names_headings_and_odd_addresses_lead_there(page: Page, address: str) -> None:
    expect(searched(page, "sir isaac")).to_have_text(["Newton"])
    expect(dialog(page).locator(".search-alias mark")).to_have_text(["Sir", "Isaac"])
    expect(searched(page, "xylophone")).to_have_text(["A name of signs"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("A name of signs")
    searched(page, "apple tree")
    dialog(page).get_by_role("link", name="The apple tree").click()
    page.wait_for_url(f"{address}people/Newton/?h=apple+tree#*")
    expect(page.get_by_role("heading", name="The apple tree")).to_be_in_viewport()


@pytest.mark.browser
def test_what_takes_long_to_find_does_not_hold_up_the_rest(page: Page) -> None:
    held: list[Route] = []
    page.context.route("**/fragment/**", lambda route: route.continue_() if held else held.append(route))
    expect(searched(page, "prism")).to_have_count(1)
    expect(dialog(page).get_by_role("status")).to_have_text("2 pages found")
    page.keyboard.press("ArrowDown")
    held[0].continue_()
    expect(dialog(page).locator(".search-link")).to_have_text(["Optics", "Newton"])
    expect(dialog(page).locator(".search-link:focus")).to_have_count(1)


@pytest.mark.browser
def test_facets_narrow_it_down(page: Page) -> None:
    expect(searched(page, "newton").first).to_be_visible()
    kind = dialog(page).get_by_role("combobox", name="Type")
    assert "person (3)" in kind.inner_text()
    kind.focus()
    kind.select_option("person")
    expect(dialog(page).get_by_role("status")).to_have_text("3 pages found")
    expect(kind).to_be_focused()
    dialog(page).get_by_role("combobox", name="Tag").select_option("physics")
    expect(dialog(page).locator(".search-link")).to_have_text(["Newton", "Hooke"])
    # What else there is to choose of a facet does not hang on what is chosen of it.
    assert "field" not in kind.inner_text()
    dialog(page).get_by_role("button", name="Remove all filters").click()
    expect(dialog(page).get_by_role("status")).to_have_text("7 pages found")


@pytest.mark.browser
def test_what_is_not_found_is_said_with_what_is_near(page: Page) -> None:
    searched(page, "xylograph")
    expect(dialog(page).get_by_role("status")).to_have_text("Nothing has “xylograph”.")
    expect(dialog(page).locator(".search-link")).to_have_text(["A name of signs", "All notes"])
    searched(page, "lenses")
    dialog(page).get_by_role("combobox", name="Type").select_option("field")
    searched(page, "pumps")
    dialog(page).get_by_role("button", name="Show 1 page without filters").click()
    expect(dialog(page).locator(".search-link")).to_have_text(["Boyle"])


@pytest.mark.browser
def test_what_notes_say_is_never_run(page: Page) -> None:
    expect(searched(page, "garden").first).to_be_visible()
    searched(page, "onerror")
    expect(dialog(page).locator(".search-excerpt").first).to_contain_text("<img src=x onerror=alert(1)>")
    expect(dialog(page).locator("img")).to_have_count(0)


@pytest.mark.browser
def test_nothing_is_loaded_before_it_is_asked_for(chromium: Browser, address: str) -> None:
    with strict_page(chromium, address) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address, wait_until="networkidle")
        assert [url for url in asked if "search" in url and "/search." not in url] == []
        expect(searched(page, "springs")).to_have_text(["Hooke"])
        assert any("/search/pagefind.js" in url for url in asked)


@pytest.mark.browser
@pytest.mark.parametrize("options", [{}, PHONE], ids=["light", "phone, dark"])
def test_it_is_for_everyone(chromium: Browser, address: str, options: dict[str, Any]) -> None:
    with strict_page(chromium, address, **options) as page:
        page.goto(address)
        page.get_by_role("button", name="Search").click()
        expect(dialog(page).get_by_text("Esc to close" if not options else "Whole words")).to_be_visible()
        assert axe_violations(page, ".search-dialog") == []
        expect(searched(page, "sir").first).to_be_visible()
        if options:
            expect(dialog(page).get_by_role("combobox", name="Type")).to_be_hidden()
            dialog(page).get_by_text("Filters").click()
        expect(dialog(page).get_by_role("combobox", name="Type")).to_be_visible()
        assert axe_violations(page, ".search-dialog") == []
        assert axe_violations(page, ".md-header") == []
        assert page.evaluate("document.querySelector('dialog').scrollWidth <= innerWidth")


@pytest.mark.browser
def test_without_scripts_it_is_a_link_to_all_notes(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "people/Boyle/")
    page.get_by_role("link", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All notes")
    context.close()


def contents(site: Path) -> dict[str, bytes]:
    """What the index says of pages, by file."""
    return {file.name: gzip.decompress(file.read_bytes()) for file in (site / "search/fragment").iterdir()}


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pages Pagefind was given, each time."""
    counts: list[int] = []
    begin = search_index.Indexing.__init__

    def counted(self: search_index.Indexing, documents: Any, *arguments: Any, **options: Any) -> None:
        documents = list(documents)
        counts.append(len(documents))
        begin(self, documents, *arguments, **options)

    monkeypatch.setattr(search_index.Indexing, "__init__", counted)
    return counts


def test_it_is_made_anew_only_when_something_changed(tmp_path: Path, indexed: list[int]) -> None:
    vault, site = tmp_path / "vault", tmp_path / "site"
    save(vault, NOTES, {})
    build_site(vault, site)
    first = contents(site)
    assert not any(b"Alchemy" in said for said in first.values())
    build_site(vault, site)
    assert len(indexed) == 1
    assert contents(site) == first
    assert "A page where the index is." in (site / "search/index.html").read_text("utf-8")
    (vault / "people/Hooke.md").write_text("# Hooke\n\nMicrographia. [[Newton]]\n", "utf-8")
    build_site(vault, site)
    again = contents(site)
    assert indexed[1] == indexed[0], "pages that did not change are known"
    assert any(b"Micrographia" in said for said in again.values())
    assert not any(b"Springs" in said for said in again.values()), "what is stale is removed"
    build_site(vault, site)
    assert len(indexed) == 2
    (site / "search/pagefind.js").unlink()
    build_site(vault, site)
    assert (site / "search/pagefind.js").is_file()


@pytest.mark.parametrize("use_directory_urls", [True, False])
def test_fragments_of_pages_that_did_not_change_are_not_made_again(tmp_path: Path, *, use_directory_urls: bool) -> None:
    def index(name: str, texts: dict[str, str], known: dict[str, str]) -> search_index.Index:
        places = {page: page if use_directory_urls else page.replace("/index.html", ".html") for page in texts}
        documents = [
            search_index.Document(
                places[page], search_index.fact("title", page), search_index.compressed(f"<p>{said}</p>")
            )
            for page, said in texts.items()
        ]
        keep = not use_directory_urls
        known = {places[page]: file for page, file in known.items()}
        index = search_index.Indexing(documents, tmp_path / name, "en", keep_index=keep, known=known).finish()
        return index._replace(fragments={page: index.fragments[place] for page, place in places.items()})

    long = f"{'l' * 200}/{'m' * 100}/index.html"
    texts = {"index.html": "home", "a é/100%/index.html": "apples", 'q"/index.html': "quinces", long: "limes"}
    first = index("first", texts, {})
    assert {*map(str, first.files)} > set(first.fragments.values())
    still = {page: first.fragments[page] for page in ("index.html", 'q"/index.html', long)}
    # It would be packed as before: what is not packed again is what says otherwise.
    Path(still["index.html"]).write_bytes(b"as it lay there")
    now = {**texts, "a é/100%/index.html": "pears"}
    second, anew = index("second", now, still), index("anew", now, {})
    assert {file.name for file in second.files} == {file.name for file in anew.files}
    assert Path(second.fragments["index.html"]).read_bytes() == b"as it lay there"
    assert b"pears" in gzip.decompress(Path(second.fragments["a é/100%/index.html"]).read_bytes())
    # The name of a fragment that lies there is wanted for that of another page.
    wrong = tmp_path / "wrong" / Path(second.fragments["a é/100%/index.html"]).name
    wrong.parent.mkdir()
    wrong.write_bytes(b"of home")
    third = index("third", now, {"index.html": str(wrong)})
    assert all(
        file.read_bytes() == (tmp_path / "anew" / file.relative_to(tmp_path / "third")).read_bytes()
        for file in third.files
        if file.parent.name == "fragment"
    )


def test_a_site_keeps_the_fragments_of_pages_that_did_not_change(tmp_path: Path) -> None:
    vault, site = tmp_path / "vault", tmp_path / "site"
    save(vault, NOTES, {})
    build_site(vault, site)
    before = {file.name: file.stat().st_ino for file in (site / "search/fragment").iterdir()}
    (vault / "people/Hooke.md").write_text("# Hooke\n\nMicrographia. [[Newton]]\n", "utf-8")
    build_site(vault, site)
    after = {file.name: file.stat().st_ino for file in (site / "search/fragment").iterdir()}
    assert len(after) == len(before)
    assert len(after.items() & before.items()) == len(before) - 1
    next((site / "search/fragment").iterdir()).unlink()
    build_site(vault, site)
    build_site(vault, tmp_path / "clean")
    assert contents(site) == contents(tmp_path / "clean"), "one that was lost is made again"


def test_an_index_that_cannot_be_made_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    save(tmp_path / "vault", NOTES, {})
    monkeypatch.setattr(search_index, "pagefind", lambda: (Path(sys.executable), "1"))
    build_site(tmp_path / "vault", tmp_path / "site")
    (said,) = (record for record in caplog.records if "Pagefind could not" in record.getMessage())
    assert said.levelno == logging.WARNING
    assert (tmp_path / "site/people/Newton/index.html").is_file()
    monkeypatch.undo()
    build_site(tmp_path / "vault", tmp_path / "site")
    assert contents(tmp_path / "site")


SETTINGS = "site_name: T\nsite_dir: out\ntheme: {name: material, font: false}\nplugins: [search, offline, trellis]\n"


def test_a_site_for_a_disk_keeps_the_search_of_material(tmp_path: Path) -> None:
    save(tmp_path, {"mkdocs.yml": SETTINGS, "docs/index.md": "# Home\n\nPrisms.\n"}, {})
    command = [sys.executable, "-m", "mkdocs", "build"]
    result = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert result.stderr.count("Search is Material's own: the plugin `offline`") == 1
    assert "Prisms" in (tmp_path / "out/search/search_index.js").read_text("utf-8")
    assert 'name="search"' in (tmp_path / "out/index.html").read_text("utf-8")


def test_other_plugins_see_pages_and_search_does_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether MkDocs makes the pages or we do, the same is found."""
    save(tmp_path / "vault", NOTES, {})
    build_site(tmp_path / "vault", tmp_path / "ours")
    monkeypatch.setattr("trellis.mkdocs.plugin.others_look_at_pages", lambda config: True)
    build_site(tmp_path / "vault", tmp_path / "theirs")
    assert contents(tmp_path / "ours") == contents(tmp_path / "theirs")
    assert search_index.pagefind()
