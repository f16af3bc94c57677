"""Other tools that make a site of a vault, each set up as plainly as it can be, to be timed beside ours."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import hugo_garden

MKDOCS = """site_name: Bench
docs_dir: vault
site_dir: out
theme: {{name: material, font: false, features: [{features}]}}
plugins: [{plugins}]
markdown_extensions: [{extensions}]
"""
HUGO_PAGE = """<!doctype html><html><head><title>{{ .Title }}</title></head><body><nav><a href="/">Home</a></nav>
<h1>{{ .Title }}</h1>{{ .Content }}</body></html>"""

QUARTZ = "quartz/bootstrap-cli.mjs"


def mkdocs_address(note: str) -> str:
    """The address of a note of MkDocs, from its path in the vault.

    >>> mkdocs_address("part 0/Note 7.md"), mkdocs_address("index.md")
    ('/part%200/Note%207/', '/')
    """
    folder, _, name = note.removesuffix(".md").rpartition("/")
    return quote("/".join(["", *filter(None, [folder, "" if name in {"index", "README"} else name]), ""]))


def hugo_address(note: str) -> str:
    """The address of a note of Hugo.

    >>> hugo_address("part 0/Note 7.md"), hugo_address("_index.md")
    ('/part-0/note-7/', '/')
    """
    path = note.removesuffix(".md").removesuffix("_index").lower().replace(" ", "-")
    return quote(f"/{path}/".replace("//", "/"))


def quartz_address(note: str) -> str:
    """The address of a note of Quartz.

    >>> quartz_address("part 0/Note 7.md"), quartz_address("index.md")
    ('/part-0/Note-7', '/')
    """
    return quote("/" + note.removesuffix(".md").removesuffix("index").replace(" ", "-"))


@dataclass(frozen=True)
class Peer:
    name: str
    program: str
    """What must be there: the name of a program in the folders that are searched."""
    prepare: Callable[[Path], None]
    """Writes its settings into the folder that holds `vault`."""
    build: tuple[str, ...]
    """Arguments, with `{place}` for the folder that holds `vault`; the site is to be in `out`, beside the vault."""
    serve: tuple[str, ...]
    """Arguments, with `{port}` for the port to serve on, and `{other}` for one more that is free."""
    about: str
    """What it does with a vault and what it does not, in sentences for readers of the table."""
    packages: tuple[str, ...] = ()
    """Distributions of Python that must be installed beside the program."""
    cold: tuple[str, ...] = ()
    """What of its cache is removed before a cold build, from the folder that holds `vault`."""
    clear: tuple[str, ...] = ()
    """A command that clears its cache; its program lies beside the other one."""
    address: Callable[[str], str] = mkdocs_address
    """Where the page of a note is served, from the note's path in the vault."""


def _mkdocs(plugins: str, features: str = "", extensions: str = "") -> Callable[[Path], None]:
    def prepare(place: Path) -> None:
        settings = MKDOCS.format(plugins=plugins, features=features, extensions=extensions)
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


def _garden(place: Path) -> None:
    _hugo(place)
    for name, layout in hugo_garden.LAYOUTS.items():
        file = place / "layouts" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(layout, encoding="utf-8")
    (place / "hugo.toml").write_text(hugo_garden.SETTINGS, encoding="utf-8")


def _nothing(_place: Path) -> None:
    pass


_BUILD = ("build", "-q")
# With Click 8.3, MkDocs' own default of --livereload got lost (mkdocs/mkdocs issue 4032).
_SERVE = ("serve", "-q", "--dev-addr", "127.0.0.1:{port}", "--livereload")
_MATERIAL = ("mkdocs", "mkdocs-material")
_HUGO_BUILD = ("--quiet",)
_HUGO_SERVE = ("server", "--bind", "127.0.0.1", "--port", "{port}", "--quiet")
_HUGO_CACHE = ("resources", ".cache")
_QUARTZ_BUILD = ("build", "--directory", "{place}/vault", "--output", "{place}/out")
_DETAILS = "admonition, pymdownx.details, pymdownx.superfences"

PEERS = (
    Peer(
        "trellis",
        "mkdocs",
        _mkdocs("search, trellis"),
        _BUILD,
        _SERVE,
        "Everything in [[everything_a_note_can_hold]]: links, callouts, embeds; backlinks with their sentences, a "
        "graph round each note, search, Material's theme.",
        packages=("mkdocs-trellis", *_MATERIAL),
        cold=(".cache",),
        clear=("trellis", "cache", "clear", "vault"),
    ),
    Peer(
        "material",
        "mkdocs",
        _mkdocs("search"),
        _BUILD,
        _SERVE,
        "Material for MkDocs with its search and no plugin for vaults: wikilinks and callouts stay as they are "
        "written, no backlinks, no graph. Each page holds the whole navigation.",
        packages=_MATERIAL,
    ),
    Peer(
        "material, pruned",
        "mkdocs",
        _mkdocs("search", "navigation.prune"),
        _BUILD,
        _SERVE,
        "Material for MkDocs with its search and no plugin for vaults; with `navigation.prune` each page holds only "
        "the part of the navigation that it shows.",
        packages=_MATERIAL,
    ),
    Peer(
        "roamlinks, callouts",
        "mkdocs",
        _mkdocs("search, roamlinks, callouts", "navigation.prune", _DETAILS),
        _BUILD,
        _SERVE,
        "Material, pruned, with mkdocs-roamlinks-plugin and mkdocs-callouts: wikilinks and callouts; no embedded "
        "notes, no backlinks, no graph.",
        packages=(*_MATERIAL, "mkdocs-roamlinks-plugin", "mkdocs-callouts"),
    ),
    Peer(
        "obsidian-bridge",
        "mkdocs",
        _mkdocs("search, obsidian-bridge", "navigation.prune", f"obsidian_callouts, {_DETAILS}"),
        _BUILD,
        _SERVE,
        "Material, pruned, with mkdocs-obsidian-bridge and obsidian-callouts: wikilinks and callouts; no embedded "
        "notes, no backlinks, no graph.",
        packages=(*_MATERIAL, "mkdocs-obsidian-bridge", "obsidian-callouts"),
    ),
    Peer(
        "zensical",
        "zensical",
        _zensical,
        ("build",),
        ("serve", "-a", "127.0.0.1:{port}"),
        "Zensical with its own theme, pruned, and search; wikilinks and callouts stay as they are written, no "
        "backlinks, no graph.",
        cold=(".cache",),
    ),
    Peer(
        "hugo",
        "hugo",
        _hugo,
        _HUGO_BUILD,
        _HUGO_SERVE,
        "Hugo with a layout of three lines: no theme, no navigation, no search; wikilinks and callouts stay as they "
        "are written, no backlinks, no graph. What it shows is the price of Markdown alone.",
        cold=_HUGO_CACHE,
        address=hugo_address,
    ),
    Peer(
        "hugo, garden",
        "hugo",
        _garden,
        _HUGO_BUILD,
        _HUGO_SERVE,
        "Hugo with a small theme written for this comparison: wikilinks to file names, callouts, backlinks with their "
        "sentences, a list of sections, tags, a table of contents; no embedded notes, no graph, no search.",
        cold=_HUGO_CACHE,
        address=hugo_address,
    ),
)
QUARTZ_PEER = Peer(
    "quartz",
    QUARTZ,
    _nothing,
    _QUARTZ_BUILD,
    (*_QUARTZ_BUILD, "--serve", "--port", "{port}", "--wsPort", "{other}"),
    "Quartz as its checkout is configured; by default wikilinks, callouts, embeds, backlinks, a graph and search. It "
    "keeps nothing between builds.",
    address=quartz_address,
)
NAMES = (*(peer.name for peer in PEERS), QUARTZ_PEER.name)
