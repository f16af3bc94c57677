"""What pages say beside their notes: in the language of the site, and in one place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from markupsafe import Markup

from conftest import ROOT, build_project
from trellis.diagnostics import TrellisError
from trellis.words import ENGLISH, Words, read_texts

PACKAGE = ROOT / "plugins/trellis"
TEMPLATES = sorted(file for folder in PACKAGE.glob("templates*") for file in folder.rglob("*.html"))
MARKUP = {"article", "website", "summary", "summary_large_image", "rtl", "ol", "ul", ".html"}
"""What templates choose from that is not said to readers."""

KEYS = read_texts(ENGLISH.read_bytes(), "")
POLISH = {"notes": {"one": "{count} notatka", "few": "{count} notatki", "many": "{count} notatek", "other": "x"}}


def raw_words(template: str) -> list[str]:
    """The words that *template* says by itself: between tags, in attributes that readers meet, and where it chooses."""
    tree = Environment().parse(template)
    html = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    said = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"{]+)', html)
    between = re.sub(r"<[^<>]*>", "\n", re.sub(r"(?s)<!--.*?-->|<(script|style|code)\b.*?</\1>", "", html))
    chosen = [part for one in tree.find_all(nodes.CondExpr) for part in (one.expr1, one.expr2)]
    either = [str(part.value) for part in chosen if isinstance(part, nodes.Const) and part.value not in MARKUP]
    return [words for words in (*said, *between.split("\n"), *either) if re.search(r"[A-Za-z]{2}", words)]


def test_templates_say_what_they_say_by_key() -> None:
    assert {file.name: found for file in TEMPLATES if (found := raw_words(file.read_text("utf-8")))} == {}
    made = """<p title="One">{{ "two" if x else "ol" }} Three<code>four</code></p><img alt="{{ five }}">"""
    assert raw_words(made) == ["One", " Three", "two"]  # else it would find nothing at all


def test_keys_and_words_belong_together() -> None:
    pages = [*TEMPLATES, *PACKAGE.rglob("*.py")]
    code = [*pages, *(PACKAGE / "client").glob("*.js")]
    quoted = {
        found for file in code for found in re.findall(r"""["']([a-z_]+\.[a-z_]+)["']""", file.read_text("utf-8"))
    }
    assert KEYS.keys() - quoted == set()
    asked = r"""\b(?:words?|said|english\(\))(?:\.html)?\(\s*["']([a-z_]+\.[a-z_]+)["']"""
    used = {key for file in pages for key in re.findall(asked, file.read_text("utf-8"))}
    assert len(used) > 100
    assert used - KEYS.keys() == set()


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


def test_html_of_others_stays_and_all_else_is_escaped() -> None:
    words = Words("xx", {"a.b": "<i>{goal}</i> {count} {text}"})
    assert words.html("a.b", 1000, goal=Markup("<a>x</a>"), text="<") == "&lt;i&gt;<a>x</a>&lt;/i&gt; 1,000 &lt;"


def test_days_and_months_are_named_in_the_language() -> None:
    words = Words("de", {"date.day": "{day}. {month} {year}"})
    assert (words.day(date(2026, 3, 1)), words.month(2026, 3, short=True)) == ("1. März 2026", "Mär 2026")


GERMAN = {
    "text.task": '"Zu tun"',
    "redirect.moved": "Nun bei {page}",
    "not_found.title": "<Nichts> hier",
    "ways.home": "Anfang",
    "backlinks.title": "Verweise & mehr",
    "local_graph.links_in": "{title} verweist hierher",
    "note.unwritten": "<{title}> fehlt",
    "pages.wanted": "Was <fehlt>",
    "wanted.by": {"one": "von {count} Notiz gewünscht", "other": "von {count} Notizen gewünscht"},
}


def german_site(folder: Path, words: Mapping[str, object]) -> dict[str, str]:
    """The pages of a small site whose words are these."""
    theme = "{name: material, font: false, language: de, custom_dir: o}"
    files = {
        "mkdocs.yml": f"site_name: Test\nplugins: [search, trellis]\ntheme: {theme}\n",
        "docs/index.md": "# X\n\n[[a]]",
        "docs/a.md": "Ein [[Loch]] und noch ein [[graph/wanted]].",
        "docs/b.md": "---\naliases: [alt/b]\n---\nZu [[a]].\n\n- [ ] Lesen[^1]\n\n[^1]: Bald.\n",
        "o/trellis/words/de.json": json.dumps(words),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    build_project(folder)
    site = folder / "site"
    return {file.relative_to(site).as_posix(): file.read_text("utf-8") for file in site.rglob("*.html")}


def test_a_site_may_bring_its_own_language(tmp_path: Path) -> None:
    pages = german_site(tmp_path, GERMAN)
    lost, note, wanted = (pages[page] for page in ("404.html", "a/index.html", "graph/wanted/index.html"))
    assert "<h1>&lt;Nichts&gt; hier</h1>" in lost
    assert ">Anfang</a>" in lost
    assert ">All tags</a>" in lost
    assert "Verweise &amp; mehr <span" in note
    assert "<title>B verweist hierher</title>" in note
    assert 'title="&lt;Loch&gt; fehlt"' in note
    assert ">Was &lt;fehlt&gt;</a>" in note  # a link to a page that is titled so
    assert "<h1>Was &lt;fehlt&gt;</h1>" in wanted
    assert 'aria-label="&quot;Zu tun&quot;"' in pages["b/index.html"]
    assert 'aria-label="Back to where footnote 1 is referred to"' in pages["b/index.html"]
    assert '<html lang="de">' in pages["alt/b/index.html"]
    assert '<p>Nun bei <a href="../../b/">B</a></p>' in pages["alt/b/index.html"]
    assert "von 1 Notiz gewünscht" in wanted
    assert not (tmp_path / "site/trellis").exists()


def test_other_words_make_the_pages_anew(tmp_path: Path) -> None:
    german_site(tmp_path, GERMAN)
    pages = german_site(tmp_path, {**GERMAN, "backlinks.title": "Hierher"})
    assert "Hierher <span" in pages["a/index.html"]


def test_a_broken_file_is_named() -> None:
    with pytest.raises(TrellisError, match=r"words/de\.json: cannot be read as words of the site: .*\$\[\.\.\.\]"):
        read_texts(b'{"a": 5}', "words/de.json")
