"""The graph in the language of Graphviz. Its `sfdp -Goverlap=prism` draws a large one."""

from __future__ import annotations

from collections.abc import Iterator

from trellis.export.contents import Contents, Node

_STYLES = {
    "note": "",
    "source": " style=solid",
    "ghost": ' style="rounded,dashed"',
    "tag": " shape=plain",
}
_LINES = {
    "links": "",
    "embeds": " style=dotted",
    "source": " style=dashed",
    "requires": " style=bold",
    "part_of": " arrowhead=odiamond",
    "tagged": " arrowhead=none",
}


def pieces(contents: Contents) -> Iterator[bytes]:
    """The file, piece by piece."""
    yield f"digraph {quoted(contents.title)} {{\n".encode()
    yield b'graph [charset="UTF-8"]\nnode [shape=box style=rounded]\n'
    for node in contents.nodes:
        yield _node(node).encode()
    for edge in contents.edges():
        said = f" tooltip={quoted(edge.excerpt)}" if edge.excerpt else ""
        place = "" if edge.line is None else f" line={edge.line} column={edge.column}"
        row = f'"{edge.source}" -> "{edge.target}" [kind={edge.kind}{place}{_LINES[edge.kind]}{said}]\n'
        yield row.encode()
    yield b"}\n"


def _node(node: Node) -> str:
    said = {"URL": node.url, "topic": node.topic, "tags": ", ".join(node.tags) or None}
    more = "".join(f" {name}={quoted(value)}" for name, value in said.items() if value is not None)
    words = f"label={quoted(node.title)} kind={node.kind} type={quoted(node.type)}"
    return f'"{node.id}" [{words}{_STYLES[node.kind]}{more}]\n'  # ids are percent-encoded


def quoted(text: str) -> str:
    r"""*text* as a string of Graphviz that shows it as it is: in labels a backslash and an ampersand would begin
    something else.

    >>> print(quoted(r'a "b" \N &amp;'))
    "a \"b\" \\N &amp;amp;"
    """
    return '"' + text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') + '"'
