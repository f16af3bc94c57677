"""What the preview does once nobody waits, and what it keeps in memory from then on."""

import gc
import os
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from trellis.mkdocs.plugin import TrellisPlugin
from trellis.mkdocs.preview import Preview
from trellis.mkdocs.serving import PreviewSite
from trellis.model import NotePath, VaultPath
from trellis.scanned import Known

HOOKE = NotePath(VaultPath("Hooke.md"))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PreviewSite]:
    monkeypatch.setattr("trellis.vault._GRAIN", -(10**10))  # a file that has just changed would keep its text
    (tmp_path / "docs").mkdir()
    for name in ("index", "Newton", "Hooke"):
        (tmp_path / f"docs/{name}.md").write_text(f"# {name}\n\nSee [[Newton]] and [[Hooke]].\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Test\ntheme: material\nplugins: [trellis]\n", "utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    plugin = config.plugins["trellis"]
    assert isinstance(plugin, TrellisPlugin)
    assert plugin.preview
    gc.disable()  # as it nearly is in a preview, which has Python search seldom
    yield plugin.preview
    gc.unfreeze()
    gc.enable()


@pytest.fixture
def catch_up(site: PreviewSite) -> Callable[[], None]:
    plugin = shown(site).pages.config.plugins["trellis"]
    assert isinstance(plugin, TrellisPlugin)
    return lambda: plugin._catching_up(site)


def shown(site: PreviewSite) -> Preview:
    assert site.current
    return site.current


def page(site: PreviewSite, url: str) -> str:
    site.refresh()
    found = shown(site).page(url)
    assert found
    html = shown(site).pages.html(found)
    found.forget()
    return html


def hold_texts(site: PreviewSite) -> list[bool]:
    return [not isinstance(source, Known) for source in shown(site)._read.sources]


def test_nothing_is_left_of_a_wiki_after_an_edit(
    site: PreviewSite, catch_up: Callable[[], None], tmp_path: Path
) -> None:
    for said in ("Micrographia", "Springs"):
        assert "Newton" in page(site, "all-notes/")
        catch_up()
        wiki, note = weakref.ref(shown(site).wiki), shown(site).wiki.notes[HOOKE]
        (tmp_path / "docs/Hooke.md").write_text(f"# Hooke\n\n{said}.\n", "utf-8")
        assert said in page(site, "Hooke/")
        catch_up()
        assert shown(site).wiki.notes[HOOKE] is not note
        assert wiki() is None


def test_texts_of_compiled_notes_are_given_up(site: PreviewSite, catch_up: Callable[[], None], tmp_path: Path) -> None:
    assert hold_texts(site) == [True] * 3
    catch_up()
    assert hold_texts(site) == [False] * 3
    wiki = shown(site).wiki
    os.utime(tmp_path / "docs/Hooke.md", (1, 1))
    site.refresh()
    assert shown(site).wiki is wiki, "a date says nothing"
    (tmp_path / "docs/Hooke.md").write_text("# Hooke\n\nMicrographia.\n", "utf-8")
    assert "Micrographia" in page(site, "Hooke/")
    (tmp_path / "docs/Boyle.md").write_text("# Boyle\n\nAir.\n", "utf-8")
    assert "Air" in page(site, "Boyle/")
    assert "Micrographia" in page(site, "Hooke/")
    catch_up()
    assert hold_texts(site) == [False] * 4
    build(load_config(str(tmp_path / "mkdocs.yml")))
    assert hold_texts(site) == [False] * 4, "another build reads nothing again"
    assert "Air" in page(site, "Boyle/")
