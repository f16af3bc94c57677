"""Aids to reading, in Chromium: previews, lists of links, reader mode and stacked pages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import axe_violations, built_site, served, strict_page
from edits import save

pytestmark = pytest.mark.browser

PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
NOTES = {
    "index.md": "# Home\n\nTo [[beta|the second]] and [[delta]].\n",
    "alpha.md": "# Alpha\n\nTo [[beta]], [[beta#Part|a part]],"
    " [[beta#^block|a block]], [[#Own|its own]] and [[nobody]]."
    " A note[^1].\n\n## Own\n\nWhat is its own.\n\n[^1]: Said *below* of [[gamma]].\n",
    "beta.md": "---\naliases: [Second]\n---\n# Beta\n\nIt leads to [[alpha]] ![[pixel.svg]].\n\n"
    "## Part\n\nOf a part.\n\n### Deeper\n\nWithin it.\n\n"
    "## Another\n\nA block. ^block\n\nAnother one.\n",
    "gamma.md": "# Gamma\n\nThe second is mentioned, and [[alpha]] is linked.\n",
    "delta.md": "# Delta\n\nSeen from ![afar](https://example.org/far.png).\n",
    "pixel.svg": PIXEL,
}
WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 700}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_site(tmp_path_factory.mktemp("reading"), **NOTES)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


def card(page: Page) -> Any:
    return page.get_by_role("tooltip").and_(page.locator(".preview-card"))


def link(page: Page, name: str) -> Any:
    return page.locator("article p").get_by_role("link", name=name, exact=True).first


def test_pointing_at_a_link_shows_the_note(chromium: Browser, address: str) -> None:
    with strict_page(chromium, address, **WIDE) as page:
        page.goto(address)
        link(page, "the second").hover()
        expect(card(page)).to_contain_text("It leads to Alpha")
        assert card(page).locator(".preview-title").inner_text() == "Beta"
        assert card(page).locator("a").evaluate("a => a.href") == f"{address}alpha/"
        assert card(page).locator("img").evaluate("i => [i.src, i.loading]") == [f"{address}pixel.svg", "lazy"]
        assert card(page).locator("[id], script, button").count() == 0
        card(page).hover()
        page.wait_for_timeout(500)
        expect(card(page)).to_be_visible()
        page.mouse.move(2, 2)
        expect(card(page)).to_have_count(0)
        link(page, "Delta").hover()
        expect(card(page)).to_contain_text("Seen from afar.")


SHOWN = {
    "a part": ("Part\nOf a part.\nDeeper\nWithin it.", "Another"),
    "a block": ("Beta\nA block.", "Another one"),
    "its own": ("Own\nWhat is its own.", "Alpha"),
    "1": ("Said below of Gamma.", "↩"),
}


def test_parts_and_footnotes_are_shown_for_the_keyboard(chromium: Browser, address: str) -> None:
    with strict_page(chromium, address, **WIDE) as page:
        page.goto(f"{address}alpha/")
        page.get_by_role("button", name="Reader mode").focus()
        for name, (shown, hidden) in {"Beta": ("Beta", "Part"), **SHOWN}.items():
            while page.evaluate("document.activeElement.textContent.trim()") != name:
                page.keyboard.press("Tab")
            expect(card(page)).to_contain_text(shown.split("\n")[-1])
            text = card(page).inner_text()
            assert [line.strip() for line in text.split("\n") if line.strip()][: len(shown.split("\n"))] == shown.split(
                "\n"
            )
            assert hidden not in text
            assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == card(page).get_attribute(
                "id"
            )
            page.keyboard.press("Escape")
            expect(card(page)).to_have_count(0)
            assert page.evaluate("document.activeElement.textContent.trim()") == name


def test_fingers_follow_links_and_open_footnotes(chromium: Browser, address: str) -> None:
    with strict_page(chromium, address, **PHONE) as page:
        page.goto(f"{address}alpha/")
        page.locator(".footnote-ref").tap()
        expect(card(page)).to_contain_text("Said below")
        assert page.url == f"{address}alpha/"
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.locator("h1").tap()
        expect(card(page)).to_have_count(0)
        page.evaluate(
            "new MutationObserver(() => document.querySelector('.preview-card') && (window.name = 'card'))"
            ".observe(document.body, { childList: true })"
        )
        link(page, "Beta").tap()
        page.wait_for_url(f"{address}beta/")
        assert page.evaluate("window.name") == ""


def test_a_page_from_a_disk_shows_what_it_holds(chromium: Browser, site: Path) -> None:
    place = (site / "alpha/index.html").as_uri()
    page = chromium.new_page(**WIDE)
    page.goto(place)
    said: list[str] = []  # from here on: Material itself has complained that it cannot search there
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    link(page, "Beta").hover()
    page.wait_for_timeout(600)
    expect(card(page)).to_have_count(0)
    page.locator(".footnote-ref").hover()
    expect(card(page)).to_contain_text("Said below")
    assert said == []
    page.close()


def test_lists_of_links_are_closed_at_first(chromium: Browser, address: str) -> None:
    with strict_page(chromium, address, java_script_enabled=False, **WIDE) as page:
        page.goto(f"{address}beta/")
        mentioned = page.locator("details", has_text="Mentioned without a link")
        expect(page.get_by_text("is mentioned, and Alpha is linked")).to_be_hidden()
        mentioned.locator("summary").press("Enter")
        assert mentioned.locator("li > *").all_inner_texts() == [
            "Gamma",
            "The second is mentioned, and Alpha is linked.",
        ]
        assert mentioned.locator("mark").inner_text() == "second"
        expect(mentioned).to_contain_text("[[beta]]")
        expect(page.locator(".reading")).to_be_hidden()
        page.goto(f"{address}alpha/")
        outgoing = page.locator("details", has_text="Links from this note 3")
        outgoing.locator("summary").click()
        assert outgoing.locator("li").all_inner_texts() == ["Beta", "nobody", "Gamma"]
        assert outgoing.locator("li > .unresolved").inner_text() == "nobody"


def test_reader_mode_leaves_the_note_alone(chromium: Browser, address: str) -> None:
    around = ".md-header, .md-sidebar, .connections, .links-around, .md-footer"
    with strict_page(chromium, address, **WIDE) as page:
        page.goto(f"{address}alpha/")
        page.get_by_role("button", name="Reader mode").press("Enter")
        assert page.locator(around).count() > 4
        assert not any(part.is_visible() for part in page.locator(around).all())
        assert axe_violations(page) == []
        page.emulate_media(media="print")
        expect(page.locator(".connections")).to_be_visible()
        expect(page.locator(".reading")).to_be_hidden()
        page.emulate_media(media="screen")
        # It is there before anything of the next page is drawn.
        page.add_init_script(
            "new MutationObserver((_, all) => document.body && (all.disconnect(),"
            " window.name = document.documentElement.hasAttribute('data-reader')))"
            ".observe(document, { childList: true, subtree: true })"
        )
        link(page, "Beta").click()
        page.wait_for_url(f"{address}beta/")
        assert page.evaluate("window.name") == "true"
        expect(page.locator(".md-header")).to_be_hidden()
        page.keyboard.press("Escape")
        expect(page.locator(".md-header")).to_be_visible()
        expect(page.get_by_role("button", name="Reader mode")).to_be_focused()
        expect(page.get_by_role("button", name="Reader mode")).to_have_attribute("aria-pressed", "false")
        page.reload()
        expect(page.locator(".md-header")).to_be_visible()


def test_stacked_pages(chromium: Browser, address: str) -> None:
    columns = ".md-content > article"
    with strict_page(chromium, address, reduced_motion="reduce", **WIDE) as page:
        page.goto(f"{address}alpha/")
        page.get_by_role("button", name="Open links beside this note").click()
        expect(page.locator(".stack-page")).to_have_count(1)
        link(page, "a part").click()
        expect(page.locator(columns)).to_have_count(2)
        assert page.evaluate("document.activeElement.textContent") == "Part"
        page.locator(columns).nth(1).get_by_role("link", name="Alpha").first.click()
        expect(page.locator(f"{columns}:first-child h1")).to_be_focused()
        page.locator(f"{columns}:first-child .footnotes").get_by_role("link", name="Gamma").click()
        expect(page.locator(f"{columns} h1")).to_have_text(["Alpha", "Gamma"])
        assert page.url == f"{address}alpha/?stack=gamma%2F"
        assert axe_violations(page) == []
        page.go_back()
        expect(page.locator(f"{columns} h1")).to_have_text(["Alpha", "Beta"])
        page.reload()
        expect(page.locator(f"{columns} h1")).to_have_text(["Alpha", "Beta"], timeout=10_000)
        page.get_by_role("button", name="Close Beta").click()
        expect(page.locator(columns)).to_have_count(1)
        page.goto(f"{address}alpha/?stack=//example.org/&stack=gamma/")
        expect(page.locator(f"{columns} h1")).to_have_text(["Alpha", "Gamma"])
        page.set_viewport_size({"width": 800, "height": 900})
        expect(page.locator(columns)).to_have_count(1)
        link(page, "Beta").click()
        page.wait_for_url(f"{address}beta/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Browser, address: str, scheme: Any) -> None:
    with strict_page(chromium, address, color_scheme=scheme, **WIDE) as page:
        page.goto(f"{address}beta/")
        for summary in page.locator(".links-around summary").all():
            summary.click()
        assert axe_violations(page) == []
        link(page, "Alpha").hover()
        expect(card(page)).to_be_visible()
        page.wait_for_timeout(300)  # it has faded in
        found = page.evaluate("async () => (await axe.run('.preview-card')).violations.map((rule) => rule.id)")
        assert found == []


SETTINGS = """site_name: Test
site_url: {address}wiki/
docs_dir: notes
use_directory_urls: false
theme: {{name: material, font: false, features: [navigation.instant, content.tooltips]}}
plugins: [search, trellis]
"""


def test_with_instant_navigation_under_a_path(chromium: Browser, tmp_path: Path) -> None:
    save(tmp_path, {f"notes/{name}": text for name, text in NOTES.items()}, {})
    with served(tmp_path) as address:
        (tmp_path / "mkdocs.yml").write_text(SETTINGS.format(address=address))
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "wiki"]
        subprocess.run(command, cwd=tmp_path, check=True)
        with strict_page(chromium, address, reduced_motion="reduce", **WIDE) as page:
            page.goto(f"{address}wiki/all-notes.html")
            page.get_by_role("link", name="Alpha", exact=True).click()
            page.wait_for_url(f"{address}wiki/alpha.html")
            link(page, "a part").hover()
            expect(card(page)).to_contain_text("Of a part.")
            page.get_by_role("button", name="Reader mode").click()
            expect(page.locator(".md-header")).to_be_hidden()
            link(page, "Beta").click()
            page.wait_for_url(f"{address}wiki/beta.html")
            expect(card(page)).to_have_count(0)
            expect(page.get_by_role("button", name="Reader mode")).to_have_attribute("aria-pressed", "true")
            page.keyboard.press("Escape")
            page.get_by_role("button", name="Open links beside this note").click()
            expect(page.locator(".stack-page")).to_have_count(1)
            link(page, "Alpha").click()
            expect(page.locator(".md-content > article h1")).to_have_text(["Beta", "Alpha"])
            assert page.url == f"{address}wiki/beta.html?stack=alpha.html"
            page.go_back()
            expect(page.locator(".md-content > article h1")).to_have_text(["Beta"])
