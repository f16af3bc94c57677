"""An open page of the preview: it is loaded again once it looks different, and only then."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from test_preview import serving

pytestmark = pytest.mark.browser

LONG = "# Long\n\n" + "\n\n".join(f"Paragraph {number}." for number in range(200)) + "\n"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("reload") / "vault"
    root.mkdir()
    (root / "index.md").write_text("# Home\n", "utf-8")
    (root / "long.md").write_text(LONG, "utf-8")
    (root / "other.md").write_text("# Other\n", "utf-8")
    (root / "two wörds.md").write_text("# Two wörds\n", "utf-8")
    return root


@pytest.fixture(scope="module")
def preview(vault: Path) -> Iterator[str]:
    with serving("trellis.cli", "serve", vault, cwd=vault) as address:
        yield address


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


def test_a_saved_note_is_loaded_again_where_it_was_scrolled_to(preview: str, vault: Path, page: Page) -> None:
    page.goto(preview + "long/")
    page.evaluate("window.scrollTo(0, 1500)")
    page.wait_for_function("window.scrollY === 1500")
    (vault / "long.md").write_text(LONG + "\nA new end.\n", "utf-8")
    expect(page.get_by_text("A new end.")).to_have_count(1, timeout=10_000)
    page.wait_for_function("window.scrollY === 1500", timeout=5_000)


def test_a_page_that_looks_the_same_stays(preview: str, vault: Path, page: Page) -> None:
    page.goto(preview + "long/")
    page.evaluate("window.stays = true")
    (vault / "other.md").write_text("# Other\n\nSome words.\n", "utf-8")
    page.wait_for_timeout(1500)
    assert page.evaluate("window.stays")
    (vault / "other.md").write_text("# Other\n\nNow to [[long]].\n", "utf-8")
    expect(page.get_by_role("heading", name="Links to this note")).to_have_count(1, timeout=10_000)


def test_a_page_that_is_deleted_and_comes_back(preview: str, vault: Path, page: Page) -> None:
    (vault / "brief.md").write_text("# Brief\n\nHere.\n", "utf-8")
    page.goto(preview + "brief/")
    (vault / "brief.md").unlink()
    expect(page.get_by_text("Here.")).to_have_count(0, timeout=10_000)
    (vault / "brief.md").write_text("# Brief\n\nBack again.\n", "utf-8")
    expect(page.get_by_text("Back again.")).to_have_count(1, timeout=10_000)


def test_a_page_with_signs_in_its_address_stays_too(preview: str, vault: Path, page: Page) -> None:
    page.goto(preview + "two wörds/")
    page.evaluate("window.stays = true")
    page.wait_for_timeout(1500)
    assert page.evaluate("window.stays")
    (vault / "two wörds.md").write_text("# Two wörds\n\nSaved.\n", "utf-8")
    expect(page.get_by_text("Saved.")).to_have_count(1, timeout=10_000)
