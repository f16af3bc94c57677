"""Other tools that make a site of a vault, each set up as plainly as it can be, to be timed beside ours."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MKDOCS = """site_name: Bench
docs_dir: vault
site_dir: out
theme: {{name: material, font: false, features: [{features}]}}
plugins: [{plugins}]
"""
HUGO_PAGE = """<!doctype html><html><head><title>{{ .Title }}</title></head><body><nav><a href="/">Home</a></nav>
<h1>{{ .Title }}</h1>{{ .Content }}</body></html>"""


@dataclass(frozen=True)
class Peer:
    name: str
    program: str
    """What must be there: the name of a program in the folders that are searched."""
    prepare: Callable[[Path], None]
    """Writes its settings into the folder that holds `vault`."""
    arguments: tuple[str, ...]
    cold: tuple[str, ...] = ()
    """What of its cache is removed before a cold build, from the folder that holds `vault`."""

    def command(self, folders: list[Path]) -> list[str] | None:
        """The command, with the program as it is found in *folders*; None if it is in none of them."""
        found = shutil.which(self.program, path=":".join(map(str, folders)))
        return [found, *self.arguments] if found else None


def _mkdocs(plugins: str, features: str = "") -> Callable[[Path], None]:
    def prepare(place: Path) -> None:
        settings = MKDOCS.format(plugins=plugins, features=features)
        (place / "mkdocs.yml").write_text(settings, encoding="utf-8")

    return prepare


def _zensical(place: Path) -> None:
    settings = '[project]\nsite_name = "Bench"\ndocs_dir = "vault"\nsite_dir = "out"\n'
    settings += '[project.theme]\nfeatures = ["navigation.prune"]\n'
    (place / "zensical.toml").write_text(settings, encoding="utf-8")


def _hugo(place: Path) -> None:
    home = place / "vault" / "index.md"
    if home.exists():
        home.rename(home.with_name("_index.md"))  # else all other notes would be files of the home page, and no pages
    layouts = place / "layouts" / "_default"
    layouts.mkdir(parents=True, exist_ok=True)
    for kind in ("single", "list"):
        (layouts / f"{kind}.html").write_text(HUGO_PAGE, encoding="utf-8")
    (place / "hugo.toml").write_text(
        'title = "Bench"\nbaseURL = "/"\ncontentDir = "vault"\npublishDir = "out"\n', encoding="utf-8"
    )


PEERS = (
    Peer("trellis", "mkdocs", _mkdocs("search, trellis"), ("build", "-q"), (".cache",)),
    Peer("material", "mkdocs", _mkdocs("search"), ("build", "-q")),
    Peer("material, pruned", "mkdocs", _mkdocs("search", "navigation.prune"), ("build", "-q")),
    Peer("roamlinks, callouts", "mkdocs", _mkdocs("search, roamlinks, callouts", "navigation.prune"), ("build", "-q")),
    Peer("obsidian-bridge", "mkdocs", _mkdocs("search, obsidian-bridge", "navigation.prune"), ("build", "-q")),
    Peer("zensical", "zensical", _zensical, ("build",), (".cache",)),
    Peer("hugo", "hugo", _hugo, ("--quiet",), ("resources",)),
)
