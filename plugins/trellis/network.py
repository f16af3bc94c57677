"""The topic graph for the algorithms of networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.nodes import tag_node
from trellis.wiki import Wiki

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def as_network(wiki: Wiki) -> MultiDiGraph:
    """The graph of *wiki* as a multigraph of networkx.

    Nodes are the paths of notes, then `ghost:` nodes of unresolved names and `tag:` nodes, each with a `title` and a
    `type` (`ghost` and `tag` for the last two). An edge is what an author wrote: its `kind` is that of a link, or
    `tagged`; `path`, `line` and `column` say where it stands, `excerpt` in which sentence (none for a tag).
    """
    import networkx as nx  # noqa: PLC0415  # it takes a fifth of a second, and builds do not ask

    graph = wiki.graph
    network: MultiDiGraph = nx.MultiDiGraph()
    for node in (*graph.notes, *sorted(graph.ghosts)):
        network.add_node(node, title=graph.title(node), type=graph.type(node))
    for node, tag in graph.tags.items():
        network.add_node(node, title=tag.name, type="tag")
    for path, target, mention in graph.edges():
        link = wiki.notes[path].links[mention.link]
        place = {"path": path, "line": link.line, "column": link.column}
        network.add_edge(path, target, kind=mention.kind, **place, excerpt=wiki.sentence(mention))
    for path, note in wiki.listed.items():
        for name, (line, column) in zip(note.tags, note.tag_places, strict=True):
            network.add_edge(path, tag_node(name), kind="tagged", path=path, line=line, column=column, excerpt="")
    return network
