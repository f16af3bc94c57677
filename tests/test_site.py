"""Whole sites, built as users build them."""

import re
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import ROOT, SHARED, trellis
from sitelinks import broken_links
from trellis import load_wiki


class _Ids(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]


def page(site: Path, name: str = "") -> str:
    return (site / name / "index.html").read_text("utf-8")


def article(html: str) -> str:
    found = re.search(r"<article.*</article>", html, re.DOTALL)
    assert found
    return found[0]


def test_the_wiki_builds_strictly_and_shows_every_note(wiki_site: Path) -> None:
    wiki = load_wiki(ROOT / "content")
    assert len(wiki.notes) >= 15
    for path, note in wiki.notes.items():
        html = page(wiki_site, wiki.site.url(path))
        assert note.title in html.replace("&#x27;", "'").replace("&amp;", "&"), path


def test_a_note_page_has_all_its_parts(wiki_site: Path) -> None:
    wiki = load_wiki(ROOT / "content")
    path = next(p for p, note in wiki.notes.items() if note.properties.video_id and wiki.graph.backlinks(p))
    html = page(wiki_site, wiki.site.url(path))
    for part in ('class="note-source"', "Watch the video", 'class="local-graph"', 'class="backlinks"', 'rel="edit"'):
        assert part in html, part
    assert "<mark>" in html
    assert 'data-md-component="toc"' in html


def test_generated_pages_are_there_and_linked(wiki_site: Path) -> None:
    assert '<a href="../lexfridman/">Lex Fridman Podcast</a>' in page(wiki_site, "sources")
    assert page(wiki_site, "graph/tags/data").count('<li class="listed">') >= 10
    assert 'href="graph/tags/"' in page(wiki_site)


def test_nothing_of_the_page_is_asked_of_another_host(wiki_site: Path) -> None:
    for file in wiki_site.rglob("*.html"):
        html = file.read_text("utf-8")
        assert not re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//[^"]*"', html), file


def test_no_id_is_there_twice(wiki_site: Path) -> None:
    for file in wiki_site.rglob("index.html"):
        ids = _Ids(file.read_text("utf-8")).ids
        assert len(ids) == len(set(ids)), file


BAD = {
    "good.md": b"# Good\n\nA [[link]] to [[latin]] and [[twin]].\n",
    "latin.md": b"# Latin\n\nGr\xf6\xdfe\n",
    "utf16.md": "# Sixteen".encode("utf-16"),
    "broken.md": b"---\ntitle: [a\n---\nWords.\n",
    "empty.md": b"",
    "plain.md": b"No title at all.\n",
    "a/twin.md": b"# One\n",
    "b/twin.md": b"# Two\n",
    "evil.html": b"<script>alert(1)</script>",
    "_headers": b"/*\n  X: y\n",
    "template.md": b"---\ntemplate: ../../secret.html\nhide: 5\nicon: x\nsearch: 5\ntags: 5\n---\n# T\n",
    "title.md": b'---\ntitle: "</title><script>alert(1)</script>"\n---\n[[title]]\n',
    "100% sure? #1.md": b"# Odd\n",
    "404.md": b"# Not found\n",
    "search.md": b"# Search\n",
    "assets.md": b"# Assets\n",
    "sitemap.xml.md": b"# Map\n",
    "Foo.md": b"# Foo\n",
    "foo/index.md": b"# Other foo\n",
    "index.md": b"# Home\n",
    "README.md": b"# Read me\n",
}


@pytest.fixture(scope="module")
def bad_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bad") / "vault"
    for name, data in BAD.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file names")
def test_bad_input_is_named_and_the_rest_is_built(bad_vault: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    result = trellis("build", bad_vault, "--out", out)
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr
    for said in (
        "not-utf8: latin.md:3:1: byte 0xf6 is not UTF-8",
        "not-utf8: utf16.md:1:1: the note is UTF-16; save it as UTF-8",
        "front-matter: broken.md:3:1: the front matter cannot be read",
        "unresolved-link: good.md:3:3: [[link]]",
        "ambiguous-link: good.md:3:29: [[twin]] could mean [[a/twin]], [[b/twin]]",
        "url-collision: README.md:1:1: its address is taken by index.md",
        "url-collision: foo/index.md:1:1: its address is taken by Foo.md",
        "url-collision: sitemap.xml.md:1:1: its address is taken by sitemap.xml",
    ):
        assert said in result.stderr, said
    checked = trellis("check", bad_vault, "-v").stdout
    for said in ("no-title: plain.md", "empty-note: empty.md", "duplicate-name: a/twin.md", "skipped-file: evil.html"):
        assert said in checked, said
    wiki = load_wiki(bad_vault)
    for path in wiki.notes:
        assert (out / wiki.site.files[path]).is_file(), path
    assert "Words." in page(out, "broken")
    assert "title: [a" not in page(out, "broken")
    assert not (out / "evil.html").exists()
    assert not (out / "_headers").exists()
    assert "<script>alert(1)" not in "".join(file.read_text("utf-8") for file in out.rglob("*.html"))


def test_a_build_that_fails_before_it_begins_says_why(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("# A\n", "utf-8")
    (tmp_path / "hook.py").write_text("def on_config(config):\n    raise ValueError('the moon is full')\n", "utf-8")
    settings = "site_name: T\nhooks: [hook.py]\ntheme: {name: material, font: false}\nplugins: [search, trellis]\n"
    (tmp_path / "mkdocs.yml").write_text(settings, "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build"]
    result = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert "ValueError: the moon is full" in result.stderr.splitlines()[-1]


def test_strict_fails_and_leaves_the_old_site(tmp_path: Path) -> None:
    vault, out = tmp_path / "vault", tmp_path / "site"
    vault.mkdir()
    (vault / "index.md").write_text("# Home\n\nFirst.\n")
    assert trellis("build", vault, "--out", out, "--strict").returncode == 0
    (vault / "index.md").write_text("# Home\n\nSecond [[Nobody]].\n")
    result = trellis("build", vault, "--out", out, "--strict")
    assert result.returncode == 1
    assert "unresolved-link: index.md:3:8: [[Nobody]]" in result.stderr
    assert "First." in page(out)
    assert trellis("build", vault, "--out", out).returncode == 0
    assert "Second" in page(out)


def test_mkdocs_with_the_plugin_alone(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n\n[[Nobody]]\n")
    (tmp_path / "mkdocs.yml").write_text("site_name: T\ntheme: {name: material, font: false}\nplugins: [trellis]\n")
    command = [sys.executable, "-m", "mkdocs", "build"]
    lax = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert lax.returncode == 0
    assert "trellis: unresolved-link: index.md:3:1: [[Nobody]]" in lax.stderr
    strict = subprocess.run([*command, "--strict"], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert strict.returncode == 1
    assert "Aborted with 1 warnings in strict mode!" in strict.stdout


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "There are no notes here yet"),
        ({"only.md": "# Only\n"}, "1 note, 0 links between them"),
        ({"picture.png": ""}, "There are no notes here yet"),
    ],
)
def test_a_home_page_is_made(tmp_path: Path, files: dict[str, str], said: str) -> None:
    vault = tmp_path / "my_first-vault"
    vault.mkdir()
    for name, text in files.items():
        (vault / name).write_text(text)
    result = trellis("build", vault, "--out", tmp_path / "site")
    assert result.returncode == 0, result.stderr
    assert said in page(tmp_path / "site")
    assert "<h1>My first vault</h1>" in page(tmp_path / "site")
    assert ("no-notes: " in result.stderr) is not any(name.endswith(".md") for name in files)


def test_the_same_vault_gives_the_same_site(tmp_path: Path) -> None:
    for out in ("one", "two"):
        assert trellis("build", ROOT / "content", "--out", tmp_path / out).returncode == 0
    files = {file.relative_to(tmp_path / "one") for file in (tmp_path / "one").rglob("*.html")}
    assert len(files) > 20
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot kill a process in this way")
def test_a_build_that_is_killed_leaves_the_old_site(tmp_path: Path) -> None:
    vault, out = tmp_path / "vault", tmp_path / "site"
    vault.mkdir()
    for number in range(300):
        (vault / f"{number}.md").write_text(f"# Note {number}\n\n[[{number + 1}]]\n")
    assert trellis("build", vault, "--out", out).returncode == 0
    before = {file: file.read_bytes() for file in out.rglob("*.html")}
    (vault / "0.md").write_text("# Changed\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "trellis.cli", "build", str(vault), "--out", str(out)], stderr=subprocess.DEVNULL
    )
    while process.poll() is None and not any(out.glob(".trellis-staging-*/site/*/index.html")):
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert {file: file.read_bytes() for file in before} == before
    assert trellis("build", vault, "--out", out).returncode == 0
    assert "Changed" in page(out, "0")


def test_links_within_the_wiki(wiki_site: Path) -> None:
    assert not broken_links(wiki_site)


def test_the_check_of_links_can_fail(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text('<p id="x"><a href="../">up</a><a href="#x">x</a><a href="#y">y</a>')
    (tmp_path / "index.html").write_text('<a href="a/#x">x</a><a href="a/#z">z</a><a href="b/">b</a><img src="c.png">')
    found = sorted(broken_links(tmp_path))
    assert found == ["a/index.html: #y", "index.html: a/#z", "index.html: b/", "index.html: c.png"]


VAULTS = sorted(path for path in (SHARED / "vaults").glob("*") if path.is_dir() and path.name != "LICENSES")


@pytest.mark.skipif(not VAULTS, reason="../shared/vaults is not there")
@pytest.mark.parametrize("vault", VAULTS, ids=lambda path: path.name)
def test_real_vaults_build(vault: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    result = trellis("build", vault, "--out", out)
    assert result.returncode == 0, result.stderr[-2000:]
    assert "Traceback" not in result.stderr
    wiki = load_wiki(vault)
    for path in wiki.notes:
        assert (out / wiki.site.files[path]).is_file(), path
    assert not broken_links(out)
