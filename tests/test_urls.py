"""Where files go on the site: one table without collisions, the same on every file system."""

from types import SimpleNamespace
from typing import cast

import pytest
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from trellis import NotePath, Url, VaultPath
from trellis.mkdocs.page import NotePage
from trellis.urls import relative_url, site_map


def places(*paths: str, directory_urls: bool = True) -> dict[str, str]:
    notes = [NotePath(VaultPath(path)) for path in sorted(paths) if path.endswith(".md")]
    attachments = [VaultPath(path) for path in sorted(paths) if not path.endswith(".md")]
    table = site_map(notes, attachments, directory_urls=directory_urls)
    return {str(path): place for path, place in table.files.items()}


def test_usual_places() -> None:
    assert places("index.md", "a.md", "b/README.md", "b/c.md", "img/x.png") == {
        "index.md": "index.html",
        "a.md": "a/index.html",
        "b/README.md": "b/index.html",
        "b/c.md": "b/c/index.html",
        "img/x.png": "img/x.png",
    }
    assert places("index.md", "b/c.md", directory_urls=False) == {"index.md": "index.html", "b/c.md": "b/c.html"}


@pytest.mark.parametrize(
    ("paths", "moved"),
    [
        (("a.md", "a/index.md"), {"a/index.md": "a/index/index.html"}),
        (("README.md", "index.md"), {"README.md": "README/index.html"}),
        (("Foo.md", "foo.md"), {"foo.md": "foo-2/index.html"}),
        (("sitemap.xml.md",), {"sitemap.xml.md": "sitemap.xml-2/index.html"}),
        (("a.md", "a/index.html.md"), {"a/index.html.md": "a/index.html-2/index.html"}),
        (("a.png.md", "a.png"), {"a.png.md": "a.png-2/index.html"}),
    ],
)
def test_a_place_that_is_taken(paths: tuple[str, ...], moved: dict[str, str]) -> None:
    found = places(*paths)
    assert {path: found[path] for path in moved} == moved
    assert len(set(found.values())) == len(paths)


@pytest.mark.parametrize(
    ("target", "start", "link"),
    [
        ("", "", "./"),
        ("a/", "", "a/"),
        ("", "a/", "../"),
        ("a/", "a/", "./"),
        ("a/b/", "a/c/", "../b/"),
        ("a/b.html", "a/c.html", "b.html"),
        ("img/x.png", "a/b/", "../../img/x.png"),
        ("a%3Ab/", "", "a%3Ab/"),
    ],
)
def test_relative_addresses(target: str, start: str, link: str) -> None:
    assert relative_url(Url(target), Url(start)) == link


def test_names_are_encoded_once() -> None:
    path = NotePath(VaultPath("100% sure? #1/Größe & Maß.md"))
    table = site_map([path], [], directory_urls=True)
    assert table.url(path) == "100%25%20sure%3F%20%231/Gr%C3%B6%C3%9Fe%20%26%20Ma%C3%9F/"


URLS = [
    "./",
    "a/",
    "a/b%20c/",
    "C%2B%2B/",
    "%C3%BC/",
    "~a/-b/",
    ".a/",
    "..a/b/",
    "a/.b/",
    "a//b/",
    "a.html",
    "a:b/",
    "a;b/",
    "a/../b/",
]


@pytest.mark.parametrize(
    "base", ["", "https://example.org", "https://example.org/wiki/", "http://127.0.0.1:8000/x/y", "/wiki/"]
)
@pytest.mark.parametrize("url", URLS)
def test_a_page_has_the_whole_address_that_mkdocs_would_give_it(url: str, base: str) -> None:
    found = []
    for kind in (Page, NotePage):
        page = kind.__new__(kind)
        page.file = cast(File, SimpleNamespace(url=url))
        page._set_canonical_url(base)  # which MkDocs calls
        found.append((page.canonical_url, page.abs_url))
    assert found[0] == found[1]
