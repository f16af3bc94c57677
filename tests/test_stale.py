"""The preview never shows what was: after each of many edits at random, every page is that of a clean build."""

import random
import re
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from edits import edited, first_files, save
from test_preview import get, serving

EDITS = 300
SEEDS = 4

SETTINGS = """site_name: {name}
docs_dir: docs
theme: {{name: material, font: false, custom_dir: overrides}}
plugins:
  - search
  - trellis: {{link_labels: {labels}}}
exclude_docs: |
  people/pic.png
  /e_e.md
"""
_SCRIPT = re.compile(
    r'<script src="/_trellis/reload.js"[^>]*></script>|<script>\s*var livereload.*?</script>', re.DOTALL
)


def settings(chance: random.Random) -> str:
    return SETTINGS.format(name=chance.choice(("Test", "Another")), labels=chance.choice(("title", "target")))


def footer(chance: random.Random) -> str:
    return f"<footer>{chance.random()} {{{{ page.title }}}}</footer>"


def pages_of(site: Path) -> Iterator[tuple[str, bytes]]:
    """Address and content of all that is of notes or the vault."""
    for file in sorted(site.rglob("*")):
        name = file.relative_to(site).as_posix()
        if file.is_file() and not name.startswith(("assets/", "search/", "sitemap.xml.gz", "404", ".trellis")):
            yield urllib.parse.quote(name), file.read_bytes()


def shown(name: str, text: str) -> object:
    """What of the file *name* counts: the order of a sitemap does not."""
    return sorted(re.findall(r"<loc>\S+|<lastmod>\S+", text)) if name == "sitemap.xml" else _SCRIPT.sub("", text)


def clean_site(project: Path, address: str, step: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    site = project / f"clean {step}"
    with monkeypatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(site / ".cache"))
        build(load_config(str(project / "mkdocs.yml"), site_dir=str(site / "site"), site_url=address))
    return site / "site"


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_page_is_stale(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    files = {f"docs/{name}": text for name, text in first_files(chance).items()}
    files |= {"mkdocs.yml": settings(chance), "overrides/partials/copyright.html": footer(chance)}
    save(tmp_path, files, {})
    known: set[str] = set()
    with serving("mkdocs", "serve", "--livereload", cwd=tmp_path) as address:
        for step in range(EDITS // SEEDS):
            before, files = files, dict(files)
            match chance.randrange(20):
                case 0:
                    files["mkdocs.yml"] = settings(chance)
                case 1:
                    files["overrides/partials/copyright.html"] = footer(chance)
                case _:
                    notes = {
                        name.removeprefix("docs/"): text for name, text in files.items() if name.startswith("docs/")
                    }
                    files = {name: text for name, text in files.items() if not name.startswith("docs/")}
                    files |= {f"docs/{name}": text for name, text in edited(notes, chance).items()}
            save(tmp_path, files, before)
            seen = [get(address + name) for name in sorted(known)]
            site = dict(pages_of(clean_site(tmp_path, address, step, monkeypatch)))
            for name, (status, body) in zip(sorted(known), seen, strict=True):
                assert (status == 200) == (name in site), f"edit {step}: {name}"
                if status == 200:
                    assert shown(name, body) == shown(name, site[name].decode()), f"edit {step}: {name}"
            for name in site.keys() - known:
                _, body = get(address + name)
                assert shown(name, body) == shown(name, site[name].decode()), f"edit {step}: {name}"
            known |= site.keys()
