"""The numbers of a wiki, its growth in a drawing, and the page that shows both."""

import random
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import jinja2
import networkx as nx
import pytest
from markupsafe import Markup

from casefile import wiki_of
from trellis import NotePath, Url, VaultPath
from trellis.growth_chart import draw_growth, said_of
from trellis.history import Growth, Month, NoGrowth
from trellis.named import Named
from trellis.numbers import Numbers, density, numbers_of, pagerank, simple_edges, sources_of
from trellis.numbers_view import GrowthView, NumbersView, growth_view, numbers_view
from trellis.words import english

TEMPLATES = Path(__file__).parent.parent / "plugins/trellis/templates"
START = Url("graph/numbers/")

FILES = {
    "newton.md": "---\ntags: [physics]\nvideoId: aaaaaaaaaaa\n---\n\nFrom: [[letters]]\n\n"
    "A rival of [[hooke]], [[hooke|him]] and [[Nobody]].",
    "hooke.md": "From: [[talk]]\n\n[[newton]] #Physics #optics",
    "optics.md": '---\nrequires: "[[newton]]"\nvideoId: aaaaaaaaaaa\n---\n![[newton]] [[nobody]] [[no one]]',
    "end.md": "From: [[letters]]\n\n[[Nobody]]",
    "to_end.md": "[[end]]",
    "orphan <b>.md": "[[orphan <b>]] [[no one]]",
    "letters.md": "A source by what others say.",
    "uncited.md": "---\ntype: source\n---\n",
}
WIKI = wiki_of(FILES)


def path(name: str) -> NotePath:
    return NotePath(VaultPath(name))


def test_what_is_counted() -> None:
    numbers = numbers_of(WIKI)
    assert (numbers.notes, numbers.sources, numbers.ghosts, numbers.tags, numbers.videos) == (8, 2, 3, 2, 1)
    assert numbers.links == {"links": 9, "embeds": 1, "source": 3, "requires": 1, "part_of": 0}
    assert numbers.links_in_all == WIKI.graph.size
    assert numbers.wanted == (("ghost:nobody", 3), ("ghost:noone", 2), ("ghost:talk", 1))
    assert numbers.coverage == (("letters.md", 2), ("ghost:talk", 1), ("uncited.md", 0))
    assert numbers.sourced == 3


def test_a_named_source_is_no_link_and_sources_stand_apart() -> None:
    numbers = numbers_of(WIKI)
    assert sources_of(WIKI.graph) == {"letters.md", "uncited.md"}
    assert simple_edges(WIKI.graph) == [
        ("hooke.md", "newton.md"),
        ("newton.md", "hooke.md"),
        ("optics.md", "newton.md"),
        ("to_end.md", "end.md"),
    ]
    assert numbers.density == 4 / (8 * 7)
    assert numbers.orphans == ("orphan <b>.md",)
    assert numbers.dead_ends == ("end.md", "orphan <b>.md")
    assert [name for name, _ in numbers.central][:2] == ["newton.md", "hooke.md"]
    assert not {"letters.md", "uncited.md"} & {name for name, _ in numbers.central}


def test_nothing_and_little_can_be_counted() -> None:
    nothing = numbers_of(wiki_of({}))
    assert nothing == Numbers(
        notes=0,
        sources=0,
        links=dict.fromkeys(("links", "embeds", "source", "requires", "part_of"), 0),
        ghosts=0,
        tags=0,
        density=0.0,
        orphans=(),
        dead_ends=(),
        central=(),
        wanted=(),
        coverage=(),
        sourced=0,
        videos=0,
    )
    one = numbers_of(wiki_of({"a.md": "[[a]]"}))
    assert (one.density, one.orphans, one.dead_ends, one.central) == (0.0, ("a.md",), ("a.md",), (("a.md", 1.0),))


@pytest.mark.parametrize("seed", range(12))
def test_ranks_and_density_are_those_of_networkx(seed: int) -> None:
    chance = random.Random(seed)
    nodes = [path(f"{number}.md") for number in range(chance.choice([1, 2, 5, 40]))]
    count = chance.randrange(3 * len(nodes))
    edges = sorted(
        {(a, b) for a, b in zip(chance.choices(nodes, k=count), chance.choices(nodes, k=count), strict=True) if a != b}
    )
    graph = nx.DiGraph(edges)
    graph.add_nodes_from(nodes)
    assert pagerank(nodes, edges) == pytest.approx(nx.pagerank(graph, tol=1e-12, max_iter=1000), abs=1e-10)
    assert density(len(nodes), len(edges)) == pytest.approx(nx.density(graph))


def test_the_view_leads_where_the_page_can_go() -> None:
    view = numbers_view(WIKI, START)
    assert view.central[0].named == Named("Newton", "../../newton/")
    assert view.central[0].bar == 100
    assert [(row.named, row.count) for row in view.coverage] == [
        (Named("Letters", "../../letters/"), "2"),
        (Named("talk", None), "1"),
    ]
    assert view.uncited == 1
    assert view.covered == "3 of 6 notes (50\u202f%) name a source, and notes draw on 1 video."
    assert [note.title for note in view.orphans.shown] == ["orphan <b>"]
    assert [note.title for note in view.dead_ends.shown] == ["End"]  # the orphan is listed already
    assert [export.href for export in view.exports] == ["../graph.json", "../graph.graphml", "../skos.jsonld"]
    assert view.wanted_page is None


def test_long_lists_have_an_end() -> None:
    view = numbers_view(wiki_of({f"note {number}.md": "" for number in range(1040)}), START)
    assert (view.orphans.all, len(view.orphans.shown), len(view.orphans.more), view.orphans.unlisted) == (
        1040,
        30,
        970,
        40,
    )
    assert view.orphans.shown[2].title == "note 2"


def months(*counts: int) -> tuple[Month, ...]:
    added = (now - before for before, now in zip((0, *counts), counts, strict=False))
    return tuple(Month(2023 + n // 12, n % 12 + 1, c, a) for n, (c, a) in enumerate(zip(counts, added, strict=False)))


def test_the_drawing_says_in_words_what_it_shows() -> None:
    assert said_of(months(3, 1200, 1201), english()) == (
        "From 3 notes in January 2023 to 1,201 notes in March 2023. Most came in February 2023: 1,197."
    )
    svg = ET.fromstring(draw_growth(months(3, 1200, 1201), english()))
    title, desc = svg[0], svg[1]
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-labelledby"] == f"{title.attrib['id']} {desc.attrib['id']}"
    assert (desc.text or "").startswith("From 3 notes")
    assert not re.search(
        "style=|fill=|stroke=|#[0-9a-f]{3}", draw_growth(months(1, 2), english())
    )  # colours are the style sheet's


@pytest.mark.parametrize(
    ("counts", "lines", "names"),
    [
        ((1, 1), ["1"], ["Jan 2023", "Feb 2023"]),
        ((1, 5, 9), ["5", "10"], ["Jan 2023", "Feb 2023", "Mar 2023"]),
        ((0,) * 11 + (2247,), ["1,000", "2,000", "3,000"], ["Jan 2023", "Apr 2023", "Jul 2023", "Oct 2023"]),
        (tuple(range(40)), ["10", "20", "30", "40"], ["2023", "2024", "2025", "2026"]),
        (tuple(range(400)), ["100", "200", "300", "400"], ["2030", "2040", "2050"]),
    ],
)
def test_lines_and_names_are_round_and_few(counts: tuple[int, ...], lines: list[str], names: list[str]) -> None:
    svg = ET.fromstring(draw_growth(months(*counts), english()))
    words = [text.text for text in svg.iter("text") if "class" not in text.attrib]
    assert words == [*lines, *names]


def test_no_month_and_one_month_are_words() -> None:
    assert draw_growth((), english()) == draw_growth(months(7), english()) == ""
    assert growth_view(Growth(months(7)), english()).words == "7 notes in January 2023, where the history begins."
    assert growth_view(NoGrowth("git is not installed"), english()) == GrowthView(
        "", "The growth is not known: git is not installed."
    )
    part = growth_view(Growth(months(1, 2), is_part=True), english())
    assert part.words.endswith("What was before is not in this copy of the history.")
    assert [month.name for month in part.months] == ["January 2023", "February 2023"]


def page(numbers: NumbersView, growth: GrowthView | str) -> ET.Element:
    """The content of the page, whose markup is in order."""
    main = jinja2.DictLoader(
        {"main.html": "{% block styles %}{% endblock %}<main>{% block content %}{% endblock %}</main>"}
    )
    env = jinja2.Environment(
        loader=jinja2.ChoiceLoader([main, jinja2.FileSystemLoader(TEMPLATES)])
    )  # MkDocs escapes nothing
    env.filters["url"] = str
    env.globals["word"] = english()
    html = env.get_template("trellis/numbers.html").render(
        page={"content": Markup("<h1>Numbers</h1>")}, numbers=numbers, growth=growth
    )
    return ET.fromstring(html[html.index("<main>") :].replace(" download>", ">"))


def headings(main: ET.Element) -> list[str]:
    return ["".join(heading.itertext()).strip() for heading in main.iter("h2")]


def test_the_page() -> None:
    main = page(numbers_view(WIKI, START), growth_view(Growth(months(1, 2, 4)), english()))
    assert headings(main) == [
        "Growth",
        "Most central",
        "Most wanted",
        "Coverage by source",
        "Links by kind",
        "Orphans 1",
        "Dead ends 2",
        "All of it, to take along",
    ]
    assert [item.text for item in main.iter("a")][-4:] == ["End", "JSON", "GraphML", "SKOS"]
    ids = [element.attrib["id"] for element in main.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert "orphan <b>" in "".join(main.itertext())  # and no tag


def test_the_page_of_a_wiki_without_anything() -> None:
    for growth in (growth_view(NoGrowth("git is not installed"), english()), ""):
        main = page(numbers_view(wiki_of({}), START), growth)
        found = headings(main)
        assert found[-3:] == ["Most wanted", "Coverage by source", "All of it, to take along"]
