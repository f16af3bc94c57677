"""YAML from strangers: read without trusting it, and with errors in words a writer knows."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

import yaml

from trellis.model import Finding

# What YAML's parser says, and what it means to a writer.
_IN_PLAIN_WORDS = {
    "unhashable": "a value that begins with { needs quotes round it",
    "mapping values are not allowed": 'a value with a colon needs quotes round it, as in title: "A: B"',
    "character '\\t'": "a line begins with a tab; use spaces",
    "'<stream end>'": "a bracket or a quote is opened and never closed",
    "could not find expected ':'": "a line has no colon after its name",
}

# A few hundred bytes of YAML aliases can otherwise unfold into gigabytes.
_MOST_BYTES, _MOST_DEPTH, _MOST_NODES = 64 * 1024, 20, 10_000


_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character, which YAML can write but nobody can save."""


class _StrictLoader(yaml.SafeLoader):
    """YAML without explicit tags, and without aliases, which can unfold without end; of duplicate keys the last counts.

    Scalars stay text, so that `2024-05-01`, `007`, `no` and `1:30` mean what the author typed; only null is null.
    """

    def __init__(self, block: str) -> None:
        super().__init__(block)
        self.nodes = 0
        self.findings: list[Finding] = []

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            raise _problem("aliases (*name) are not read here; write the value again", event)
        if getattr(event, "tag", None):
            raise _problem(f"the tag {event.tag} is not read here; write plain text", event)
        self.nodes += 1
        if self.nodes > _MOST_NODES:
            raise _problem(f"it has more than {_MOST_NODES} values", event)
        node = super().compose_node(parent, index)
        if isinstance(node, yaml.ScalarNode):
            node.value = _HALF.sub("\ufffd", node.value)
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    message = f"{key.value}: is there twice; the last one counts"
                    self.findings.append(Finding("front-matter", key.start_mark.line + 2, message))
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def _problem(message: str, at: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=message, problem_mark=at.start_mark)


_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith(":null")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_mapping(block: str, findings: list[Finding]) -> Mapping[str, Any] | None:
    """The properties in *block*; None if it is a paragraph between two thematic breaks."""
    if (simple := _read_simply(block)) is not None:
        return simple
    problem, line = "", 2
    if len(block.encode()) > _MOST_BYTES:
        problem = f"it is longer than {_MOST_BYTES // 1024} KiB"
    elif _depth(block) > _MOST_DEPTH:
        problem = f"its values are nested deeper than {_MOST_DEPTH}"
    else:
        try:
            loader = _StrictLoader(block)
            data = loader.get_single_data()
        except yaml.MarkedYAMLError as error:
            problem = str(error.problem or error.context or "it is not YAML")
            problem = next((words for sign, words in _IN_PLAIN_WORDS.items() if sign in problem), problem)
            line += error.problem_mark.line if error.problem_mark else 0
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            problem = str(error).partition("\n")[0]
        else:
            findings += loader.findings
            if isinstance(data, dict):
                return {str(key): value for key, value in data.items()}
            if data is None:
                return {}
            if isinstance(data, str):
                return None
            problem = "it is not a list of `name: value` lines"
    if not block.split("\n", 1)[0].strip():
        return None
    message = f"the front matter cannot be read: {problem}; the note is shown without its properties"
    findings.append(Finding("front-matter", line, message))
    return {}


_PLAIN = r"\w[\w .,;!?()'/&+%-]*"
_VALUE = re.compile(rf'(?:({_PLAIN})|"([^"\\\n]*)")[ ]*')
_ROW = re.compile(r"([A-Za-z_][\w-]*):(?:[ ]+(\S.*))?[ ]*")
_ITEM = re.compile(r"([ ]*)-[ ]+(\S.*)")
_FLOW = re.compile(r"\[(.*)\][ ]*")


def _read_simply(block: str) -> dict[str, Any] | None:
    r"""What YAML makes of *block*, if it is as plain as properties mostly are: names with words or lists of words. None
    for anything else. YAML's own reader takes a tenth of the time of a note for it.

    >>> _read_simply('title: A note\ntags: [a, b]\naliases:\n  - x\n')
    {'title': 'A note', 'tags': ['a', 'b'], 'aliases': ['x']}
    >>> _read_simply('title: "a: b"\nother: a: b\n')
    """
    data: dict[str, Any] = {}
    items: list[Any] | None = None  # of the list that is being read
    indent, key = "", ""
    for line in block.split("\n"):
        if not line.strip(" "):
            continue
        if key and (item := _ITEM.fullmatch(line)):
            value = _simple_value(item[2])
            if value is None or (items is not None and item[1] != indent):
                return None
            if items is None:
                items, indent = [], item[1]
                data[key] = items
            items.append(value)
            continue
        row = _ROW.fullmatch(line)
        if not row or row[1] in data or row[1].lower() in {"null", "y", "n"}:
            return None
        key, items = row[1] if row[2] is None else "", None
        data[row[1]] = None
        if row[2] is not None:
            data[row[1]] = _simple_list(row[2]) if row[2].startswith("[") else _simple_value(row[2])
            if data[row[1]] is None:
                return None
    return data


def _simple_value(text: str) -> str | None:
    """The text of a plain or quoted scalar; None for one with a meaning of its own."""
    found = _VALUE.fullmatch(text)
    if not found or found[1] in {"null", "Null", "NULL"}:
        return None
    return found[1].rstrip(" ") if found[1] else found[2]


def _simple_list(text: str) -> list[str] | None:
    if not (inside := _FLOW.fullmatch(text)):
        return None
    values = [_simple_value(part.strip(" ")) for part in inside[1].split(",")] if inside[1].strip(" ") else []
    return [value for value in values if value is not None] if None not in values else None


def _depth(block: str) -> int:
    """How deep *block* may nest, at most: its deepest indentation, and its brackets."""
    opened = deepest = 0
    for character in block:
        if character in "[{":
            opened += 1
            deepest = max(deepest, opened)
        elif character in "]}":
            opened -= 1
    # `- - - x` nests by dashes, not by indentation.
    indented = (len(re.match(r"[ \t-]*", line)[0]) for line in block.split("\n"))  # type: ignore[index]
    return max(deepest, max(indented, default=0) // 2)
