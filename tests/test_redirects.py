"""Former addresses of notes lead to them, whatever strangers give for an address."""

import re
from pathlib import Path

import pytest

from edits import save
from trellis.check import check_wiki
from trellis.compile import compile_note
from trellis.mkdocs.site import build_site
from trellis.model import NotePath, VaultPath
from trellis.options import Options
from trellis.redirects import place_of, redirect_page, redirects_of
from trellis.scanned import Source, Vault
from trellis.wiki import Wiki, link_wiki

PLACES = {
    "old/place": "old/place/index.html",
    "/old/place/": "old/place/index.html",
    "Old name.md": "Old name/index.html",
    "Old%20name": "Old name/index.html",
    "a\u0308/%C3%A9": "\u00e4/\u00e9/index.html",
    "old.html": "old.html",
    "posts/index.md": "posts/index.html",
    "v1.2": "v1.2/index.html",
    "日本/語": "日本/語/index.html",
}
HOSTILE = (
    *("../../x", "a/../../x", "%2e%2e/x", "..%2f..%2fx", "//evil.example", "https://evil.example/x", "javascript:x"),
    *("C:\\x", "a\\b", "a\0b", "a\nb", "a\u202eb", "con", "a/NUL.txt/b", ".git/config", "a//b", "a/./b", "", "/"),
    *("a./b", "a /b", "x" * 201, "x/" * 500, "a?b", "a#b", 'a"b', "<b>", "a.md/b", "%00", "%ff%fe", "\ud800"),
)


@pytest.mark.parametrize("address", PLACES)
def test_an_address_is_a_file_of_the_site(address: str) -> None:
    assert place_of(address, directory_urls=True) == PLACES[address]


@pytest.mark.parametrize("address", HOSTILE)
def test_no_address_leads_out_of_the_site(address: str) -> None:
    assert place_of(address, directory_urls=True) is None
    assert place_of(address, directory_urls=False) is None


def wiki_of(files: dict[str, str]) -> Wiki:
    sources = tuple(Source(NotePath(VaultPath(path)), files[path]) for path in sorted(files))
    vault = Vault("Test", sources, (VaultPath("pic.png"),))
    return link_wiki(vault, {source.path: compile_note(source, Options()) for source in sources}, Options())


def test_no_page_takes_the_place_of_another() -> None:
    wiki = wiki_of(
        {
            "a.md": "---\npermalink: B\nredirect_from: [/was/a/, pic.png/x, graph/index, a]\n---\n![[pic.png]]",
            "b.md": "---\nredirect_from: [was/A, ../../etc/x, 404.html]\naliases: [was/b.md, TCP/IP, ../up]\n---\n",
            "c.md": "---\npublish: false\npermalink: c-was\n---\n",
        }
    )
    found = redirects_of(wiki, {"moved.md": NotePath(VaultPath("a.md")), "b.md": NotePath(VaultPath("a.md"))})
    assert found.pages == {
        "was/a/index.html": "a.md",
        "was/b/index.html": "b.md",
        "TCP/IP/index.html": "b.md",
        "moved/index.html": "a.md",
    }
    said = [str(d) for d in check_wiki(wiki) if d.code == "redirect"]
    assert [line.partition(" is ")[0] for line in said] == [
        "a.md:2:1: 'B'",
        "a.md:3:1: 'graph/index'",
        "a.md:3:1: 'pic.png/x'",
        "b.md:2:1: '../../etc/x'",
        "b.md:2:1: '404.html'",
        "b.md:2:1: 'was/A'",
    ]
    assert said[0].startswith("a.md:2:1: 'B' is the address of b.md already; take it out")


def test_a_page_leads_on_without_a_script() -> None:
    wiki = wiki_of({"x/é <b>.md": "---\npermalink: old/é\ntitle: A <b> & c\n---\n"})
    ((place, path),) = redirects_of(wiki).pages.items()
    page = redirect_page(wiki, place, path, "https://example.org/wiki/")
    href = "../../x/%C3%A9%20%3Cb%3E/"
    assert f'<meta http-equiv="refresh" content="0; url={href}">' in page
    assert f'<a href="{href}">A &lt;b&gt; &amp; c</a>' in page
    assert '<link rel="canonical" href="https://example.org/wiki/x/%C3%A9%20%3Cb%3E/">' in page
    assert "<script" not in page


def test_redirects_come_and_go_with_what_declares_them(tmp_path: Path) -> None:
    vault, site = tmp_path / "vault", tmp_path / "site"
    files = {"a.md": "---\npermalink: old\n---\n# A\n", "b.md": "# B"}
    save(vault, files, {})
    build_site(vault, site)
    first = (site / "old/index.html").stat()
    build_site(vault, site)
    assert (site / "old/index.html").stat().st_mtime_ns == first.st_mtime_ns
    save(vault, {**files, "old.md": "# Real"}, files)
    build_site(vault, site)
    assert "http-equiv" not in re.sub(r"x-ua", "", (site / "old/index.html").read_text())
    save(vault, {"a.md": "# A", "b.md": "# B"}, {**files, "old.md": ""})
    build_site(vault, site)
    assert not (site / "old").exists()
