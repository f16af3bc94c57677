"""The explorer of the whole graph in a real browser, with the project's own wiki in it."""

import itertools
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from conftest import ROOT, axe_violations, served, strict_page
from trellis import load_wiki
from trellis.explorer_data import explorer_files
from trellis.mkdocs.assets import all_assets

pytestmark = pytest.mark.browser

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
TEMPLATES = ROOT / "plugins/trellis/templates"

# The page alone, on Material, as any project would get it.
CONFIG = """
site_name: Wiki
theme:
  name: material
  font: false
  palette: [{scheme: default, primary: custom, accent: custom, toggle: {icon: material/weather-night, name: Dark}},
            {scheme: slate, primary: custom, accent: custom, toggle: {icon: material/weather-sunny, name: Light}}]
extra_css: [assets/trellis/trellis.css]
plugins: []
hooks: [hook.py]
"""
HOOK = """
import json, jinja2
def on_page_context(context, page, config, nav):
    context["graph"] = json.loads(__import__("pathlib").Path("graph.json").read_text("utf-8"))
def on_env(env, config, files):
    env.globals["word"] = __import__("trellis.words").words.english()
    env.loader = jinja2.ChoiceLoader([jinja2.FileSystemLoader(%r), env.loader])
"""


@pytest.fixture(scope="module")
def data() -> dict[str, bytes]:
    return explorer_files(load_wiki(ROOT / "content"))


@pytest.fixture(scope="module")
def graph(data: dict[str, bytes]) -> dict[str, Any]:
    file: dict[str, Any] = json.loads(data["graph/explorer.json"])
    return file


@pytest.fixture(scope="module")
def address(data: dict[str, bytes], graph: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("explorer")
    (folder / "docs/graph").mkdir(parents=True)
    page = "---\ntemplate: trellis/graph.html\nhide: [navigation, toc]\n---\n# The graph\n"
    (folder / "docs/graph/index.md").write_text(page, "utf-8")
    counts = Counter(graph["topic"])
    topics = [{"title": name, "href": to, "count": counts[n]} for n, (name, to) in enumerate(graph["topics"])]
    (folder / "graph.json").write_text(json.dumps({"data": "explorer.json", "topics": topics}), "utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    (folder / "hook.py").write_text(HOOK % str(TEMPLATES), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    result = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    places = {**data, **{place: file.read_bytes() for place, file in all_assets().items()}}
    places |= {f"{url}index.html": b"<link rel=icon href=data:,><h1>A note</h1>" for url in graph["urls"] if url}
    for place, content in places.items():
        (folder / "site" / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / place).write_bytes(content)
    with served(folder / "site") as site:
        yield f"{site}graph/"


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    # Without a graphics card, browsers warn that WebGL is slow.
    with strict_page(chromium, address, levels=("error",), viewport=DESKTOP, reduced_motion="reduce") as page:
        yield page


def opened(page: Page, address: str, look: str = "") -> Locator:
    """The explorer, when it is ready."""
    page.goto(address + look)
    explorer = page.locator(".explorer[data-ready]")
    expect(explorer).to_be_visible()
    return explorer


def place(page: Page, node: int) -> tuple[float, float]:
    """Where *node* is drawn in the window."""
    x, y = page.evaluate(
        """(node) => {
            const { picture } = document.querySelector(".explorer").explorer;
            const { x, y } = picture.sigma.graphToViewport(picture.dots[node]);
            const { left, top } = picture.stage.getBoundingClientRect();
            return [left + picture.stage.clientLeft + x, top + picture.stage.clientTop + y];
        }""",
        node,
    )
    return float(x), float(y)


def shown(page: Page) -> list[int]:
    """The nodes that the picture shows."""
    nodes: list[int] = page.evaluate(
        "() => document.querySelector('.explorer').explorer.picture.dots.flatMap((d, n) => (d.hidden ? [] : [n]))"
    )
    return nodes


def middle(page: Page) -> int:
    """The node that stands out, or -1."""
    node: int = page.evaluate("() => document.querySelector('.explorer').explorer.picture.middle")
    return node


def test_search_finds_a_note_by_title_and_by_another_name(page: Page, address: str, graph: dict[str, Any]) -> None:
    explorer = opened(page, address)
    find = explorer.get_by_role("combobox", name="Find a note")
    node, (alias, *_) = next(iter(graph["aliases"].items()))
    for asked in (graph["titles"][int(node)].upper(), alias):
        find.fill(asked)
        found = explorer.get_by_role("listbox", name="Notes found")
        expect(found.get_by_role("option").first).to_contain_text(graph["titles"][int(node)])
        find.press("ArrowDown")
        expect(find).to_have_attribute("aria-activedescendant", "__found-0")
        find.press("Enter")
        expect(explorer.locator(".explorer-card h2")).to_have_text(graph["titles"][int(node)])
        expect(found).to_be_hidden()
    find.fill("no such note anywhere")
    expect(explorer.get_by_text("No note has this in its name.")).to_be_visible()
    find.press("Escape")
    find.press("Escape")
    expect(find).to_have_value("")


def test_filters_show_fewer_notes_and_stand_in_the_address(page: Page, address: str, graph: dict[str, Any]) -> None:
    explorer = opened(page, address)
    assert shown(page) == list(range(len(graph["titles"])))
    role = graph["types"].index("role")
    explorer.get_by_label("Type").select_option(str(role))
    expect(page).to_have_url(re.compile("#type=role$"))
    assert shown(page) == [node for node, kind in enumerate(graph["type"]) if kind == role]
    explorer.get_by_role("button", name="Reset").click()
    name, href = graph["topics"][1]
    topic = explorer.get_by_role("button", name=name)
    topic.click()
    expect(topic).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile(f"#topic={href.split('/')[1]}$"))
    assert shown(page) == [node for node, number in enumerate(graph["topic"]) if number == 1]
    topic.click()
    explorer.get_by_label("Links, at least").fill("12")
    explorer.get_by_label("Links, at least").blur()
    ends = Counter(graph["edges"][::3]) + Counter(graph["edges"][1::3])
    assert shown(page) == sorted(node for node, links in ends.items() if links >= 12)
    page.go_back()
    page.go_back()
    expect(topic).to_have_attribute("aria-pressed", "true")


def test_links_are_drawn_or_not_as_asked(page: Page, address: str) -> None:
    explorer = opened(page, address)
    drawn = "document.querySelector('.explorer').explorer.picture.network.size"
    before = page.evaluate(drawn), page.url, page.evaluate("history.length")
    assert before[0] > 100
    explorer.get_by_label("Draw links").uncheck()
    assert page.evaluate(drawn) == 0
    explorer.get_by_label("Draw links").check()
    assert (page.evaluate(drawn), page.url, page.evaluate("history.length")) == before


def test_pointing_at_a_note_dims_all_but_its_neighbours(page: Page, address: str) -> None:
    explorer = opened(page, address)
    stage = explorer.locator(".explorer-stage")
    assert middle(page) == -1
    page.mouse.move(*place(page, 4))
    expect(stage).to_have_attribute("data-around", "")
    assert middle(page) == 4
    assert float(stage.locator(".sigma-nodes").evaluate("e => getComputedStyle(e).opacity")) < 0.5
    page.mouse.move(*place(page, 4), steps=1)
    box = stage.bounding_box()
    assert box
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    expect(stage).not_to_have_attribute("data-around", "")


def test_a_click_opens_the_card_and_a_double_click_the_note(page: Page, address: str, graph: dict[str, Any]) -> None:
    explorer = opened(page, address)
    node = graph["titles"].index("AI engineer")
    page.mouse.click(*place(page, node))
    card = explorer.locator(".explorer-card")
    expect(card.get_by_role("heading")).to_have_text("AI engineer")
    expect(card.locator(".explorer-about")).to_contain_text("role")
    expect(card.locator(".explorer-lead")).to_contain_text("An AI engineer builds")
    link = card.get_by_role("link", name="Open the note")
    assert link.evaluate("e => e.href") == address.removesuffix("graph/") + graph["urls"][node]
    expect(page).to_have_url(re.compile("#node=ai_engineer/$"))
    expect(explorer.get_by_role("group", name=re.compile("Links to, "))).to_be_visible()
    expect(explorer.get_by_role("group", name=re.compile("Linked from, "))).to_be_visible()
    page.go_back()
    expect(card).to_be_hidden()
    page.mouse.dblclick(*place(page, node))
    expect(page.get_by_role("heading", name="A note")).to_be_visible()
    assert page.url == address.removesuffix("graph/") + graph["urls"][node]


def test_a_finger_chooses_a_note(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page = context.new_page()
    explorer = opened(page, address)
    page.touchscreen.tap(*place(page, 4))
    expect(explorer.locator(".explorer-card")).to_be_visible()
    for button in explorer.locator(".explorer-buttons button").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    context.close()


def test_a_note_can_be_dragged_and_put_back(page: Page, address: str) -> None:
    explorer = opened(page, address)
    x, y = place(page, 4)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=5)
    page.mouse.up()
    assert place(page, 4) == pytest.approx((x + 60, y + 30), abs=4)
    explorer.get_by_role("button", name="Reset").click()
    assert place(page, 4) == pytest.approx((x, y), abs=2)


def test_the_list_tells_the_same_by_keyboard(page: Page, address: str, graph: dict[str, Any]) -> None:
    explorer = opened(page, address)
    rows = explorer.get_by_role("listbox", name="Notes, most linked first")
    rows.focus()
    page.keyboard.press("ArrowDown")
    active = explorer.locator(".explorer-list [aria-selected='true']")
    expect(active).to_have_count(1)
    title = active.locator(".explorer-title").inner_text()
    assert middle(page) == graph["titles"].index(title)
    page.keyboard.press("Enter")
    expect(explorer.get_by_role("status")).to_have_text(re.compile(rf"{re.escape(title)}: .*\d+ links"))
    around = explorer.get_by_role("listbox", name=f"Linked with {title}")
    expect(around).to_be_focused()
    neighbour = active.locator(".explorer-title").inner_text()
    page.keyboard.press("ArrowRight")
    expect(explorer.locator(".explorer-card h2")).to_have_text(neighbour)
    page.keyboard.press("ArrowLeft")
    expect(explorer.locator(".explorer-card h2")).to_have_text(title)
    page.keyboard.press("ArrowLeft")
    expect(explorer.locator(".explorer-card")).to_be_hidden()
    expect(rows).to_be_focused()


def test_arrows_in_the_picture_go_from_neighbour_to_neighbour(page: Page, address: str, graph: dict[str, Any]) -> None:
    explorer = opened(page, address, "#node=ai_engineer/")
    explorer.get_by_role("application", name="Picture of the graph").focus()
    node, start = graph["titles"].index("AI engineer"), page.url
    ends = list(zip(graph["edges"][::3], graph["edges"][1::3], strict=True))
    around = {end for pair in ends if node in pair for end in pair} - {node}
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        if page.url != start:
            break
    chosen = explorer.locator(".explorer-card h2").inner_text()
    assert graph["titles"].index(chosen) in around
    expect(explorer.get_by_role("status")).to_contain_text(chosen)
    page.keyboard.press("Escape")
    expect(explorer.locator(".explorer-card")).to_be_hidden()


def test_an_address_leads_to_a_note_and_a_filter(page: Page, address: str, graph: dict[str, Any]) -> None:
    _, href = graph["topics"][0]
    explorer = opened(page, address, f"#node=ai_engineer/&topic={href.split('/')[1]}&ghosts=no&least=2&type=gone")
    expect(explorer.locator(".explorer-card h2")).to_have_text("AI engineer")
    expect(explorer.get_by_role("button", pressed=True)).to_have_count(1)
    expect(explorer.get_by_label("Names nobody has written yet")).not_to_be_checked()
    expect(explorer.get_by_label("Links, at least")).to_have_value("2")
    opened(page, address, "#node=no-such-note/&topic=gone")
    expect(explorer.locator(".explorer-card")).to_be_hidden()
    assert len(shown(page)) == len(graph["titles"])


def test_a_change_of_the_colours_reaches_the_picture(page: Page, address: str) -> None:
    explorer = opened(page, address)
    colour = "() => document.querySelector('.explorer').explorer.picture.dots[0].color"
    before = page.evaluate(colour)
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    page.wait_for_function(f"before => ({colour})() !== before", arg=before)
    expect(explorer).to_be_visible()


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(page: Page, address: str, scheme: str, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    opened(page, address, "#node=ai_engineer/")
    page.evaluate("(scheme) => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
    page.wait_for_timeout(300)  # the colours of links change slowly
    assert not axe_violations(page)


def test_nothing_is_wider_than_a_phone_nor_above_another(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    opened(page, address, "#node=ai_engineer/")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    parts = [
        ".explorer-search",
        ".explorer-filters",
        ".explorer-stage",
        ".explorer-foot",
        ".explorer-card",
        ".explorer-list",
    ]
    boxes = [box for part in parts if (box := page.locator(part).bounding_box())]
    assert len(boxes) == len(parts)
    for above, below in itertools.pairwise(boxes):
        assert above["y"] + above["height"] <= below["y"]


def test_without_scripts_there_are_the_topics_and_words_that_say_so(
    chromium: Browser, address: str, graph: dict[str, Any]
) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".explorer")).to_be_hidden()
    expect(page.get_by_text("needs JavaScript")).to_be_visible()
    for name, href in graph["topics"]:
        expect(page.get_by_role("article").get_by_role("link", name=name)).to_have_attribute("href", href)
    context.close()


def test_without_webgl_the_list_still_does_all(page: Page, address: str) -> None:
    page.add_init_script(
        """const get = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
            return kind.startsWith("webgl") ? null : get.call(this, kind, ...more);
        };"""
    )
    explorer = opened(page, address)
    expect(explorer.get_by_text("This browser draws no WebGL")).to_be_visible()
    expect(explorer.locator(".explorer-stage")).to_be_hidden()
    explorer.get_by_role("listbox").get_by_role("option").first.click()
    expect(explorer.locator(".explorer-card")).to_be_visible()


def test_data_that_cannot_be_loaded_are_said(page: Page, address: str) -> None:
    page.route("**/explorer.json", lambda route: route.fulfill(status=200, body="{"))
    page.goto(address)
    expect(page.get_by_text("The graph could not be shown")).to_be_visible()
    expect(page.get_by_role("heading", name="All topics")).to_be_visible()


def test_a_graph_without_notes_says_so(page: Page, address: str, graph: dict[str, Any]) -> None:
    empty = {**graph, "aliases": {}, **{key: [] for key in ("titles", "urls", "type", "topic", "x", "y", "tagged")}}
    body = json.dumps({**empty, "edges": [], "topics": [], "tags": []})
    page.route("**/explorer.json", lambda route: route.fulfill(status=200, body=body))
    explorer = opened(page, address)
    expect(explorer.get_by_text("There are no notes here yet")).to_be_visible()


def test_a_graph_of_one_note_can_be_used(page: Page, address: str, graph: dict[str, Any]) -> None:
    one = {**graph, "aliases": {}, **{key: graph[key][:1] for key in ("titles", "urls", "type", "x", "y")}}
    body = json.dumps({**one, "topic": [-1], "tagged": [[]], "edges": [], "topics": []})
    page.route("**/explorer.json", lambda route: route.fulfill(status=200, body=body))
    explorer = opened(page, address)
    page.mouse.click(*place(page, 0))
    expect(explorer.locator(".explorer-card h2")).to_have_text(graph["titles"][0])
    expect(explorer.locator(".explorer-about")).to_contain_text("0 links")
    for name in ("Fit", "Reset"):
        explorer.get_by_role("button", name=name).click()


def test_a_large_graph_can_be_used(page: Page, address: str) -> None:
    from graph_data import made_up  # noqa: PLC0415  # only this one needs it

    large = json.dumps(made_up(20_000, 200_000))
    page.route("**/explorer.json", lambda route: route.fulfill(status=200, body=large))
    page.route("**/said/*.json", lambda route: route.fulfill(status=200, body='{"leads": {}, "said": {}}'))
    explorer = opened(page, address)
    expect(explorer.get_by_label("Draw links")).not_to_be_checked()
    explorer.get_by_role("combobox", name="Find a note").fill("n12340")
    page.keyboard.press("Enter")
    expect(explorer.locator(".explorer-card h2")).to_have_text(re.compile("12340$"))
    assert page.evaluate(FRAMES) < 250


# The middle time between two frames, in milliseconds, while the picture is moved.
FRAMES = """async () => {
    const camera = document.querySelector(".explorer").explorer.picture.sigma.getCamera();
    const times = [];
    for (let frame = 0; frame < 20; frame++) {
        const start = performance.now();
        camera.setState({ x: 0.5 + 0.01 * frame });
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        times.push((performance.now() - start) / 2);
    }
    return times.sort((a, b) => a - b)[10];
}"""


def test_titles_of_strangers_are_words_and_nothing_else(page: Page, address: str, graph: dict[str, Any]) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    body = json.dumps({**graph, "titles": [hostile] * len(graph["titles"]), "topics": [[hostile, "topics/x/"]] * 3})
    page.route("**/explorer.json", lambda route: route.fulfill(status=200, body=body))
    explorer = opened(page, address)
    explorer.get_by_role("combobox", name="Find a note").fill("<img")
    page.keyboard.press("Enter")
    expect(explorer.locator(".explorer-card h2")).to_have_text(hostile)
    expect(explorer.locator("img")).to_have_count(0)


def test_its_styles_and_scripts_are_in_the_package() -> None:
    places = all_assets()
    for name in ("graph.css", "built/explorer.js", "built/explorer_picture.js"):
        assert Path(places[f"assets/trellis/{name}"]).is_file()
