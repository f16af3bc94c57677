"""The graph as JSON, as `graph.schema.json` describes it. The words are those of networkx' node-link form, so that
`networkx.node_link_graph` reads it; nodes and edges have a line each, for `grep` and `diff`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from trellis.export.contents import Contents

VERSION = 1
"""Rises when a reader of the version before would misunderstand the new one."""


def pieces(contents: Contents) -> Iterator[bytes]:
    """The file, piece by piece."""
    encode = msgspec.json.Encoder().encode
    head = {
        "format": "trellis-graph",
        "version": VERSION,
        "directed": True,
        "multigraph": True,
        "graph": {"title": contents.title, "base_url": contents.base_url},
    }
    yield encode(head)[:-1]
    rows: dict[str, Iterable[object]] = {"topics": contents.topics, "nodes": contents.nodes, "edges": contents.edges()}
    for name, items in rows.items():
        yield b',\n"%s":[' % name.encode()
        before = b"\n"
        for item in items:
            yield before + encode(item)
            before = b",\n"
        yield b"]"
    yield b"}\n"
