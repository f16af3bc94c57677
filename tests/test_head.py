"""What the head of a page says to those who show links to it, and search engines: addresses, words, and JSON-LD."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from conftest import build_project, trellis

SETTINGS = """site_name: Tom &amp; Jerry
site_description: About cats.
{url}
theme: {{name: material, font: false}}
use_directory_urls: {directories}
plugins: [search, trellis, {{gen-files: {{scripts: [{made}]}}}}]
"""
URL = "https://example.org/wiki/"
NOTES = {
    "made.py": "import mkdocs_gen_files\nwith mkdocs_gen_files.open('taken.md', 'w') as file:\n    file.write('# A')\n",
    "docs/index.md": "# Home\n\n[[Newton]]\n",
    "docs/people/index.md": "# People & others\n",
    "docs/people/Newton.md": '---\ntype: concept\naliases: ["Sir </script><!-- x"]\ntags: [physics]\n'
    'description: He said "no" & <b>left</b>\n---\n# Isaac <b>Newton</b>\n\nA rival of [[Hooke]].\n',
    "docs/people/Hooke.md": '---\ntype: role\nlang: en-GB\ntags: [light]\nrequires: ["[[Newton]]", "[[Nobody]]"]\n'
    "image: ../pic.png\n---\n# Hooke\n\nHe.\n",
    "docs/Foo.md": "# Foo\n",
    "docs/foo/index.md": "# Other foo\n\nWords.\n",
    "docs/taken/index.md": "# Taken\n",
    "docs/talk.md": "---\nvideoId: aaaaaaaaaaa\ncover: https://elsewhere.example/x.png\nimage: '[[gone.png]]'\n---\n"
    "# A talk\n",
    "docs/pic.png": "x",
}


class _Head(HTMLParser):
    """Every `<link>`, `<meta>` and piece of JSON-LD."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.canonical: str | None = None
        self.written = ""
        self._reads = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._reads = given.get("type") == "application/ld+json"
        if tag == "meta" and (name := given.get("property") or given.get("name")):
            assert name not in self.meta, name
            self.meta[name] = given["content"]
        if tag == "link" and given.get("rel") == "canonical":
            self.canonical = given["href"]

    def handle_data(self, data: str) -> None:
        if self._reads:
            self.written += data

    def handle_endtag(self, tag: str) -> None:
        self._reads = False

    @property
    def things(self) -> dict[str, dict[str, Any]]:
        return {thing["@type"]: thing for thing in json.loads(self.written)["@graph"]}


def built(folder: Path, *, url: str = URL, directories: bool = True) -> Path:
    settings = SETTINGS.format(
        url=f"site_url: {url}" if url else "", directories=str(directories).lower(), made=folder / "made.py"
    )
    for name, text in (NOTES | {"mkdocs.yml": settings}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    build_project(folder)
    return folder / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("head"))


def head(site: Path, page: str) -> _Head:
    return _Head((site / page).read_text("utf-8"))


@pytest.mark.parametrize("directories", [True, False])
def test_every_page_names_its_own_address(directories: bool, site: Path, tmp_path: Path) -> None:
    site = site if directories else built(tmp_path, directories=False)
    pages = [page.relative_to(site).as_posix() for page in site.rglob("*.html") if page.name != "404.html"]
    assert len(pages) == 21
    for page in pages:
        found = head(site, page)
        address = URL + quote(
            page if not directories or not page.endswith("index.html") else page[: -len("index.html")]
        )
        assert found.canonical == address, page
        assert found.meta.get("og:url") in {found.canonical, None}, page
        assert ("og:url" in found.meta) == (found.written != ""), page
    # Others took the places of two, of which the second is known only when all plugins have been asked.
    moved = [page for page in pages if page.startswith(("foo", "taken"))]
    assert len(moved) == 3


def test_what_is_shown_beside_a_link(site: Path) -> None:
    meta = head(site, "people/Newton/index.html").meta
    assert {name: value for name, value in meta.items() if ":" in name} == {
        "og:type": "article",
        "og:site_name": "Tom &amp; Jerry",
        "og:title": "Isaac Newton",
        "og:description": 'He said "no" & <b>left</b>',
        "og:url": f"{URL}people/Newton/",
        "og:image": f"{URL}assets/trellis/cards/people/Newton/index.png",
        "og:image:alt": "Isaac Newton",
        "og:image:width": "1200",
        "og:image:height": "630",
        "twitter:card": "summary_large_image",
    }
    home = head(site, "index.html").meta
    assert (home["og:type"], home["og:title"], home["og:url"]) == ("website", "Tom &amp; Jerry", URL)
    assert head(site, "graph/tags/index.html").meta["og:image"] == f"{URL}assets/trellis/card.png"


def test_a_note_may_name_its_picture(site: Path) -> None:
    meta = head(site, "people/Hooke/index.html").meta
    assert meta["og:image"] == f"{URL}pic.png"
    assert "og:image:width" not in meta
    # One that is elsewhere or nowhere is passed over.
    assert head(site, "talk/index.html").meta["og:image"] == f"{URL}assets/trellis/cards/talk/index.png"
    assert not (site / "assets/trellis/cards/people/Hooke/index.png").exists()


def test_json_ld_says_what_the_author_said(site: Path) -> None:
    newton = head(site, "people/Newton/index.html")
    assert "<" not in newton.written
    assert newton.things["DefinedTerm"]["alternateName"] == ["Sir </script><!-- x"]
    assert newton.things["DefinedTerm"]["description"] == 'He said "no" & <b>left</b>'
    assert newton.things["DefinedTerm"]["inDefinedTermSet"]["url"] == URL
    steps = newton.things["BreadcrumbList"]["itemListElement"]
    assert [(step["name"], step["item"]) for step in steps] == [
        ("Tom &amp; Jerry", URL),
        ("People & others", f"{URL}people/"),
        ("Isaac Newton", f"{URL}people/Newton/"),
    ]
    role = head(site, "people/Hooke/index.html").things["LearningResource"]
    assert (role["inLanguage"], role["keywords"], role["image"]) == ("en-GB", ["light"], f"{URL}pic.png")
    assert role["competencyRequired"] == [
        {"@type": "DefinedTerm", "name": "Isaac Newton", "url": f"{URL}people/Newton/"},
        {"@type": "DefinedTerm", "name": "Nobody"},
    ]
    talk = head(site, "talk/index.html").things["Article"]
    assert talk["about"]["url"] == "https://www.youtube.com/watch?v=aaaaaaaaaaa"
    assert head(site, "index.html").things["WebSite"]["description"] == "About cats."
    assert head(site, "graph/tags/index.html").things["CollectionPage"]["isPartOf"]["url"] == URL


def test_without_the_address_of_the_site_there_are_no_addresses(tmp_path: Path) -> None:
    site = built(tmp_path, url="")
    for page in ("index.html", "people/Newton/index.html", "people/Hooke/index.html", "graph/index.html"):
        found = head(site, page)
        assert found.meta.keys() & {"og:url", "og:image", "og:image:alt"} == set()
        assert (found.meta["twitter:card"], found.canonical) == ("summary", None)
        assert '"url":""' not in found.written
        assert "http" not in found.written.replace("https://schema.org", "")
        assert "BreadcrumbList" not in found.things
    assert not (site / "assets/trellis/card.png").exists()


def test_a_page_is_made_again_when_its_head_would_be_another(tmp_path: Path) -> None:
    site = built(tmp_path)
    texts = {"docs/people/index.md": "# Persons\n", "docs/pic.png": None}
    for name, text in texts.items():
        (tmp_path / name).write_text(text) if text else (tmp_path / name).unlink()
    build_project(tmp_path)
    names = [
        step["name"] for step in head(site, "people/Newton/index.html").things["BreadcrumbList"]["itemListElement"]
    ]
    assert names[1] == "Persons"
    assert "cards/people/Hooke" in head(site, "people/Hooke/index.html").meta["og:image"]


def test_a_language_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nlang: a language\ndir: up\n---\n# A\n\nSee [[a]].\n")
    said = trellis("check", tmp_path).stdout
    assert "a.md:2:1: lang: 'a language' is no language; write its short name, such as `ar` or `pt-BR`" in said
    assert "a.md:3:1: dir: 'up' is no direction; write `rtl` or `ltr`" in said
