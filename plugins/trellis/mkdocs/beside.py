"""Files beside the pages of a site: what its scripts load of the graph, what programs read, and former addresses."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from trellis.fingerprints import Fingerprints
from trellis.mkdocs.copies import written_copy
from trellis.mkdocs.graph_files import write_graph_files
from trellis.mkdocs.linking import Linking
from trellis.mkdocs.machine_files import machine_files, redirect_files, write_machine_files
from trellis.mkdocs.made import Made
from trellis.mkdocs.page import NotePage
from trellis.mkdocs.pages import NotePages
from trellis.mkdocs.reports import log
from trellis.mkdocs.tree_files import write_tree_files
from trellis.mkdocs.unchanged import Unchanged
from trellis.model import NotePath
from trellis.wiki import Wiki


def write_for_scripts(wiki: Wiki, config: MkDocsConfig, unchanged: Unchanged, fingerprints: Fingerprints) -> Made:
    """Writes the graph and the tree of all notes, unless they are there as they would come out."""
    graph = write_graph_files(wiki, config, unchanged, fingerprints)
    tree = write_tree_files(wiki, config, unchanged, fingerprints.of_all)
    return Made(made=graph.made | tree.made, kept=graph.kept + tree.kept)


def write_for_programs(
    linking: Linking, pages: NotePages, unchanged: Unchanged, fingerprints: Fingerprints, site: Path
) -> None:
    """Writes llms.txt, feeds and pages at former addresses, unless they are there as they would come out; copies of
    notes that this build has not written lie in the finished *site*."""
    config = pages.config
    by_path = {file.page.path: file.page for file in pages.documents if isinstance(file.page, NotePage)}

    def copy(path: NotePath) -> bytes:
        return written_copy(by_path[path], config, site)

    files = machine_files(linking.wiki, config, linking.histories, copy)
    redirects = redirect_files(linking.wiki, config, linking.histories)
    write_machine_files(chain(files, redirects), config, unchanged, fingerprints)
    if not config.site_url:
        log.info("There are no feeds and no sitemap, for links in them are whole: set site_url to have them")
