"""Files beside the pages of the graph: what the explorer loads, and the graph for other programs."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from trellis.explorer_data import explorer_files
from trellis.export import site_files
from trellis.fingerprints import Fingerprints
from trellis.mkdocs.made import Made
from trellis.mkdocs.unchanged import Unchanged
from trellis.mkdocs.written import write_file
from trellis.wiki import Wiki


def graph_files(wiki: Wiki, config: MkDocsConfig) -> dict[str, bytes]:
    """The files by their places on the site."""
    return {**explorer_files(wiki), **_exports(wiki, config)}


def _exports(wiki: Wiki, config: MkDocsConfig) -> dict[str, bytes]:
    return site_files(wiki, config.site_url or "")


def is_graph_file(url: str) -> bool:
    """Whether a file of ours may be at *url*."""
    return url.startswith("graph/") and url.endswith((".json", ".jsonld", ".graphml"))


def write_graph_files(wiki: Wiki, config: MkDocsConfig, unchanged: Unchanged, fingerprints: Fingerprints) -> Made:
    """Writes them, unless they are there as they would come out: those for the explorer as long as the wiki is the
    same, those for other programs as long as every link stands where it did, too."""
    for_explorer = b"explorer" + fingerprints.of_all
    for_programs = f"graph {config.site_url}".encode() + fingerprints.of_all + fingerprints.of_places
    made = Made()
    for shown, make in (for_explorer, partial(explorer_files, wiki)), (for_programs, partial(_exports, wiki, config)):
        of = unchanged.files(shown)
        if kept := unchanged.all_as_made(of):
            made.kept += kept
            continue
        for place, data in make().items():
            write_file(data, str(Path(config.site_dir, place)))
            made.made[place] = of
    return made
