"""The nodes of the topic graph: notes by their paths, and beside them names that nobody has written, and tags."""

from __future__ import annotations

from trellis.names import caselessly, loose_path

_GHOST, _TAG = "ghost:", "tag:"


def ghost(name: str) -> str:
    """The node of the unresolved *name*."""
    name = name.removesuffix(".md")
    return f"{_GHOST}{loose_path(name) or name}"


def tag_node(name: str) -> str:
    """The node of the tag *name*, which is one however its letters are written."""
    return f"{_TAG}{caselessly(name)}"


def is_ghost(node: str) -> bool:
    """Whether *node* is a name that nobody has written a note for. No path of a note begins so and lacks an end."""
    return node.startswith(_GHOST) and not node.endswith(".md")
