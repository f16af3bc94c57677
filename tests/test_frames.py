"""Frames: what stands round a note is rendered once, and the page is the same as without that."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from trellis.mkdocs.frames import Frames, _Frame
from trellis.mkdocs.partials import render_once
from trellis.mkdocs.site import build_site
from trellis.mkdocs.stand_ins import Variables

CONTENT = "{{ page.content }}"
TOC = "{% for item in page.toc %}{{ item.title }} {% endfor %}{{ around }}"


class Site:
    """Pages of the template *main*, and how often all of it is rendered for them."""

    def __init__(self, main: str, **partials: str) -> None:
        templates = {"main.html": main, "trellis/content.html": CONTENT, "partials/toc.html": TOC}
        self.env = Environment(loader=DictLoader({**templates, **partials}), autoescape=False)
        self.times = 0
        self.env.globals["count"] = self.count
        render_once(self.env)
        self.frames = Frames(self.env)
        self.config = MkDocsConfig()
        self.config.site_name = "Site"

    def count(self) -> str:
        self.times += 1
        return ""

    def render(self, title: str, url: str = "", description: str | None = None, *, toc: bool = True) -> str:
        file = File(f"{url or title}.md", "docs", "site", use_directory_urls=True)
        page = Page(title, file, self.config)
        page.meta = {"template": "main.html", "title": title, **({"description": description} if description else {})}
        page.content, page.toc = f"<p>{title}</p>", get_toc([])
        if toc:
            page.toc = get_toc([{"level": 1, "id": "top", "name": f"{title}!", "children": []}])
        context: dict[str, Any] = {
            "page": page,
            "note": None,
            "needs": {},
            "config": self.config,
            "base_url": "..",
            "nav": None,
        }
        template = self.env.get_template("main.html")
        output = self.frames.render(template, context)
        times = self.times
        assert output == template.render(context)
        self.times = times
        return output


TITLES = ("One", "Two", "Tom & <b>Jerry</b>", "Four", "“Five”", "Six", "it's <seven>", "Eight")

FRAMED = {
    "title": "{{ page.title }}",
    "filters": "{{ page.title | striptags | upper }} {{ page.meta.title | e }} {{ page.title | replace('e', 'x') }}",
    "empty": "{% if page.meta.description %}{{ page.meta.description }}{% else %}none{% endif %}",
    "default": "{{ page.meta.author | d('nobody') }} {{ page.title | d(config.site_name, true) }}",
    "joined": "{{ page.title ~ ' - ' ~ config.site_name }}",
    "parts": "<{% include 'trellis/content.html' %}>{% set around = 7 %}{% include 'partials/toc.html' %}",
    "first": "{% if page.toc | first is defined %}{{ (page.toc | first).url }}{% endif %}",
    "address": "{{ 'assets/a.css' | url }}",
}
REFUSED = {
    "compared": "{% if page.title == 'Four' %}!{% endif %}",
    "searched": "{% if 'Four' in page.title %}!{% endif %}",
    "tested": "{% if page.title is upper %}!{% endif %}",
    "counted": "{{ page.title | length > 3 }}",
    "length": "{% if page.toc | length > 0 %}!{% endif %}",
    "method": "{{ page.title.upper() }}",
    "cut": "{{ page.title[:2] }}",
    "url": "{{ page.url }}",
    "content": "{{ page.content }}",
    "file": "{{ page.file.src_uri }}",
    "number": "{{ page.title | length + 1 }}",
    "joined and filtered": "{{ (page.title ~ '!') | upper }}",
    "told to a part": "{% set around = page.title %}{% include 'partials/toc.html' %}",
    "note": "{{ note.video }}",
}


@pytest.mark.parametrize("main", FRAMED.values(), ids=FRAMED)
def test_a_frame_is_filled(main: str) -> None:
    site = Site(main + "{{ count() }}")
    for number, title in enumerate(12 * TITLES):
        site.render(title, f"n{number}", "What it is" if number % 2 else None, toc=number % 3 > 0)
    assert site.times < 50  # a few of each of four kinds


@pytest.mark.parametrize("main", REFUSED.values(), ids=REFUSED)
def test_a_template_that_looks_closer_gets_no_frame(main: str) -> None:
    site = Site(main + "{{ count() }}")
    for title in 2 * TITLES:
        site.render(title, title[:3])
    assert site.times >= 2 * len(TITLES)


def test_a_page_beside_the_files_of_the_theme_is_rendered_in_full() -> None:
    site = Site("{{ 'assets/a.css' | url }}")
    assert [site.render(name, name) for name in "abcdefghijklm"][-1] == "../assets/a.css"
    assert site.render("assets", "assets") == "../a.css" or site.render("assets", "assets") == "a.css"


OVERRIDES = {
    "partials/copyright.html": "{% if page %}<i>{{ page.title | upper }}: "
    "{{ page.meta.description | d('-', true) | truncate(12) }}</i>{% endif %}",
    "main.html": '{% extends "base.html" %}{% block announce %}{{ config.site_name }}{% endblock %}',
}
SETTINGS = """site_name: Test
site_url: https://example.org/wiki/
repo_url: https://example.org/repo
edit_uri: edit/main/
theme: {name: material, font: false, custom_dir: overrides, features: [navigation.tabs, content.action.edit]}
plugins: [search, trellis]
nav: [index.md, {Some: [n1.md, n2.md]}]
"""
BUILD = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
from trellis.mkdocs import plugin
if sys.argv[1] == "plainly":
    plugin.others_look_at_pages = lambda config: True
build(load_config("mkdocs.yml", site_dir=sys.argv[1]))
"""


def test_a_site_is_the_same_without_frames(tmp_path: Path) -> None:
    notes = {f"docs/n{number}.md": f"# Note {number} & “more”\n\nSee [[n{number // 2}]].\n" for number in range(40)}
    files = {
        **notes,
        "docs/index.md": "# Home\n",
        "docs/deep/er/x.md": "## No title\n\n```mermaid\nx\n```\n",
        "docs/e.md": "",
    }
    files |= {f"overrides/{name}": text for name, text in OVERRIDES.items()} | {"mkdocs.yml": SETTINGS}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    for way in ("plainly", "framed"):
        variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
        result = subprocess.run(
            [sys.executable, "-c", BUILD, way], cwd=tmp_path, env=variables, check=False, capture_output=True, text=True
        )
        assert result.returncode == 0, result.stderr
    pages = sorted(page.relative_to(tmp_path / "framed") for page in (tmp_path / "framed").rglob("*.*ml"))
    assert len(pages) == 75  # feeds among them
    for page in pages:
        assert (tmp_path / "plainly" / page).read_text("utf-8") == (tmp_path / "framed" / page).read_text("utf-8"), page
    assert "<i>NOTE 11 &AMP; “MORE”" in (tmp_path / "framed/n11/index.html").read_text("utf-8")


def test_notes_of_a_site_are_put_into_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled: list[bool] = []
    fill = _Frame.filled

    def counted(self: _Frame, variables: Variables) -> str | None:
        output = fill(self, variables)
        filled.append(output is not None)
        return output

    monkeypatch.setattr(_Frame, "filled", counted)
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "index.md").write_text("# Home\n\n[[n1]]", "utf-8")
    for number in range(20):
        (vault / f"n{number}.md").write_text(f"Says [[n{number + 1}]] #tag ![[n2]]\n\n- [0:12] So.\n", "utf-8")
    build_site(vault, tmp_path / "site")
    assert filled == [True] * 12
