"""The notes as a vocabulary: SKOS, written as JSON-LD. Every note is a concept, every topic a collection.

Addresses are those of the notes' pages where that of the site is known, and else parts of this very file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from trellis.export.contents import Contents, note_id
from trellis.export.text import clean
from trellis.model import LinkKind, NotePath, VaultPath
from trellis.nodes import is_ghost
from trellis.topic_view import topic_title

PLACE = "graph/skos.jsonld"
"""Where the file is on the site."""

_SCHEME = "#wiki:"  # no note has a colon in its id
_WORDS: Mapping[LinkKind, str] = {
    "part_of": "broader",
    "requires": "requires",
    "source": "source",
    "links": "related",
    "embeds": "related",
}
_CONTEXT: Mapping[str, object] = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prefLabel": "skos:prefLabel",
    "altLabel": "skos:altLabel",
    "definition": "skos:definition",
    "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
    "broader": {"@id": "skos:broader", "@type": "@id"},
    "related": {"@id": "skos:related", "@type": "@id"},
    "member": {"@id": "skos:member", "@type": "@id"},
    "requires": {"@id": "dcterms:requires", "@type": "@id"},
    "source": {"@id": "dcterms:source", "@type": "@id"},
}


def pieces(contents: Contents) -> Iterator[bytes]:
    """The file, piece by piece."""
    encode = msgspec.json.Encoder().encode
    base = {"@base": contents.base_url + PLACE} if contents.base_url else {}
    yield b'{"@context":' + encode({**base, **_CONTEXT}) + b',\n"@graph":['
    before = b"\n"
    for item in _items(contents):
        yield before + encode(item)
        before = b",\n"
    yield b"]}\n"


def _items(contents: Contents) -> Iterator[Mapping[str, object]]:
    yield {"@id": _SCHEME, "@type": "skos:ConceptScheme", "prefLabel": contents.title}
    iris = {path: _iri(contents, path) for path in contents.wiki.listed}
    above = _above(contents)
    for path in contents.wiki.listed:
        yield _concept(contents, path, iris, above)
    for topic in contents.wiki.topics:
        yield {
            "@id": f"#topic:{topic.slug}",
            "@type": "skos:Collection",
            "inScheme": _SCHEME,
            "prefLabel": clean(topic_title(contents.wiki, topic)),
            "member": [iris[path] for path in topic.notes],
        }


def _iri(contents: Contents, path: NotePath) -> str:
    return contents.address(path) if contents.base_url else f"#{note_id(path)}"


def _concept(
    contents: Contents, path: NotePath, iris: Mapping[NotePath, str], above: Mapping[NotePath, frozenset[NotePath]]
) -> Mapping[str, object]:
    note, linker = contents.wiki.notes[path], contents.wiki.linker
    title = clean(note.title)
    others = [alias for alias in map(clean, note.properties.aliases) if alias and alias != title]
    concept: dict[str, object] = {"@id": iris[path], "@type": "skos:Concept", "inScheme": _SCHEME, "prefLabel": title}
    if others:
        concept["altLabel"] = others
    if definition := clean(linker.words(path, note.lead)).strip():
        concept["definition"] = definition
    targets: dict[str, dict[str, None]] = {}
    for node, mention in contents.wiki.graph.links(path):
        if is_ghost(node):
            continue
        end = NotePath(VaultPath(node))
        word = _WORDS[mention.kind]
        # What is broader is not related as well: SKOS has it so (S27).
        if word != "related" or not (end in above.get(path, ()) or path in above.get(end, ())):
            targets.setdefault(word, {})[iris[end]] = None
    return concept | {word: list(targets[word]) for word in sorted(targets)}


def _above(contents: Contents) -> dict[NotePath, frozenset[NotePath]]:
    """All that each note is part of, at any remove; parts of each other have each other there."""
    parents: dict[NotePath, list[NotePath]] = {}
    for path, node, mention in contents.wiki.graph.edges():
        if mention.kind == "part_of" and not is_ghost(node):
            parents.setdefault(path, []).append(NotePath(VaultPath(node)))
    above: dict[NotePath, frozenset[NotePath]] = {}
    for path, nearest in parents.items():
        found: set[NotePath] = set()
        waiting = list(nearest)
        while waiting:
            if (parent := waiting.pop()) not in found:
                found.add(parent)
                waiting += parents.get(parent, ())
        above[path] = frozenset(found)
    return above
