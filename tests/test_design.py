"""How pages look and weigh, measured in Chromium: what is promised to readers, in numbers."""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import http.server
import re
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from conftest import axe_violations, built_site, served, strict_page
from odd_vault import odd_vault

pytestmark = pytest.mark.browser

KINDS = {
    "home": "",
    "concept": "gradient_boosting/",
    "role": "data_scientist/",
    "talk": "talks/talk_5_interview_questions_you_must_be_prepared_to_answer/",
    "sources": "sources/",
    "channel": "lexfridman/",
    "topic": "graph/topics/",
    "graph": "graph/",
    "connect": "graph/connect/",
    "wanted": "graph/wanted/",
    "numbers": "graph/numbers/",
    "tags": "graph/tags/",
    "tag": "graph/tags/evaluation/",
    "path": "graph/paths/data_scientist/",
    "all notes": "all-notes/",
    "missing": "404.html",
}
ODD = ("", "odd/", "long_title/", "empty/", "one_word/", "headings/", "embedding/", "hub/", "all-notes/")
_SCRIPTS = re.compile(r"<script(?![^>]*\b(?:src|type)=)[^>]*>(.*?)</script>", re.DOTALL)


@pytest.fixture(scope="module")
def odd_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_site(tmp_path_factory.mktemp("odd"), **odd_vault())


@pytest.fixture(scope="module")
def odd_site(odd_folder: Path) -> Iterator[str]:
    with served(odd_folder) as address:
        yield address


@contextmanager
def a_page(chromium: Browser, address: str, **options: Any) -> Iterator[Page]:
    with strict_page(chromium, address, levels=("error",), reduced_motion="reduce", **options) as page:
        yield page


@pytest.mark.usefixtures("usual_letters")
def test_a_line_holds_65_to_75_characters(chromium: Browser, wiki_address: str) -> None:
    for width in (820, 1100, 1440, 2200):
        with a_page(chromium, wiki_address, viewport={"width": width, "height": 900}) as page:
            page.goto(wiki_address + "gradient_boosting/")
            room = page.evaluate(_ROOM)
            assert 65 <= room <= 75, f"{room} at {width}"


# What fits in a line of the words of the page itself, were they one long line.
_ROOM = """() => {
    const texts = [...document.querySelectorAll('.md-content__inner > p')].filter((p) => p.innerText.length > 150);
    const words = texts.map((p) => p.innerText).join(' ');
    const probe = document.createElement('span');
    probe.textContent = words;
    probe.setAttribute('style', 'white-space: pre; position: absolute; visibility: hidden');
    texts[0].append(probe);
    const letter = probe.getBoundingClientRect().width / words.length;
    probe.remove();
    return texts[0].getBoundingClientRect().width / letter;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("contrast", ["no-preference", "more"])
def test_colours_of_text_can_be_told_from_their_ground(
    chromium: Browser, wiki_address: str, scheme: Any, contrast: Any
) -> None:
    least = 7 if contrast == "more" else 4.5
    with a_page(chromium, wiki_address, color_scheme=scheme, contrast=contrast) as page:
        page.goto(wiki_address + "gradient_boosting/")
        ratios = page.evaluate(_RATIOS)
    assert len(ratios) >= 12
    assert not {pair: ratio for pair, ratio in ratios.items() if ratio < least}


# Colours as they come out on a canvas, so that all ways of writing one count.
_RATIOS = """() => {
    const paper = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const seen = (...layers) => {
        for (const colour of layers) { paper.fillStyle = colour; paper.fillRect(0, 0, 1, 1); }
        return [...paper.getImageData(0, 0, 1, 1).data];
    };
    const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255)
        .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const style = getComputedStyle(document.body);
    const value = (name) => style.getPropertyValue(name).trim();
    const ratios = {};
    for (const ground of ['--md-default-bg-color', '--md-code-bg-color', '--trellis-accent-soft', '--trellis-mark'])
        for (const ink of ['--md-default-fg-color', '--md-default-fg-color--light', '--md-typeset-a-color',
                           '--trellis-ghost']) {
            const below = seen(value('--md-default-bg-color'), value(ground));
            const above = seen(value('--md-default-bg-color'), value(ground), value(ink));
            const [a, b] = [light(below), light(above)].sort((x, y) => y - x);
            if (ground !== '--trellis-mark' || ink === '--md-default-fg-color')
                ratios[`${ink} on ${ground}`] = (a + 0.05) / (b + 0.05);
        }
    return ratios;
}"""


def test_every_kind_of_page_holds_on_a_small_phone(chromium: Browser, wiki_address: str, odd_site: str) -> None:
    addresses = [wiki_address + place for place in KINDS.values()] + [odd_site + place for place in ODD]
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    levels = "[...document.querySelectorAll('.md-content :is(h1,h2,h3,h4,h5,h6)')].map((h) => +h.tagName[1])"
    for site, scheme in ((wiki_address, "light"), (odd_site, "dark")):
        with a_page(chromium, site, viewport={"width": 320, "height": 640}, color_scheme=scheme) as page:
            for address in (address for address in addresses if address.startswith(site)):
                page.goto(address)
                assert page.evaluate(wider) <= 0, address
                if scheme == "light" or address.endswith(("/odd/", "/hub/", "/long_title/")):
                    assert axe_violations(page) == [], address
                found = page.evaluate(levels)
                assert [level for level in found if level == 1] == found[:1], address
                # An embed shows headings as they are in its own note.
                if address != f"{odd_site}odd/":
                    assert all(after - before <= 1 for before, after in pairwise(found)), address


def test_axe_finds_nothing_on_a_wide_page_in_the_dark(chromium: Browser, wiki_address: str) -> None:
    with a_page(chromium, wiki_address, viewport={"width": 1440, "height": 900}, color_scheme="dark") as page:
        for kind in ("concept", "channel", "sources", "graph"):
            page.goto(wiki_address + KINDS[kind], wait_until="networkidle")
            assert axe_violations(page) == [], kind


def test_nothing_moves_once_it_is_seen(chromium: Browser, wiki_address: str) -> None:
    with a_page(chromium, wiki_address, viewport={"width": 360, "height": 700}) as page:
        page.add_init_script(
            "window.moved = 0; new PerformanceObserver((list) => {"
            " for (const shift of list.getEntries()) moved += shift.value; })"
            ".observe({ type: 'layout-shift', buffered: true })"
        )
        for place in ("", "gradient_boosting/", "graph/topics/", "graph/"):
            page.goto(wiki_address + place, wait_until="networkidle")
            assert page.evaluate("moved") < 0.1, place  # Lighthouse's bound for good


@pytest.mark.parametrize(
    ("kind", "first", "reached"), [("concept", "md-skip", "table-frame"), ("graph", "md-logo", "explorer-stage")]
)
def test_the_keyboard_gets_everywhere_and_is_seen(
    chromium: Browser, wiki_address: str, kind: str, first: str, reached: str
) -> None:
    with a_page(chromium, wiki_address, viewport={"width": 1300, "height": 800}) as page:
        page.goto(wiki_address + KINDS[kind], wait_until="networkidle")
        stops = []
        for _ in range(300):
            page.keyboard.press("Tab")
            if not (stop := page.evaluate(_STOP)):
                break
            stops.append(stop)
        assert len(stops) < 300, "the keyboard does not get out of the page"
        assert first in stops[0]["name"]
        assert any(reached in stop["name"] for stop in stops)
        assert "squidfunk" in stops[-1]["name"]
        assert not [stop for stop in stops if not stop["outlined"] or stop["hidden"]]


# Where the keyboard is: whether it can be told, and whether what has it is hidden by the header or outside the window.
_STOP = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    const parts = [at, at.matches('input') ? at.nextElementSibling : null, ...at.querySelectorAll('*')];
    const inPage = !at.closest('.md-header, .md-skip, .md-sidebar');
    const header = document.querySelector('.md-header').offsetHeight;
    return at !== document.body && {
        name: at.outerHTML.slice(0, 160),
        outlined: parts.some((part) => part && getComputedStyle(part).outlineStyle !== 'none'),
        hidden: inPage && (box.bottom <= header || box.top >= innerHeight),
    };
}"""


def test_a_note_is_printed_as_an_article(chromium: Browser, odd_site: str) -> None:
    with a_page(chromium, odd_site, color_scheme="dark") as page:
        page.goto(odd_site + "odd/")
        page.emulate_media(media="print")
        shown = page.locator(
            ":is(.md-header, .md-sidebar, .md-footer, .backlinks, .graph-farther, .headerlink):visible"
        )
        assert shown.count() == 0
        body = page.locator(".md-content__inner > p").first
        assert body.evaluate("(p) => getComputedStyle(p).color") == "rgb(0, 0, 0)"
        after = "(a) => getComputedStyle(a, '::after').content"
        assert page.locator('a[href="https://example.org/"]').evaluate(after) == '" <https://example.org/>"'
        assert page.get_by_text("deep text").evaluate("(p) => p.getBoundingClientRect().height") > 0


def test_what_a_note_weighs(wiki_site: Path) -> None:
    notes = [p for p in (wiki_site.parent / "site").glob("*/index.html") if p.parent.name not in {"graph", "sources"}]
    sizes = sorted(len(note.read_bytes()) for note in notes)
    assert len(sizes) > 200
    assert statistics.median(sizes) < 36_000
    source = {
        path.stem: len(path.read_bytes()) for path in Path(__file__).parent.parent.joinpath("content").glob("*.md")
    }
    of_5_kb = [n for n in notes if 4_500 <= source.get(n.parent.name, 0) <= 5_500]
    assert of_5_kb
    assert {n.parent.name: size for n in of_5_kb if (size := len(n.read_bytes())) > 45_000} == {}
    for note in notes:
        html = note.read_text("utf-8")
        for kind, pattern in (
            ("js", r'src="([^"]*assets/trellis/[^"]+)"'),
            ("css", r'href="([^"]*assets/trellis/[^"]+)"'),
        ):
            files = [note.parent / found for found in re.findall(pattern, html)]
            weight = sum(len(gzip.compress(file.resolve().read_bytes())) for file in files if file.suffix == f".{kind}")
            assert weight <= 15_000, f"{note}: {weight} bytes of {kind}"


class _Guarded(http.server.SimpleHTTPRequestHandler):
    policy = ""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


def _policy(site: Path) -> str:
    """The strictest one that Material can do with, as README has it."""
    scripts = {script for page in site.rglob("*.html") for script in _SCRIPTS.findall(page.read_text("utf-8"))}
    hashes = {base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts}
    allowed = " ".join(f"'sha256-{digest}'" for digest in sorted(hashes))
    return f"default-src 'self'; script-src 'self' {allowed}; style-src 'self'; img-src 'self' data:"


@pytest.mark.parametrize("vault", ["wiki", "odd"])
def test_it_works_under_a_policy_that_forbids_scripts_and_styles_in_pages(
    chromium: Browser, wiki_site: Path, odd_folder: Path, vault: str
) -> None:
    site = wiki_site if vault == "wiki" else odd_folder
    handler = type("Handler", (_Guarded,), {"policy": _policy(site)})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/"
        with a_page(chromium, address) as page:
            page.add_init_script(
                "addEventListener('securitypolicyviolation', (e) => (window.broken ??= []).push("
                "`${e.violatedDirective} ${e.sourceFile}:${e.lineNumber} ${e.sample}`))"
            )
            for place in (
                ("", "data_scientist/", "graph/", "graph/connect/", "404.html") if vault == "wiki" else ("", "odd/")
            ):
                page.goto(address + place, wait_until="networkidle")
                assert page.evaluate("window.broken ?? []") == [], place
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
