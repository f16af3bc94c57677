"""The graph as GraphML, for Gephi, networkx, yEd and others.

It is written line by line: an `ElementTree` of half a million links would fill a gigabyte before its first byte is
written. All that needs care is the text, and that goes through one function.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from trellis.export.contents import Contents, Edge, Node

# Gephi labels a node with what has the id `label`, whatever its name; others go by the name.
_KEYS = (
    ("kind", "node", "kind", "string"),
    ("label", "node", "title", "string"),
    ("type", "node", "type", "string"),
    ("url", "node", "url", "string"),
    ("topic", "node", "topic", "string"),
    ("tags", "node", "tags", "string"),
    ("edgekind", "edge", "kind", "string"),
    ("line", "edge", "line", "int"),
    ("column", "edge", "column", "int"),
    ("excerpt", "edge", "excerpt", "string"),
)


def pieces(contents: Contents) -> Iterator[bytes]:
    """The file, piece by piece."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for key, of, name, type_ in _KEYS:
        yield f'<key id="{key}" for="{of}" attr.name="{name}" attr.type="{type_}"/>\n'.encode()
    yield b'<graph id="graph" edgedefault="directed">\n'
    for node in contents.nodes:
        yield _node(node).encode()
    for edge in contents.edges():
        yield _edge(edge).encode()
    yield b"</graph>\n</graphml>\n"


def _node(node: Node) -> str:
    said = (
        ("kind", node.kind),
        ("label", node.title),
        ("type", node.type),
        ("url", node.url),
        ("topic", node.topic),
        ("tags", ", ".join(node.tags)),
    )
    data = "".join(f'<data key="{key}">{escape(value)}</data>' for key, value in said if value is not None)
    return f'<node id="{node.id}">{data}</node>\n'  # ids are percent-encoded


def _edge(edge: Edge) -> str:
    place = f'<data key="line">{edge.line}</data><data key="column">{edge.column}</data>'
    excerpt = f'<data key="excerpt">{escape(edge.excerpt)}</data>' if edge.excerpt else ""
    return (
        f'<edge source="{edge.source}" target="{edge.target}">'
        f'<data key="edgekind">{edge.kind}</data>{place}{excerpt}</edge>\n'
    )
