"""The files that the pages of the graph load in browsers: the graph as one compact file, and what notes say in others,
of which a page asks for those it needs. Private notes are in none of them: the wiki has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

import msgspec

from trellis.graph import Mention, TopicGraph
from trellis.model import LinkKind, NotePath, Url
from trellis.topic_view import topic_href, topic_title
from trellis.wiki import Wiki

VERSION = 1
SAID = 256
"""Notes for each file of sentences."""

_FOLDER = "graph"
_KINDS: tuple[LinkKind, ...] = ("links", "embeds", "source", "requires", "part_of")
assert {*_KINDS, "diagram"} == {*get_args(LinkKind)}
_SILENT = frozenset({"source", "requires", "part_of"})  # written as lists of links, which say no more than the kind


def explorer_files(wiki: Wiki) -> dict[str, bytes]:
    """The files by their places on the site."""
    nodes = [*sorted(wiki.listed), *sorted(wiki.graph.ghosts)]
    number = {node: index for index, node in enumerate(nodes)}
    files = {f"{_FOLDER}/explorer.json": msgspec.json.encode(_graph(wiki, nodes, number))}
    for part, begin in enumerate(range(0, len(wiki.listed), SAID)):
        said = _said(wiki, sorted(wiki.listed)[begin : begin + SAID], number)
        files[f"{_FOLDER}/said/{part}.json"] = msgspec.json.encode(said)
    return files


def _graph(wiki: Wiki, nodes: Sequence[str], number: Mapping[str, int]) -> dict[str, object]:
    graph, notes = wiki.graph, sorted(wiki.listed)
    types = _types(graph)
    in_topic = {node: index for index, topic in enumerate(wiki.topics) for node in (*topic.notes, *topic.ghosts)}
    tags = list(graph.tags.values())
    tagged: list[list[int]] = [[] for _ in nodes]
    for index, tag in enumerate(tags):
        for path in tag.notes:
            tagged[number[path]].append(index)
    return {
        "version": VERSION,
        "kinds": _KINDS,
        "types": types,
        "topics": [(topic_title(wiki, topic), topic_href(wiki, topic, Url(f"{_FOLDER}/"))) for topic in wiki.topics],
        "tags": [tag.name for tag in tags],
        "said": SAID,
        "titles": [graph.title(node) for node in nodes],
        "urls": [*map(wiki.site.url, notes), *(None for _ in graph.ghosts)],
        "type": [types.index(graph.type(node)) for node in nodes],
        "topic": [in_topic.get(node, -1) for node in nodes],
        "x": [wiki.places[node][0] for node in nodes],
        "y": [wiki.places[node][1] for node in nodes],
        "tagged": tagged,
        "aliases": {str(number[path]): aliases for path in notes if (aliases := wiki.notes[path].properties.aliases)},
        "edges": _edges(graph, notes, number),
    }


def _types(graph: TopicGraph) -> list[str]:
    """Those of notes by name, between the one that most have and the two that are no subjects."""
    ends = ("source", "ghost")
    others = {graph.type(path) for path in graph.notes} - {"concept", *ends}
    return ["concept", *sorted(others), *ends]


def _edges(graph: TopicGraph, notes: Sequence[NotePath], number: Mapping[str, int]) -> list[int]:
    """Begin, end and kind of each edge, one after the other: each pair of nodes once for each kind."""
    kinds = {kind: index for index, kind in enumerate(_KINDS)}
    found: list[int] = []
    for begin, path in enumerate(notes):
        edges = dict.fromkeys((number[node], kinds[mention.kind]) for node, mention in graph.links(path))
        for end, kind in edges:
            found += (begin, end, kind)
    return found


def _said(wiki: Wiki, notes: Sequence[NotePath], number: Mapping[str, int]) -> dict[str, dict[str, str]]:
    """The first sentences of *notes*, and those in which they link to others."""
    leads = {str(number[path]): wiki.linker.words(path, wiki.notes[path].lead) for path in notes}
    said: dict[str, str] = {}
    for path in notes:
        for node, mention in wiki.graph.links(path):
            key = f"{number[path]}-{number[node]}"
            if key not in said and _is_telling(wiki, mention) and (sentence := wiki.sentence(mention)):
                said[key] = sentence
    return {"leads": {node: lead for node, lead in leads.items() if lead}, "said": said}


def _is_telling(wiki: Wiki, mention: Mention) -> bool:
    """Whether a link stands in a sentence that says more than the link."""
    excerpt = wiki.notes[mention.source].links[mention.link].excerpt
    return mention.kind not in _SILENT and excerpt not in {(), (mention.link,)}
