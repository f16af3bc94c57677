"""The graph for other programs: each format read by another program than the one that wrote it."""

import json
import re
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

import trellis.export
from casefile import wiki_of
from trellis import Wiki, as_network
from trellis.cli import main
from trellis.diagnostics import TrellisError
from trellis.export import FORMATS, export_graph, site_files
from trellis.model import Url
from trellis.numbers import numbers_of
from trellis.numbers_view import numbers_view

# rdflib's parser of JSON-LD uses what rdflib itself calls old.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SCHEMA = json.loads((Path(trellis.export.__file__).parent / "graph.schema.json").read_text("utf-8"))
BASE = "https://example.org/wiki"

FILES = {
    "people/Newton.md": "---\ntitle: Isaac Newton\naliases: [Newton, Isaac Newton]\ntags: [Physics]\n"
    'part_of: "[[Science]]"\n---\n\nFrom: [[letters]]\n\n'
    "He was a rival of [[Hooke]], see [[Hooke|him]], [[science]] and [[Not Yet]].",
    "people/Hooke.md": "# Robert Hooke\n\n#physics Curator of [[Newton]]s enemies. ![[Science]] [[NOT-YET]]",
    "Optics.md": '---\nrequires: ["[[Newton]]", "[[Not Yet]]"]\n---\n\nOn light.',
    "Science.md": "All that is known.",
    "letters.md": "---\ntype: source\n---\n",
}
WIKI = wiki_of(FILES)

EVIL = r'</title>"<&amp;>\N \" ]]> {{ x }}'
HOSTILE = {
    'a" ]; evil [x="\\.md': '---\ntitle: "</script>\\"\\\\ \\ud800\\u0000\\uFFFE\\u202E\\n&amp; \\\\N"\ntype: "x\\\\"\n'
    'aliases: ["</b>\\"", "\\ud83d"]\ntags: ["a/b"]\n---\n\n'
    'A word \u202e and [[no\u2066</x>"y\\]] and [[tag:x]] \u200f.',
    "tag:x.md": "[[ghost:y.md]] #ghost",
    "ghost:y.md": "---\ntype: tag\n---\n[[ghost:z]] [[ghost:z.md]]",
    "x#y%20z?.md": "[[𝔘nicode]] [[tag:x]]",
    "é.md": f"[[ghost:y]] {EVIL} [[x]]",
    "e\u0301.md": "x",
}

WIKIS = {
    "small": WIKI,
    "hostile": wiki_of(HOSTILE),
    "empty": wiki_of({}),
    "one note": wiki_of({"a.md": ""}),
    "many ghosts": wiki_of({"a.md": " ".join(f"[[no {number}]]" for number in range(300))}),
}


@pytest.fixture(params=WIKIS)
def wiki(request: pytest.FixtureRequest) -> Wiki:
    return WIKIS[request.param]


def read_json(wiki: Wiki, base_url: str = "") -> Any:
    return json.loads(export_graph(wiki, "json", base_url))


def read_graphml(wiki: Wiki) -> nx.MultiDiGraph:
    graph = nx.read_graphml(BytesIO(export_graph(wiki, "graphml")), force_multigraph=True)
    assert isinstance(graph, nx.MultiDiGraph)
    return graph


def read_skos(wiki: Wiki, base_url: str = BASE) -> Graph:
    return Graph().parse(data=export_graph(wiki, "skos", base_url), format="json-ld")


def test_every_format_is_utf8_without_what_xml_forbids(wiki: Wiki) -> None:
    for name in FORMATS:
        text = export_graph(wiki, name).decode("utf-8")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", text)


def test_the_same_wiki_gives_the_same_bytes() -> None:
    others = wiki_of(dict(reversed(FILES.items())))
    assert [export_graph(others, name) for name in FORMATS] == [export_graph(WIKI, name) for name in FORMATS]


def test_an_id_does_not_depend_on_what_else_there_is() -> None:
    more = wiki_of({**FILES, "A.md": "[[Abc]] #aaa [[Hooke]]", "people/B.md": ""})
    assert {node["id"] for node in read_json(WIKI)["nodes"]} < {node["id"] for node in read_json(more)["nodes"]}


def test_json_is_as_its_schema_says(wiki: Wiki) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for base_url in ("", BASE):
        Draft202012Validator(SCHEMA).validate(read_json(wiki, base_url))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.update(version=2),
        lambda data: data["nodes"][0].update(id="ghost:x"),
        lambda data: data["nodes"][0].update(id="a b"),
        lambda data: data["nodes"][0].update(title="a\nb"),
        lambda data: data["nodes"][-1].update(url="x/"),
        lambda data: data["edges"][0].update(kind="likes"),
        lambda data: data["edges"][0].update(line=0),
        lambda data: data["edges"][0].pop("excerpt"),
    ],
)
def test_the_schema_notices(spoil: Callable[[Any], object]) -> None:
    data = read_json(WIKI)
    spoil(data)
    assert not Draft202012Validator(SCHEMA).is_valid(data)


def test_json_tells_of_every_node() -> None:
    nodes = {node["id"]: node for node in read_json(WIKI, BASE)["nodes"]}
    assert list(nodes) == [
        "Optics",
        "Science",
        "letters",
        "people/Hooke",
        "people/Newton",
        "ghost:notyet",
        "tag:physics",
    ]
    assert nodes["people/Newton"] == {
        "id": "people/Newton",
        "kind": "note",
        "title": "Isaac Newton",
        "type": "concept",
        "path": "people/Newton.md",
        "url": "https://example.org/wiki/people/Newton/",
        "topic": None,
        "tags": ["physics"],
        "aliases": ["Newton", "Isaac Newton"],
    }
    assert [nodes[name]["kind"] for name in ("letters", "ghost:notyet", "tag:physics")] == ["source", "ghost", "tag"]
    assert read_json(WIKI)["nodes"][4]["url"] == "people/Newton/"


def test_json_tells_of_every_edge_and_where_it_stands() -> None:
    edges = [edge for edge in read_json(WIKI)["edges"] if edge["path"] == "people/Newton.md"]
    assert [(edge["target"], edge["kind"], edge["line"], edge["column"], edge["excerpt"]) for edge in edges] == [
        ("Science", "part_of", 5, 11, "Part of Science"),
        ("letters", "source", 8, 7, "Letters"),
        ("people/Hooke", "links", 10, 19, "He was a rival of Robert Hooke, see him, Science and Not Yet."),
        ("people/Hooke", "links", 10, 34, "He was a rival of Robert Hooke, see him, Science and Not Yet."),
        ("Science", "links", 10, 49, "He was a rival of Robert Hooke, see him, Science and Not Yet."),
        ("ghost:notyet", "links", 10, 65, "He was a rival of Robert Hooke, see him, Science and Not Yet."),
        ("tag:physics", "tagged", 4, 1, ""),
    ]


def test_networkx_reads_the_json() -> None:
    graph = nx.node_link_graph(read_json(WIKI), edges="edges")
    assert (len(graph), graph.number_of_edges()) == (7, WIKI.graph.size + 2)


def test_topics_are_in_every_format() -> None:
    names = "abcdef"
    wiki = wiki_of({f"{a}.md": " ".join(f"[[{b}]]" for b in names if a != b) for a in names})
    assert [(topic["slug"], len(topic["notes"])) for topic in read_json(wiki)["topics"]] == [("a", 6)]
    assert nx.get_node_attributes(read_graphml(wiki), "topic") == dict.fromkeys(names, "a")
    graph = read_skos(wiki)
    (collection,) = graph.subjects(RDF.type, SKOS.Collection)
    assert str(collection) == f"{BASE}/graph/skos.jsonld#topic:a"
    assert set(graph.objects(collection, SKOS.member)) == {URIRef(f"{BASE}/{name}/") for name in names}
    assert export_graph(wiki, "dot").count(b'topic="a"') == 6


def test_graphml_agrees_with_the_graph(wiki: Wiki) -> None:
    graph, tagged = read_graphml(wiki), sum(len(tag.notes) for tag in wiki.graph.tags.values())
    assert len(graph) == len(as_network(wiki))
    assert graph.number_of_edges() == wiki.graph.size + tagged
    ids = dict(zip(as_network(wiki), graph, strict=True))
    assert dict(graph.degree()) == {ids[node]: degree for node, degree in as_network(wiki).degree()}


def test_graphml_has_what_gephi_shows() -> None:
    text = export_graph(WIKI, "graphml").decode()
    assert '<key id="label" for="node" attr.name="title" attr.type="string"/>' in text  # what stands at a node
    graph = read_graphml(WIKI)
    assert graph.nodes["people/Newton"] == {
        "kind": "note",
        "title": "Isaac Newton",
        "type": "concept",
        "url": "people/Newton/",
        "tags": "physics",
    }
    assert graph["Optics"]["people/Newton"][0] == {
        "kind": "requires",
        "line": 2,
        "column": 13,
        "excerpt": "Requires Isaac Newton",
    }


def test_the_numbers_can_be_counted_again_in_the_graphml(wiki: Wiki) -> None:
    graph, numbers = read_graphml(wiki), numbers_of(wiki)
    notes = [node for node, kind in graph.nodes(data="kind") if kind in {"note", "source"}]
    simple = nx.DiGraph()
    simple.add_nodes_from(notes)
    for begin, end, kind in graph.edges(data="kind"):
        if kind not in {"source", "tagged"} and end in simple:
            simple.add_edge(begin, end)
    apart = {node for node in notes if graph.nodes[node]["kind"] == "source"}
    shown = dict(zip(wiki.notes, graph, strict=False))
    assert numbers.notes == len(notes)
    assert numbers.density == pytest.approx(nx.density(simple))
    assert {shown[p] for p in numbers.orphans} == {n for n, degree in simple.degree() if not degree} - apart
    assert {shown[p] for p in numbers.dead_ends} == {n for n, degree in simple.out_degree() if not degree} - apart
    ranks = nx.pagerank(simple, tol=1e-12) if notes else {}
    assert {shown[path]: rank for path, rank in numbers.central} == pytest.approx(
        {node: rank for node, rank in ranks.items() if node not in apart}
    )
    wanting = {n: len(set(graph.predecessors(n))) for n, kind in graph.nodes(data="kind") if kind == "ghost"}
    assert sorted(count for _, count in numbers.wanted) == sorted(wanting.values())
    kinds = Counter(kind for _, _, kind in graph.edges(data="kind") if kind != "tagged")
    assert {kind: count for kind, count in numbers.links.items() if count} == dict(kinds)


def test_rdflib_reads_the_skos() -> None:
    graph = read_skos(WIKI)
    newton, hooke, science = (URIRef(f"{BASE}/{place}/") for place in ("people/Newton", "people/Hooke", "Science"))
    assert set(graph.predicate_objects(newton)) == {
        (RDF.type, SKOS.Concept),
        (SKOS.inScheme, URIRef(f"{BASE}/graph/skos.jsonld#wiki:")),
        (SKOS.prefLabel, Literal("Isaac Newton")),
        (SKOS.altLabel, Literal("Newton")),
        (SKOS.definition, Literal("He was a rival of Robert Hooke, see him, Science and Not Yet.")),
        (SKOS.broader, science),  # and so not related to it
        (SKOS.related, hooke),
        (DCTERMS.source, URIRef(f"{BASE}/letters/")),
    }
    rows = graph.query("SELECT ?a ?b { ?a dcterms:requires ?b }", initNs={"dcterms": DCTERMS})
    assert [tuple(row) for row in rows] == [(URIRef(f"{BASE}/Optics/"), newton)]  # type: ignore[arg-type]


def test_skos_holds_what_skos_asks(wiki: Wiki) -> None:
    graph = read_skos(wiki)
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == len(wiki.notes)
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert len(set(graph.objects(concept, SKOS.prefLabel))) == 1
        assert not set(graph.objects(concept, SKOS.prefLabel)) & set(graph.objects(concept, SKOS.altLabel))
        above = set(graph.transitive_objects(concept, SKOS.broader)) - {concept}
        assert not above & set(graph.objects(concept, SKOS.related))


def test_notes_that_are_part_of_each_other_do_not_hang_the_skos() -> None:
    files = {f"{n}.md": f'---\npart_of: "[[{(n + 1) % 5}]]"\n---\n[[{(n + 2) % 5}]]' for n in range(5)}
    graph = read_skos(wiki_of(files))
    assert (len(list(graph.subject_objects(SKOS.broader))), len(list(graph.subject_objects(SKOS.related)))) == (5, 0)


def test_without_an_address_a_concept_is_a_part_of_the_file() -> None:
    graph = Graph().parse(data=export_graph(WIKI, "skos"), format="json-ld", publicID="https://a.org/g.jsonld")
    assert (URIRef("https://a.org/g.jsonld#people/Newton"), RDF.type, SKOS.Concept) in graph


_DOT = re.compile(
    r"""\s*(?:(?P<word>digraph|graph|node)\b|(?P<mark>->|[\[\]{}=])|"(?P<text>(?:[^"\\]|\\.)*)"|(?P<bare>[A-Za-z_]\w*|\d+))""",
    re.DOTALL,
)


def tokens_of_dot(text: str) -> list[tuple[str, str]]:
    """Every token with its sort; nothing else may stand between them."""
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _DOT.match(text, at)
        assert match, text[at : at + 80]
        assert match.lastgroup
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def test_dot_is_quoted_so_that_nothing_gets_out(wiki: Wiki) -> None:
    text = export_graph(wiki, "dot").decode()
    begin, statements = text.split("\n", 3)[:3], text.split("\n")[3:-2]
    assert [sort for sort, _ in tokens_of_dot(begin[0])] == ["word", "text", "mark"]
    nodes: set[str] = set()
    edges = 0
    for statement in statements:
        match tokens_of_dot(statement):
            case [("text", begin_), ("mark", "->"), ("text", end), ("mark", "["), *said, ("mark", "]")]:
                assert {begin_, end} <= nodes
                edges += 1
            case [("text", node), ("mark", "["), *said, ("mark", "]")]:
                nodes.add(node)
            case found:
                pytest.fail(f"{statement}: {found}")
        assert len(said) % 3 == 0
        for name, equals, value in zip(said[::3], said[1::3], said[2::3], strict=True):
            assert (name[0], equals) == ("bare", ("mark", "="))
            assert value[0] in {"text", "bare"}
    assert text.endswith("}\n")
    assert len(nodes) == len(as_network(wiki))
    assert edges == wiki.graph.size + sum(len(tag.notes) for tag in wiki.graph.tags.values())


def test_hostile_names_stay_apart_and_harmless() -> None:
    nodes = {node["id"]: node for node in read_json(WIKIS["hostile"])["nodes"]}
    assert nodes["a%22%20%5D%3B%20evil%20%5Bx%3D%22%5C"]["title"] == '</script>"\\ \ufffd &amp; \\N'
    assert nodes["a%22%20%5D%3B%20evil%20%5Bx%3D%22%5C"]["aliases"] == ['</b>"', "\ufffd"]
    assert {"tag%3Ax", "ghost%3Ay", "tag:ghost", "%C3%A9", "e%CC%81", "x%23y%2520z%3F"} <= nodes.keys()
    assert nodes["ghost%3Ay"]["type"] == "tag"
    assert nodes["ghost%3Ay"]["kind"] == "note"
    ET.fromstring(export_graph(WIKIS["hostile"], "graphml"))


def test_ten_thousand_ghosts_are_ten_thousand_nodes() -> None:
    wiki = wiki_of({"a.md": " ".join(f"[[no {number}]]" for number in range(10_000))})
    assert [len(read_graphml(wiki)), len(read_json(wiki)["edges"]), numbers_of(wiki).ghosts] == [10_001, 10_000, 10_000]


def test_the_site_has_its_own_copies() -> None:
    files = site_files(WIKI, BASE)
    assert list(files) == ["graph/graph.json", "graph/graph.graphml", "graph/skos.jsonld"]
    assert files["graph/graph.json"] == export_graph(WIKI, "json", f"{BASE}/")


def test_a_graph_too_large_for_a_site_is_left_to_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trellis.export.MOST_ON_SITE", WIKI.graph.size - 1)
    monkeypatch.setattr("trellis.numbers_view.MOST_ON_SITE", WIKI.graph.size - 1)
    assert site_files(WIKI, BASE) == {}
    assert numbers_view(WIKI, Url("graph/numbers/")).exports == []
    assert export_graph(WIKI, "json")


@pytest.mark.parametrize("address", ["example.org", "javascript:x", "https://a b/", 'https://"', "https://a/?q", "x\n"])
def test_what_is_no_address_of_a_site_is_refused(address: str) -> None:
    with pytest.raises(TrellisError, match="is no address of a site"):
        export_graph(WIKI, "json", address)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["graph", *map(str, arguments)])


@pytest.mark.parametrize("name", FORMATS)
def test_the_command_prints_or_writes(vault: Path, tmp_path: Path, name: str) -> None:
    printed = run(vault, "--format", name, "--base-url", BASE)
    written = run(vault, "--format", name, "--base-url", BASE, "--out", tmp_path / "out")
    assert (printed.exit_code, written.exit_code, written.output) == (0, 0, "")
    assert printed.stdout_bytes == (tmp_path / "out").read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out", "vault"]


def test_the_command_says_where_it_cannot_write(vault: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"as it was")
    for out, words in (
        ("folder", "is a folder; name a file in it"),
        ("not/there", f"there is no folder {tmp_path / 'not'}; make it first"),
        ("file/x", f"there is no folder {tmp_path / 'file'}"),
    ):
        result = run(vault, "--out", tmp_path / out)
        assert (result.exit_code, result.stdout) == (2, "")
        assert words in result.stderr
    assert run(tmp_path / "no vault", "--out", tmp_path / "file").exit_code == 2
    assert (tmp_path / "file").read_bytes() == b"as it was"


def test_a_file_is_written_whole_or_not_at_all(vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").write_bytes(b"as it was")

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fails)
    result = run(vault, "--out", tmp_path / "out")
    assert (result.exit_code, "cannot be written: No space left on device" in result.stderr) == (2, True)
    assert (tmp_path / "out").read_bytes() == b"as it was"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out", "vault"]
