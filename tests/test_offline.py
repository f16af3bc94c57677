"""A site made with Material's offline plugin, opened from a disk: what works, and what is said where it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import build_project

pytestmark = pytest.mark.browser

SETTINGS = """site_name: Test
theme: {name: material, font: false}
plugins: [search, trellis, offline]
"""
# Material hides a diagram in a tree of its own.
OPEN_SHADOWS = """const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function () { return attach.call(this, { mode: "open" }) }"""
RING = {
    f"ring {number}.md": f"# Ring {number}\n\n[[ring {(number + 1) % 6}]] [[ring {(number + 2) % 6}]]"
    for number in range(6)
}
NOTES = {
    "index.md": "# Home\n\n[[Newton]]",
    "people/Newton.md": "# Newton\n\nA rival of [[Hooke]], whose [[ring 1]] he knew. [Part](Hooke.md#springs)\n\n"
    "```mermaid\ngraph TD\n  a-->b\n```",
    "people/Hooke.md": '---\nrequires: ["[[Newton]]"]\ntags: [physics]\n---\n# Hooke\n\n## Springs\n\nWords.',
    **RING,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("offline")
    for name, text in {"mkdocs.yml": SETTINGS, **{f"docs/{name}": text for name, text in NOTES.items()}}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    build_project(root)
    return (root / "site").as_uri()


@contextmanager
def opened(chromium: Browser, site: str) -> Iterator[Page]:
    """A page that fails the test when it asks the network for anything, or complains."""
    context = chromium.new_context()
    page = context.new_page()
    page.add_init_script(OPEN_SHADOWS)
    complaints: list[str] = []
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else complaints.append(r.url))
    page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(10_000)
    yield page
    context.close()
    assert complaints == []


def test_notes_are_read_and_lead_to_each_other(site: str, chromium: Browser) -> None:
    with opened(chromium, site) as page:
        page.goto(f"{site}/index.html")
        page.locator("article a", has_text="Newton").first.click()
        page.wait_for_url("**/people/Newton.html")
        page.locator(".local-graph a", has_text="Hooke").click()
        page.wait_for_url("**/people/Hooke.html")
        assert "A rival of" in page.locator(".backlinks").inner_text()
        expect(page.locator("article a", has_text="#physics")).to_have_attribute("href", "../graph/tags/physics.html")
        page.goto(f"{site}/people/Newton.html")
        page.locator("article a", has_text="Part").click()
        page.wait_for_url("**/people/Hooke.html#springs")
        page.goto(f"{site}/graph/topics.html")
        page.locator(".topic-card h2 a").click()
        page.locator("article a", has_text="Ring 3").first.click()
        assert page.locator("h1").inner_text() == "Ring 3"


def test_notes_are_found(site: str, chromium: Browser) -> None:
    with opened(chromium, site) as page:
        page.goto(f"{site}/index.html")
        page.locator(".md-search__input").press_sequentially("rival")
        page.locator(".md-search-result__link").first.click()
        page.wait_for_url("**/people/Newton.html*")


def test_what_cannot_be_loaded_is_said(site: str, chromium: Browser) -> None:
    from_disk = "opened from a disk may not load"
    with opened(chromium, site) as page:
        page.goto(f"{site}/graph/index.html")
        expect(page.locator(".explorer-trouble")).to_contain_text(from_disk)
        assert page.locator(".graph-topics li a").is_visible()
        page.goto(f"{site}/graph/connect.html")
        expect(page.locator(".connect-status")).to_contain_text(from_disk)
        assert page.locator(".connect-plain li a").is_visible()
        page.goto(f"{site}/people/Newton.html")
        page.locator(".graph-farther").click()
        expect(page.locator(".graph-status")).to_contain_text("A page opened from a disk may not load them")
        drawn = page.locator("div.mermaid")
        expect(drawn).to_contain_text(from_disk)
        expect(drawn).to_contain_text("a-->b")
