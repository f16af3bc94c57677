"""The pages that every site has besides its notes, so that notes may link to them."""

from __future__ import annotations

from collections.abc import Mapping

from trellis.model import VaultPath

GRAPH_PAGES: Mapping[VaultPath, str] = {
    VaultPath("graph/index.md"): "Graph",
    VaultPath("graph/connect.md"): "From A to B",
    VaultPath("graph/numbers.md"): "Numbers",
    VaultPath("graph/tags.md"): "Tags",
    VaultPath("graph/topics.md"): "Topics",
    VaultPath("graph/wanted.md"): "Wanted notes",
}
"""Those of the graph by their places, with their titles. A file of the vault comes before the page of its place."""
