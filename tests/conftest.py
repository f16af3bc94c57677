"""What several tests share: built sites, a server for them, and a browser to look at them with."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, sync_playwright

from hatch_build import fetch_packages

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
"""Material of others that some tests use where it is there; nothing of the project needs it."""

_LONG = {"test_stale.py", "test_browser.py"}


def pytest_configure() -> None:
    """Has programs that tests start end by Ctrl+C even where a shell ran the tests in the background, with that signal
    ignored: they would inherit it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests that take many minutes, too")
    parser.addoption("--update", action="store_true", help="write the present results into the case files")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    skip = pytest.mark.skip(reason="takes about ten minutes; --slow runs it")
    for item in items:
        if "slow" in item.keywords and not config.getoption("--slow"):
            item.add_marker(skip)
    # Those that take minutes first, so that at the end nobody waits for one of them alone.
    items.sort(key=lambda item: item.path.name not in _LONG)


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Notes that tests compile are kept for tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def wiki_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wiki, built as it is published."""
    site = tmp_path_factory.mktemp("wiki") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    result = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return site


def trellis(*arguments: object, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Runs the command as a user does."""
    command = [sys.executable, "-m", "trellis.cli", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=timeout)


def built_site(folder: Path, **files: str) -> Path:
    """The site of a vault with these *files*, by path, built in *folder* as a user builds it."""
    vault = folder / "vault"
    vault.mkdir()
    for name, text in files.items():
        (vault / name).write_text(text, "utf-8")
    result = trellis("build", vault, "--out", folder / "site")
    assert result.returncode == 0, result.stderr
    return folder / "site"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def build_project(folder: Path) -> None:
    """Builds the site of the mkdocs.yml in *folder*, as `mkdocs build` does but in this process."""
    config = load_config(str(folder / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which *folder* is served while the context lasts."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def wiki_address(wiki_site: Path) -> Iterator[str]:
    with served(wiki_site) as address:
        yield address


@pytest.fixture(scope="session")
def usual_letters() -> None:
    """For what depends on how wide letters are."""
    asked = shutil.which("fc-match") and subprocess.run(["fc-match", "Arial"], check=False, capture_output=True)
    if asked and b"DejaVu" in asked.stdout:
        pytest.skip("the letters of DejaVu are a sixth wider than those of others: install fonts-liberation")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that CHROMIUM names, which `./scripts/test` finds or installs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


@contextmanager
def strict_page(
    chromium: Browser, address: str, levels: tuple[str, ...] = ("error", "warning"), **options: Any
) -> Iterator[Page]:
    """A page for the site of *address* that fails the test when it asks another host for anything, or complains."""
    site = urljoin(address, "/")
    context = chromium.new_context(**options)
    page = context.new_page()
    complaints: list[str] = []
    page.on("request", lambda r: None if r.url.startswith((site, "data:")) else complaints.append(r.url))
    page.on("console", lambda m: complaints.append(m.text) if m.type in levels else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(10_000)
    yield page
    context.close()
    assert not complaints


def axe_violations(page: Page, part: str = "html") -> list[tuple[str, str]]:
    """What axe finds on *page*, or a *part* of it, by WCAG 2.2 AA: the name of each rule that is broken, and how."""
    axe = fetch_packages(ROOT, development=True) / "node_modules/axe-core/axe.min.js"
    page.evaluate(axe.read_text("utf-8"))
    levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    # Material puts its tooltips beside the landmarks.
    options = {"runOnly": levels, "rules": {"region": {"enabled": False}}}
    found = page.evaluate("async (on) => (await axe.run(on[0], on[1])).violations", [part, options])
    return [(rule["id"], node["html"] + "\n" + node["failureSummary"]) for rule in found for node in rule["nodes"]]
