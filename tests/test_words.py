"""What pages say beside their notes: in the language of the site, and in one place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from conftest import ROOT, build_project
from trellis.diagnostics import TrellisError
from trellis.words import ENGLISH, Words, read_texts

TEMPLATES = ROOT / "plugins/trellis/templates/trellis"
CONVERTED = ("head.html", "not_found.html", "page.html")
"""Templates that say nothing but by key. `raw_words` tells what others still say."""

KEYS = read_texts(ENGLISH.read_bytes(), "")
POLISH = {"notes": {"one": "{count} notatka", "few": "{count} notatki", "many": "{count} notatek", "other": "x"}}


def raw_words(template: Path) -> list[str]:
    """The words that *template* says by itself: between tags, and in attributes that readers meet."""
    tree = Environment().parse(template.read_text("utf-8"))
    html = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    said = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"{]+)', html)
    between = re.sub(r"<[^<>]*>", "\n", re.sub(r"(?s)<!--.*?-->|<(script|style)\b.*?</\1>", "", html))
    return [words for words in (*said, *between.split("\n")) if re.search(r"[A-Za-z]{2}", words)]


def test_templates_say_what_they_say_by_key() -> None:
    assert {name: found for name in CONVERTED if (found := raw_words(TEMPLATES / name))} == {}
    assert "Where most links lead" in raw_words(TEMPLATES / "home.html")  # else it would find nothing at all
    used = {key for name in CONVERTED for key in re.findall(r'word\("([^"]+)"', (TEMPLATES / name).read_text("utf-8"))}
    assert used <= KEYS.keys()


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 notatka"), (3, "3 notatki"), (5, "5 notatek"), (22, "22 notatki"), (1000, "1,000 notatek")],
)
def test_a_text_may_depend_on_a_number(count: int, said: str) -> None:
    assert Words("pl", POLISH)("notes", count) == said


def test_what_a_language_lacks_is_said_in_english() -> None:
    words = Words("xx-none", {"ways.home": "Hem {who} {what.x} {no}"})
    assert (words("ways.home", who="A"), words("ways.all_tags")) == ("Hem A {what.x} {no}", "All tags")
    with pytest.raises(KeyError):
        words("no.such.key")


def test_a_site_may_bring_its_own_language(tmp_path: Path) -> None:
    words = '{"not_found.title": "<Nichts> hier", "ways.home": "Anfang"}'
    theme = "{name: material, font: false, language: de, custom_dir: o}"
    settings = f"site_name: Test\nplugins: [search, trellis]\ntheme: {theme}\n"
    for name, text in {"mkdocs.yml": settings, "docs/index.md": "# X", "o/trellis/words/de.json": words}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    build_project(tmp_path)
    html = (tmp_path / "site/404.html").read_text("utf-8")
    assert "<h1>&lt;Nichts&gt; hier</h1>" in html
    assert ">Anfang</a>" in html
    assert ">All tags</a>" in html


def test_a_broken_file_is_named() -> None:
    with pytest.raises(TrellisError, match=r"words/de\.json: cannot be read as words of the site: .*\$\[\.\.\.\]"):
        read_texts(b'{"a": 5}', "words/de.json")
