"""The pages that every site has besides its notes, so that notes may link to them."""

from __future__ import annotations

from collections.abc import Mapping

from trellis.model import VaultPath
from trellis.names import caselessly

ALL_NOTES = VaultPath("all-notes.md")

GRAPH_PAGES: Mapping[VaultPath, str] = {
    VaultPath("graph/index.md"): "pages.graph",
    VaultPath("graph/connect.md"): "pages.connect",
    VaultPath("graph/numbers.md"): "pages.numbers",
    VaultPath("graph/random-note.md"): "pages.random_note",
    VaultPath("graph/recent-changes.md"): "pages.recent_changes",
    VaultPath("graph/tags.md"): "pages.tags",
    VaultPath("graph/topics.md"): "pages.topics",
    VaultPath("graph/wanted.md"): "pages.wanted",
}
"""Those of the graph by their places, with the keys of their titles. A file of the vault comes before the
page of its place."""

OWN_PAGES: Mapping[VaultPath, str] = {ALL_NOTES: "pages.all_notes", **GRAPH_PAGES}
"""All of them, by their places, with the keys of their titles."""


def tag_place(name: str) -> str:
    """Where the page of the tag *name* is, without its end: it depends on nothing but the name."""
    parts = (f"{part}-tag" if part in {"index", "readme"} else part for part in caselessly(name).split("/"))
    return "/".join(("graph/tags", *parts))
