"""The built wiki in a real browser: what a reader sees and can reach, on a desktop and on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from conftest import ROOT, built_site, served, strict_page
from trellis import load_wiki

pytestmark = pytest.mark.browser

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
NOTE = "evaluating_models/"


@pytest.fixture
def page(chromium: Browser, wiki_address: str) -> Iterator[Page]:
    with strict_page(chromium, wiki_address, viewport=DESKTOP) as page:
        yield page


def test_the_home_page_leads_to_a_note(page: Page, wiki_address: str) -> None:
    page.goto(wiki_address)
    expect(page).to_have_title("Careers in machine learning")
    page.get_by_role("article").get_by_role("link", name="Data scientist").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data scientist")


def test_a_note_shows_its_source_and_the_video(page: Page, wiki_address: str) -> None:
    wiki = load_wiki(ROOT / "content")
    path = next(path for path, note in wiki.notes.items() if note.properties.video_id)
    page.goto(wiki_address + wiki.site.url(path))
    source = page.locator(".note-source")
    expect(source.get_by_role("link", name="Watch the video")).to_have_attribute(
        "href", f"https://www.youtube.com/watch?v={wiki.notes[path].properties.video_id}"
    )
    source.get_by_role("link").first.click()
    expect(page.get_by_role("region", name="Talks")).to_be_visible()


def test_backlinks_say_the_sentence_and_lead_back(page: Page, wiki_address: str) -> None:
    page.goto(wiki_address + NOTE)
    backlinks = page.locator(".backlinks")
    expect(backlinks.locator("p mark").first).to_be_visible()
    title = backlinks.locator(".sayings > li > a").first.inner_text()
    backlinks.locator(".sayings > li > a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_local_graph_is_named_and_its_nodes_lead_somewhere(page: Page, wiki_address: str) -> None:
    page.goto(wiki_address + NOTE)
    graph = page.get_by_role("group", name="Notes around Evaluating models")
    expect(graph).to_be_visible()
    node = graph.get_by_role("link").first
    node.focus()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(wiki_address + NOTE)


def test_the_contents_lead_to_their_headings(page: Page, wiki_address: str) -> None:
    page.goto(wiki_address + NOTE)
    entry = page.get_by_role("navigation", name="Table of contents").get_by_role("link").nth(1)
    entry.click()
    anchor = page.url.partition("#")[2]
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


def test_search_finds_a_note(page: Page, wiki_address: str) -> None:
    page.goto(wiki_address)
    page.keyboard.press("/")
    page.keyboard.type("negotiating")
    expect(
        page.get_by_role("dialog").get_by_role("link", name="Negotiating an offer", exact=True).first
    ).to_be_visible()


def test_code_is_not_linked_and_callouts_are_boxes(page: Page, wiki_address: str) -> None:
    page.goto(wiki_address + "how_to_write_a_note/")
    expect(page.locator("code a.wikilink")).to_have_count(0)
    expect(page.locator("article code", has_text="[[data_cleaning|cleaning]]").first).to_be_visible()
    page.goto(wiki_address + "machine_learning_engineer/")
    callout = page.locator(".callout").first
    assert callout.evaluate("e => getComputedStyle(e).borderLeftStyle") == "solid"


@pytest.mark.parametrize("path", ["", NOTE, "lexfridman/", "graph/tags/data/", "how_to_write_a_note/"])
def test_nothing_is_wider_than_a_phone(page: Page, wiki_address: str, path: str) -> None:
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        page.goto(wiki_address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} at {width} pixels"


def test_a_page_is_complete_without_scripts(chromium: Browser, wiki_address: str) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(wiki_address + NOTE)
    for part in ("article h1", ".local-graph", ".backlinks"):
        expect(page.locator(part)).to_be_visible()
    context.close()


def test_an_unwritten_note_looks_different_and_says_so(chromium: Browser, tmp_path: Path) -> None:
    files = {"index.md": "# Home\n\nSee [[Leibniz]] and [[Newton]].\n", "Newton.md": "# Newton\n"}
    with served(built_site(tmp_path, **files)) as address:
        page = chromium.new_page()
        page.goto(address)
        ghost = page.locator("article .unresolved", has_text="Leibniz")
        expect(ghost).to_have_attribute("title", "Nobody has written “Leibniz” yet")
        link = page.get_by_role("link", name="Newton").first
        colour = "e => getComputedStyle(e).color"
        assert ghost.evaluate(colour) != link.evaluate(colour)
        assert ghost.evaluate("e => e.tagName") == "SPAN"
        page.close()


def test_a_film_is_asked_for_only_after_a_click(chromium: Browser, tmp_path: Path) -> None:
    talk = "# Home\n\n![A talk](https://youtu.be/sndW9hzX-wA?t=90)\n"
    site = built_site(tmp_path, **{"index.md": talk, "plain.md": "# Plain\n"})
    assert "videos.js" not in (site / "plain/index.html").read_text("utf-8")
    with served(site) as address:
        page = chromium.new_page()
        asked: list[str] = []
        page.on("request", lambda r: None if r.url.startswith(address) else asked.append(r.url))
        page.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="player"))
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert not asked
        page.get_by_role("link", name="A talk").click()
        frame = page.locator("iframe.video")
        expect(frame).to_have_attribute("title", "A talk")
        page.wait_for_load_state("networkidle")
        (film,) = asked
        assert re.fullmatch(r"https://www\.youtube-nocookie\.com/embed/sndW9hzX-wA\?autoplay=1&.*start=90", film)
        page.close()


@pytest.mark.usefixtures("usual_letters")
def test_no_word_of_a_local_graph_is_cut_off_on_a_phone(page: Page, wiki_address: str) -> None:
    wiki = load_wiki(ROOT / "content")
    page.set_viewport_size({"width": 360, "height": PHONE["height"]})
    for path in wiki.notes:
        page.goto(wiki_address + wiki.site.url(path), wait_until="domcontentloaded")
        outside = page.evaluate(
            """() => [...document.querySelectorAll(".local-graph text")]
                .map((text) => [text.textContent, text.getBoundingClientRect()])
                .filter(([, box]) => box.left < 0 || box.right > innerWidth)
                .map(([words]) => words)"""
        )
        assert not outside, path


def test_the_film_of_a_note_plays_in_a_corner_from_the_second_that_is_clicked(
    chromium: Browser, tmp_path: Path
) -> None:
    note = "---\nvideoId: sndW9hzX-wA\n---\n# Home\n\nA claim [12:40].\n"
    with served(built_site(tmp_path, **{"index.md": note})) as address:
        page = chromium.new_page()
        asked: list[str] = []
        page.on("request", lambda r: None if r.url.startswith(address) else asked.append(r.url))
        page.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="player"))
        page.goto(address)
        chip = page.get_by_role("link", name="Watch the video", exact=True)
        chip.click()
        corner = page.get_by_role("complementary", name="Video")
        expect(corner.locator("iframe")).to_have_attribute("src", re.compile("embed/sndW9hzX-wA.*start=0$"))
        page.get_by_role("link", name="12:40").first.click()
        expect(page.locator(".video-dock")).to_have_count(1)
        expect(corner.locator("iframe")).to_have_attribute("src", re.compile("embed/sndW9hzX-wA.*start=760$"))
        page.keyboard.press("Escape")
        expect(corner).to_have_count(0)
        expect(page.get_by_role("link", name="12:40").first).to_be_focused()
        page.wait_for_load_state("networkidle")
        assert {url.partition("?")[0] for url in asked} == {"https://www.youtube-nocookie.com/embed/sndW9hzX-wA"}
        page.close()
