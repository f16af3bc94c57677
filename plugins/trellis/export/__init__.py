"""The graph for other programs: JSON, GraphML, SKOS and the language of Graphviz. The same wiki gives the same
bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from io import BytesIO

from trellis.export import dot, graph_json, graphml, skos
from trellis.export.contents import Contents, contents_of
from trellis.wiki import Wiki

FORMATS: Mapping[str, Callable[[Contents], Iterable[bytes]]] = {
    "json": graph_json.pieces,
    "graphml": graphml.pieces,
    "skos": skos.pieces,
    "dot": dot.pieces,
}
"""What makes each format, piece by piece."""

MOST_ON_SITE = 100_000
"""Links of a graph that a site offers as files. Of half a million they are 160 MB, more than hosts of static sites
take, and cost every build ten seconds; whoever needs them has the command."""

_ON_SITE = {"graph/graph.json": "json", "graph/graph.graphml": "graphml", skos.PLACE: "skos"}


def export_graph(wiki: Wiki, format: str, base_url: str = "") -> bytes:  # noqa: A002  # what the command calls it
    """The graph of *wiki* in a *format* of `FORMATS`; with *base_url*, the address of its site, links are whole.

    Raises:
        TrellisError: *base_url* is no address of a site.
    """
    return _joined(contents_of(wiki, base_url), format)


def site_files(wiki: Wiki, base_url: str = "") -> dict[str, bytes]:
    """The exports that a site offers, by their places on it: none of a graph with more than `MOST_ON_SITE` links.

    Raises:
        TrellisError: *base_url* is no address of a site.
    """
    if wiki.graph.size > MOST_ON_SITE:
        return {}
    contents = contents_of(wiki, base_url)
    return {place: _joined(contents, name) for place, name in _ON_SITE.items()}


def _joined(contents: Contents, name: str) -> bytes:
    out = BytesIO()  # it gives its bytes away without a copy
    for piece in FORMATS[name](contents):
        out.write(piece)
    return out.getvalue()
