"""Partials that are rendered once: the site is the same as without that, beside other plugins and overrides too."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, Undefined
from mkdocs.config.defaults import MkDocsConfig

from trellis.mkdocs.partials import render_once

SETTINGS = """site_name: Test
theme:
  name: material
  font: false
  custom_dir: overrides
  features: [navigation.top, content.code.copy]
  palette: [{scheme: default, toggle: {icon: material/weather-night, name: Dark}}]
plugins:
  - search
  - trellis
  - awesome-nav
  - macros
  - redirects: {redirect_maps: {old.md: index.md}}
  - glightbox
  - minify: {minify_html: true}
extra: {footnote: Said on every page}
"""
FILES = {
    "mkdocs.yml": SETTINGS,
    "docs/index.md": "# Home\n\n[[Deep]] ![[a.png]]\n",
    "docs/a/b/Deep.md": "# Deep\n\n[[index]]\n",
    "docs/assets/Within.md": "# Within\n\nIts folder is that of the theme's files.\n",
    "docs/a.png": "",
    **{f"docs/more/{number}.md": f"# {number}" for number in range(12)},
    # Whatever an override sees of the page is different on each.
    "overrides/partials/copyright.html": "<i>{{ page.title }}: {{ config.extra.footnote }}</i>",
    "overrides/partials/search.html": '<a href="{{ "a/x" | url }}">{{ lang.t("search") }}</a>',
    "overrides/main.html": '{% extends "base.html" %}{% block announce %}{{ page.url }}{% endblock %}',
}
BUILD = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
from trellis.mkdocs import plugin
if sys.argv[1] == "plainly":
    plugin.render_once = lambda env: None
build(load_config("mkdocs.yml", site_dir=sys.argv[1]))
"""


def test_a_site_with_five_plugins_and_overrides_is_the_same(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    for way in ("plainly", "once"):
        variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
        command = [sys.executable, "-c", BUILD, way]
        result = subprocess.run(command, cwd=tmp_path, env=variables, check=False, capture_output=True, text=True)
        assert result.returncode == 0, result.stderr
    plainly, once = tmp_path / "plainly", tmp_path / "once"
    pages = sorted(page.relative_to(once) for page in once.rglob("*.html"))
    assert [page.as_posix() for page in pages if page.name == "index.html" and "more" not in page.parts] == [
        "a/b/Deep/index.html",
        "all-notes/index.html",
        "assets/Within/index.html",
        "graph/connect/index.html",
        "graph/index.html",
        "graph/numbers/index.html",
        "graph/random-note/index.html",
        "graph/recent-changes/index.html",
        "graph/tags/index.html",
        "graph/topics/index.html",
        "graph/wanted/index.html",
        "index.html",
        "old/index.html",
    ]
    for page in pages:
        assert (plainly / page).read_text("utf-8") == (once / page).read_text("utf-8"), page
    assert "<i>Deep: Said on every page</i>" in (once / "a/b/Deep/index.html").read_text("utf-8")


@pytest.fixture
def env() -> Environment:
    """A theme whose partials count how often they are rendered."""
    partials = {
        "partials/constant.html": "{{ count() }} {{ config.site_name }} {{ size }}",
        "partials/of_page.html": "{{ count() }} {{ page }}",
        "partials/within.html": '{{ count() }} {% include "partials/of_page.html" %}',
        "partials/unknown.html": "{{ count() }} {% include name %}",
        "partials/object.html": "{{ count() }} {{ thing.name }}",
        "partials/macros.html": "{% macro say() %}said{% endmacro %}{{ count() }}",
    }
    env = Environment(loader=DictLoader(partials), autoescape=False)
    numbers = itertools.count(1)
    env.globals["count"] = lambda: next(numbers)
    render_once(env)
    return env


@pytest.mark.parametrize(
    ("name", "times"),
    [("constant", 10), ("of_page", 11), ("within", 22), ("unknown", 22), ("object", 11), ("macros", 11)],
)
def test_only_what_cannot_see_the_page_is_kept(env: Environment, name: str, times: int) -> None:
    config = MkDocsConfig()
    config.site_name = "Name"
    for size, page in (*[(1, "a")] * 8, (1, "b"), (1, "c"), (2, "d")):
        thing = Undefined() if name != "object" else type("Thing", (), {"name": page})
        context = {"config": config, "size": size, "page": page, "thing": thing, "name": "partials/of_page.html"}
        said = env.get_template(f"partials/{name}.html").render(context)
    assert said.split()[0] == str(times if name not in {"within", "unknown"} else times - 1)
