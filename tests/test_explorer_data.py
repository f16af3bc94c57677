"""The files that the pages of the graph load: what is in them, and that nothing private is."""

import json
from typing import Any

from casefile import wiki_of
from trellis import Options, Wiki
from trellis.explorer_data import SAID, explorer_files

FILES = {
    "newton.md": "---\ntitle: Isaac Newton\naliases: [Newton, Sir Isaac]\ntags: [Physics]\n---\nA rival of [[hooke]].",
    "hooke.md": "From: [[letters]]\n\nSee e.g. [[newton]] and [[Nobody]]. Again [[newton|him]].\n\n- [[optics]]",
    "optics.md": '---\ntype: role\nrequires: ["[[newton]]"]\n---\n#physics #light\n\nBy [[newton]] <b>x</b>.',
    "letters.md": "---\ntype: source\n---\n",
    "secret.md": "---\npublish: false\ntags: [hidden]\naliases: [Mole]\n---\n[[newton]] [[Nobody else]]",
}


def files_of(wiki: Wiki) -> dict[str, Any]:
    return {place: json.loads(content) for place, content in explorer_files(wiki).items()}


def graph_of(files: dict[str, str], options: Options | None = None) -> Any:
    return files_of(wiki_of(files, options))["graph/explorer.json"]


def test_nodes_are_notes_by_path_and_then_ghosts() -> None:
    graph = graph_of(FILES)
    assert graph["version"] == 1
    assert graph["titles"] == ["Hooke", "Letters", "Isaac Newton", "Optics", "Nobody"]
    assert graph["urls"] == ["hooke/", "letters/", "newton/", "optics/", None]
    assert [graph["types"][n] for n in graph["type"]] == ["concept", "source", "concept", "role", "ghost"]
    assert graph["aliases"] == {"2": ["Newton", "Sir Isaac"]}
    assert [[graph["tags"][n] for n in row] for row in graph["tagged"]] == [
        [],
        [],
        ["Physics"],
        ["light", "Physics"],
        [],
    ]
    assert {len(graph[name]) for name in ("titles", "urls", "type", "topic", "x", "y", "tagged")} == {5}


def test_edges_are_pairs_and_kinds_each_once_by_their_begin() -> None:
    wiki = wiki_of(FILES)
    graph = files_of(wiki)["graph/explorer.json"]
    flat = graph["edges"]
    edges = [(flat[n], flat[n + 1], graph["kinds"][flat[n + 2]]) for n in range(0, len(flat), 3)]
    nodes = ["hooke.md", "letters.md", "newton.md", "optics.md", "ghost:nobody"]
    assert {(nodes[a], nodes[b], kind) for a, b, kind in edges} == {(a, b, m.kind) for a, b, m in wiki.graph.edges()}
    assert len(edges) == len(set(edges))
    assert [begin for begin, _, _ in edges] == sorted(begin for begin, _, _ in edges)


def test_what_notes_say_is_plain_text_and_more_than_the_link() -> None:
    said = files_of(wiki_of(FILES))["graph/said/0.json"]
    assert said["leads"]["2"] == "A rival of Hooke."
    assert "1" not in said["leads"]
    assert said["said"] == {
        "0-2": "See e.g. Isaac Newton and Nobody.",
        "0-4": "See e.g. Isaac Newton and Nobody.",
        "2-0": "A rival of Hooke.",
        "3-2": "By Isaac Newton x.",
    }


def test_topics_have_names_and_pages() -> None:
    files = {f"n{n}.md": " ".join(f"[[n{m}]]" for m in range(6) if m != n) for n in range(6)} | {"z.md": "Alone."}
    graph = graph_of(files)
    assert graph["topics"] == [["N0", "topics/n0/"]]
    assert graph["topic"] == [0] * 6 + [-1]
    assert graph_of(files, Options(directory_urls=False))["topics"] == [["N0", "topics/n0.html"]]


def test_sentences_are_in_files_of_some_notes_each() -> None:
    files = {f"n{n:03}.md": "It follows [[n000]] in time." for n in range(SAID + 2)}
    made = files_of(wiki_of(files))
    assert sorted(made) == ["graph/explorer.json", "graph/said/0.json", "graph/said/1.json"]
    assert sorted(made["graph/said/1.json"]["said"]) == [f"{SAID}-0", f"{SAID + 1}-0"]


def test_nothing_private_is_in_them() -> None:
    content = b"".join(explorer_files(wiki_of(FILES)).values()).lower()
    assert not any(word in content for word in (b"secret", b"hidden", b"mole", b"nobody else"))


def test_an_empty_wiki_and_a_note_without_title() -> None:
    assert graph_of({})["titles"] == []
    assert graph_of({})["edges"] == []
    assert graph_of({"a.md": ""})["x"] == [5000]


def test_ten_thousand_ghosts() -> None:
    graph = graph_of({"a.md": " ".join(f"[[Ghost {n}]]" for n in range(10_000))})
    assert len(graph["titles"]) == 10_001
    assert graph["urls"].count(None) == 10_000


def test_the_same_twice() -> None:
    assert explorer_files(wiki_of(FILES)) == explorer_files(wiki_of(FILES))
