"""The page for addresses that lead nowhere: what it suggests, and that it works wherever it is served."""

from __future__ import annotations

import functools
import http.server
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from conftest import axe_violations, build_project, strict_page
from test_preview import get, serving

SETTINGS = """site_name: Test
site_url: https://example.org/wiki/
theme: {name: material, font: false}
plugins: [search, trellis]
"""
NOTES = {
    "index.md": "# Home",
    "people/Isaac Newton.md": "---\naliases: [The apple man]\n---\n# Isaac Newton",
    "people/Robert_Hooke.md": "# Robert Hooke",
    "work/Index of works.md": "# Index of works",
    "work/optics.md": "# Optics",
    "light/optics.md": "# Optics (light)",
    "100% sure.md": "# Sure",
    "secret plans.md": "---\npublish: false\n---\n# Secret plans",
}


class _WithErrorPage(http.server.SimpleHTTPRequestHandler):
    """Serves beneath /wiki/, as a host of static sites does."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/wiki"))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def list_directory(self, path: object) -> None:
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("not found")
    for name, text in {"mkdocs.yml": SETTINGS, **{f"docs/{name}": text for name, text in NOTES.items()}}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    build_project(root)
    return root


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    handler = functools.partial(_WithErrorPage, directory=str(project / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/wiki/"
    server.shutdown()
    thread.join()
    server.server_close()


SLIPS = {
    "people/isaac newton/": ["Isaac Newton"],  # another case
    "people/Isaac%20Newton.html": ["Isaac Newton"],  # an address of before
    "history/of/science/Isaac_Newton/": ["Isaac Newton"],  # another folder
    "The-Apple-Man": ["Isaac Newton"],  # another name
    "people/Robert_Hoke/": ["Robert Hooke"],  # a slip
    "Newton": ["Isaac Newton"],  # a part of the name
    "work/Optics.md": ["Optics", "Optics (light)"],  # the one of the folder first
    "100%25%20sur/": ["Sure"],
    "secret%20plans/": [],
    "xyzzy/": [],
    "people/": [],
}


@pytest.mark.browser
def test_it_suggests_notes_from_the_address(address: str, chromium: Browser) -> None:
    # A browser calls the missing page itself an error.
    with strict_page(chromium, address, levels=("warning",)) as page:
        for slip, titles in SLIPS.items():
            with page.expect_response("**/graph/explorer.json"):
                answer = page.goto(address + slip)
            assert answer is not None
            assert answer.status == 404, slip
            # The answer has come; what is made of it takes a moment.
            page.wait_for_timeout(0 if titles else 100)
            expect(page.locator(".not-found li a"), slip).to_have_text(titles)
            assert page.locator(".not-found").is_visible() == bool(titles), slip
        page.goto(address + "people/Robert_Hoke/")
        page.locator(".not-found a").click()
        page.wait_for_url("**/wiki/people/Robert_Hooke/")
        assert page.locator("h1").inner_text() == "Robert Hooke"


@pytest.mark.browser
def test_without_javascript_it_leads_on(address: str, chromium: Browser) -> None:
    with strict_page(chromium, address, levels=("warning",), java_script_enabled=False) as page:
        page.goto(address + "a/b/c/d")
        links = page.locator("article a").all()
        assert [link.inner_text() for link in links] == ["Home", "All notes from A to Z", "All topics", "All tags"]
        for link in [str(link.evaluate("link => link.href")) for link in links]:
            assert get(link)[0] == 200, link
    with strict_page(chromium, address, levels=("warning",), viewport={"width": 320, "height": 640}) as page:
        page.goto(address + "people/Robert_Hoke/")
        page.wait_for_selector(".not-found li")
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.skipif(sys.platform == "win32", reason="the preview is ended by a signal that Windows does not have")
def test_a_preview_beneath_a_path_has_it_too(project: Path) -> None:
    with serving("mkdocs", "serve", "--livereload", cwd=project) as address:
        for missing in ("wiki/nowhere/at/all/", "wiki/people/nobody.html", "elsewhere"):
            status, html = get(address + missing)
            assert status == 404, missing
            assert 'data-names="/wiki/graph/explorer.json"' in html, missing
            assert 'src="/wiki/assets/trellis/built/not_found.js"' in html, missing
        assert get(address + "wiki/assets/trellis/built/not_found.js")[0] == 200


def test_one_that_somebody_wrote_for_the_site_stays(project: Path, tmp_path: Path) -> None:
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides/404.html").write_text("Gone fishing")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home")
    (tmp_path / "mkdocs.yml").write_text(SETTINGS.replace("font: false", "font: false, custom_dir: overrides"))
    build_project(tmp_path)
    assert (tmp_path / "site/404.html").read_text() == "Gone fishing"
