"""The files of the tree of all notes, apart from those of the graph: they are made in a moment, and each page may ask
for them."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from trellis.mkdocs.made import Made
from trellis.mkdocs.unchanged import Unchanged
from trellis.mkdocs.written import write_file
from trellis.tree_data import tree_files
from trellis.wiki import Wiki


def write_tree_files(wiki: Wiki, config: MkDocsConfig, unchanged: Unchanged, shown: bytes) -> Made:
    """Writes them, unless they are there already; *shown* is a digest of all that they tell of the wiki."""
    of = unchanged.files(b"tree" + shown)
    if kept := unchanged.all_as_made(of):
        return Made(kept=kept)
    files = tree_files(wiki)
    for place, data in files.items():
        write_file(data, str(Path(config.site_dir, place)))
    return Made(made=dict.fromkeys(files, of))
