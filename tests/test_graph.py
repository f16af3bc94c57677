"""The topic graph, what a page shows of it, and the sentences in which links stand."""

from casefile import wiki_of
from trellis import NotePath, VaultPath, as_network
from trellis.graph import Mention
from trellis.home_view import HomeView
from trellis.local_graph import GraphNode, draw_local_graph
from trellis.view import NoteView, all_notes
from trellis.words import english

FILES = {
    "newton.md": "---\ntitle: Isaac Newton\n---\nA rival of [[hooke]].",
    "hooke.md": "From: [[letters]]\n\nSee e.g. [[newton]], Dr. [[Nobody]] and [[newton|him]]. It fell 3.5 m. Next one.",
    "optics.md": '---\nrequires: ["[[newton]]"]\n---\n\n- [[newton]]\n\nBy [[newton]] [[#x]] ![[a.png]].\n\n# x',
    "letters.md": "---\ntype: source\n---\n",
    "a.png": "",
}
WIKI = wiki_of(FILES)


def path(name: str) -> NotePath:
    return NotePath(VaultPath(name))


def test_edges_have_the_type_that_was_written() -> None:
    edges = {(a, b, kind) for a, b, kind in as_network(WIKI).edges(data="kind")}
    assert edges == {
        ("newton.md", "hooke.md", "links"),
        ("hooke.md", "letters.md", "source"),
        ("hooke.md", "newton.md", "links"),
        ("hooke.md", "ghost:nobody", "links"),
        ("optics.md", "newton.md", "requires"),
        ("optics.md", "newton.md", "links"),
    }


def test_the_network_says_where_each_edge_stands() -> None:
    wiki = wiki_of({"a.md": "---\ntitle: A\ntags: [one]\n---\n\nTo [[b]] and\nof #One and #two/three.", "b.md": "x"})
    edges = [(a, b, *d.values()) for a, b, d in as_network(wiki).edges(data=True)]
    assert edges == [
        ("a.md", "b.md", "links", "a.md", 6, 4, "To B and of #One and #two/three."),
        ("a.md", "tag:one", "tagged", "a.md", 3, 1, ""),
        ("a.md", "tag:two/three", "tagged", "a.md", 7, 13, ""),
    ]
    assert as_network(wiki).nodes["tag:two/three"] == {"title": "two/three", "type": "tag"}


def test_one_ghost_for_a_name_however_it_is_spelled() -> None:
    wiki = wiki_of({"a.md": "[[Not Yet]] [[not_yet]] [[NOT-YET|x]]"})
    assert [node for node, kind in as_network(wiki).nodes(data="type") if kind == "ghost"] == ["ghost:notyet"]


def test_backlinks_come_in_the_order_of_the_text() -> None:
    found = WIKI.graph.backlinks(path("newton.md"))
    assert found == [
        Mention(path("hooke.md"), 1, "links"),
        Mention(path("hooke.md"), 3, "links"),
        Mention(path("optics.md"), 0, "requires"),
        Mention(path("optics.md"), 1, "links"),
        Mention(path("optics.md"), 2, "links"),
    ]


def test_a_backlink_shows_the_sentence_and_marks_the_link() -> None:
    groups = NoteView(WIKI, path("newton.md")).backlinks
    assert [(group.title, group.href) for group in groups] == [("Hooke", "../hooke/"), ("x", "../optics/")]
    assert groups[0].excerpts == (
        "See e.g. <mark>Isaac Newton</mark>, Dr. Nobody and him.",
        "See e.g. Isaac Newton, Dr. Nobody and <mark>him</mark>.",
    )
    # A link that stands alone in its item says nothing that the title does not.
    assert groups[1].excerpts == ("By <mark>Isaac Newton</mark> x .",)


def test_a_link_that_stands_alone_is_placed() -> None:
    text = "[[b]]\n\n## Rivals\n\n- [[b]]\n\n| Name | Field |\n|---|---|\n| [[b]] | Optics |\n"
    wiki = wiki_of({"a.md": text, "b.md": "# B"})
    (group,) = NoteView(wiki, path("b.md")).backlinks
    assert group.excerpts == ("Rivals: <mark>B</mark>", "<mark>B</mark> · Optics")


def test_the_source_is_a_chip_and_no_excerpt() -> None:
    view = NoteView(WIKI, path("hooke.md"))
    assert [(source.title, source.href) for source in view.sources] == [("Letters", "../letters/")]
    letters = NoteView(WIKI, path("letters.md"))
    assert letters.backlinks == []
    assert letters.cited_by
    assert [note.href for note in letters.cited_by.named_by] == ["../hooke/"]


def test_the_notes_of_a_source_come_once_each() -> None:
    wiki = wiki_of({"a.md": "From: [[s]], [[s]]\n\n[[s]]", "b.md": "[[s]]", "s.md": ""})
    assert wiki.of_source(path("s.md")) == ["a.md"]


def test_a_long_sentence_is_cut_between_words_round_the_link() -> None:
    wiki = wiki_of({"a.md": f"{'before ' * 60}[[b]]{' after' * 60}.", "b.md": ""})
    (excerpt,) = NoteView(wiki, path("b.md")).backlinks[0].excerpts
    assert excerpt.startswith("… before")
    assert excerpt.endswith("after …")
    assert "<mark>B</mark>" in excerpt
    assert len(excerpt) < 320


def test_excerpts_are_text_whatever_the_note_holds() -> None:
    wiki = wiki_of({"a.md": "`<script>` &lt;b&gt; [[b|<i>]] <img src=x onerror=alert(1)>", "b.md": ""})
    (excerpt,) = NoteView(wiki, path("b.md")).backlinks[0].excerpts
    assert excerpt == "&lt;script&gt; &lt;b&gt; <mark>&lt;i&gt;</mark>"


def test_the_local_graph_is_drawn_and_described() -> None:
    svg = NoteView(WIKI, path("hooke.md")).local_graph
    assert '<title id="__graph-title">Notes around Hooke</title>' in svg
    assert "Links to Letters, Isaac Newton, Nobody." in svg
    assert 'class="graph-ghost"' in svg
    assert "<rect" in svg, "a source is a square"
    assert 'href="../newton/"' in svg


def test_the_local_graph_says_what_it_leaves_out() -> None:
    nodes = [GraphNode(f"Note {n}", f"../{n}/", "in", "links") for n in range(8)]
    svg = draw_local_graph("Hub", nodes, english(), (2238, 0))
    assert "and 2,238 more" in svg
    assert svg.count('class="graph-node"') == 8
    assert draw_local_graph("Alone", [], english()) == ""


def test_lists_of_notes() -> None:
    start = WIKI.site.url(path("letters.md"))
    assert [(letter.name, [note.title for note in letter.notes]) for letter in all_notes(WIKI, start)] == [
        ("H", ["Hooke"]),
        ("I", ["Isaac Newton"]),
        ("L", ["Letters"]),
        ("X", ["x"]),
    ]
    # To be everybody's source is not to be linked.
    assert [note.title for note in HomeView(WIKI, start).most_linked] == ["Isaac Newton", "Hooke"]
