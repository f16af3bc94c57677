"""Files beside the pages of the graph: what the explorer loads, and the graph for other programs."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from trellis.explorer_data import explorer_files
from trellis.export import site_files
from trellis.mkdocs.made import Made
from trellis.mkdocs.unchanged import Unchanged
from trellis.mkdocs.written import write_file
from trellis.wiki import Wiki


def graph_files(wiki: Wiki, config: MkDocsConfig) -> dict[str, bytes]:
    """The files by their places on the site."""
    return {**explorer_files(wiki), **site_files(wiki, config.site_url or "")}


def is_graph_file(url: str) -> bool:
    """Whether a file of ours may be at *url*."""
    return url.startswith("graph/") and url.endswith((".json", ".jsonld", ".graphml"))


def write_graph_files(wiki: Wiki, config: MkDocsConfig, unchanged: Unchanged, shown: bytes) -> Made:
    """Writes them, unless they are there already; *shown* is a digest of all that they tell of the wiki."""
    of = unchanged.files(f"graph {config.site_url}".encode() + shown)
    if kept := unchanged.all_as_made(of):
        return Made(kept=kept)
    files = graph_files(wiki, config)
    for place, data in files.items():
        write_file(data, str(Path(config.site_dir, place)))
    return Made(made=dict.fromkeys(files, of))
