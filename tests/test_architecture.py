"""Who may import whom: the picture in CONTRIBUTING.md, held against the code."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "plugins/trellis"

ROWS = (
    (
        "properties",
        "names",
        "dates",
        "kinds",
        "options",
        "diagnostics",
        "sanitise",
        "svg",
        "progress",
        "watching",
        "copied",
        "database",
        "garbage",
    ),
    ("model", "words"),
    ("scanned",),
    (
        "strict_yaml",
        "declared",
        "fragments",
        "publish",
        "local_graph",
        "canvas",
        "markdown",
        "named",
        "springs",
        "whole_file",
        "own_pages",
        "shelves",
        "nodes",
        "direction",
        "card_text",
        "texts",
        "files",
        "search_fragments",
    ),
    ("vault", "front_matter", "dialects", "media", "urls", "spacing", "git", "card_drawing", "claims"),
    ("facts", "marks", "history", "card_store", "hidden_words", "search_index"),
    ("growth_chart",),
    ("compile", "resolve", "cache", "site_memory"),
    ("executors", "file_states", "results", "prose"),
    ("changes",),
    ("graph", "parts", "attachments", "name_search"),
    ("render", "mentions", "topics", "prerequisites", "related", "islands", "neighbours", "tag_tree"),
    ("layout", "trails"),
    ("wiki",),
    ("house", "redirects"),
    (
        "check",
        "relink",
        "topic_view",
        "path_view",
        "related_view",
        "wanted",
        "numbers",
        "network",
        "tagged",
        "markdown_copy",
    ),
    ("crumbs", "citation_view"),
    ("cited_by",),
    ("view", "graph_view", "export"),
    ("shelf_view",),
    (
        "numbers_view",
        "explorer_data",
        "tag_view",
        "sources_view",
        "recent_view",
        "random_view",
        "tree_data",
        "cards",
        "json_ld",
        "feeds",
    ),
    ("head", "llms", "home_view"),
    ("fingerprints",),
    ("mkdocs",),
    ("cli",),
)
"""A module imports from the rows above its own, and within a package of its row; never from a row below."""

RANK = {name: row for row, names in enumerate(ROWS) for name in names}


def imports(file: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


def files() -> list[Path]:
    return sorted(file for file in PACKAGE.rglob("*.py") if file != PACKAGE / "__init__.py")


@pytest.mark.parametrize("file", files(), ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way(file: Path) -> None:
    own = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert own in RANK, f"{file.name} has no row yet: give it one here and in CONTRIBUTING.md"
    for line, module in imports(file):
        if not module.startswith("trellis."):
            assert own == "mkdocs" or module.partition(".")[0] != "mkdocs", (
                f"{file.name}:{line} imports {module}; only trellis.mkdocs may"
            )
            continue
        other = module.split(".")[1]
        allowed = other == own or RANK[other] < RANK[own]
        assert allowed, f"{file.relative_to(PACKAGE)}:{line} imports {module}, which stands below or beside it"


def test_the_core_works_without_mkdocs() -> None:
    program = "import sys, trellis; sys.exit(any(name.partition('.')[0] == 'mkdocs' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_package_ships_what_it_needs() -> None:
    shipped = {file.relative_to(PACKAGE).as_posix() for file in PACKAGE.rglob("*") if file.is_file()}
    assert {"py.typed", "assets/built/trellis.css", "templates/trellis/note.html"} <= shipped
