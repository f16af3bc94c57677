"""What the site holds for programs: Markdown copies, llms.txt, feeds and the sitemap."""

import json
import os
import re
import subprocess
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from edits import save
from test_preview import get, serving
from trellis import llms
from trellis.changes import read_changes
from trellis.compile import compile_note
from trellis.feeds import Publication
from trellis.markdown_copy import markdown_copy
from trellis.model import NotePath, VaultPath
from trellis.options import Options
from trellis.scanned import Source, Vault
from trellis.wiki import Wiki, link_wiki

OTHERS = {
    "people/Ada Lovelace.md": "# Ada\n\n## First part\n\nText ^block\n",
    "private.md": "---\npublish: false\n---\n# Private\n",
}


def wiki_of(text: str, *, directory_urls: bool = True) -> Wiki:
    sources = tuple(
        Source(NotePath(VaultPath(path)), said) for path, said in sorted({**OTHERS, "a/b.md": text}.items())
    )
    attachments = (VaultPath("img/pic one.png"), VaultPath("paper.pdf"))
    vault = Vault("Test", sources, attachments)
    settings = Options(directory_urls=directory_urls)
    return link_wiki(vault, {source.path: compile_note(source, settings) for source in sources}, settings)


def copied(text: str, *, directory_urls: bool = True) -> str:
    """The copy of a note that says *text*, without its front matter."""
    path = NotePath(VaultPath("a/b.md"))
    return markdown_copy(wiki_of(text, directory_urls=directory_urls), path, text).partition("---\n\n")[2]


ADA = "../../people/Ada%20Lovelace/index.md"
LINKS = {
    "[[Ada Lovelace]]": f"[Ada]({ADA})",
    "[[Ada Lovelace#First part|her]] and [[Ada Lovelace]]": f"[her]({ADA}#first-part) and [Ada]({ADA})",
    "[[Ada Lovelace#^block]]": f"[Ada]({ADA}#%5Eblock)",
    "![[Ada Lovelace]]": f"[Ada]({ADA})",
    "[x [y] z](../people/Ada%20Lovelace.md)": f"[x [y] z]({ADA})",
    "![[pic one.png|300]]": "![pic one.png](../../img/pic%20one.png)",
    "![An apple](../img/pic%20one.png)": "![An apple](../../img/pic%20one.png)",
    "[![pic](<../img/pic one.png>)](../people/Ada%20Lovelace.md)": f"[![pic](../../img/pic%20one.png)]({ADA})",
    "[a\nb](../people/Ada%20Lovelace.md) c": f"[a\nb]({ADA}) c",
    "[[paper.pdf]]": "[paper.pdf](../../paper.pdf)",
    "[[private]] and [[private|words]]": "private and words",
    "`[[Ada Lovelace]]`": "`[[Ada Lovelace]]`",
    "| a |\n| - |\n| [[Ada Lovelace\\|x]] |": f"| a |\n| - |\n| [x]({ADA}) |",
    "<img src='../img/pic%20one.png'>": "<img src='../../img/pic%20one.png'>",
    "[[#Here]]\n\n## Here": "[Here](#here)\n\n## Here",
    "[r][1]\n\n[1]: ../people/Ada%20Lovelace.md": f"[r]({ADA})\n\n[1]: ../people/Ada%20Lovelace.md",
    "[out](https://example.org/)": "[out](https://example.org/)",
}


@pytest.mark.parametrize("written", LINKS)
def test_links_lead_from_copy_to_copy(written: str) -> None:
    assert copied(f"# B\n\n{written}\n") == f"# B\n\n{LINKS[written]}\n"


HIDDEN = {
    "a %%zap%% b": "a  b",
    "%%\nzap\n\nzap\n%%\nb": "\nb",
    "- %%zap\n\nzap%%\nb": "- \nb",
    "> %% zap\n> zap %%\n\nb": "> \n\nb",
    "%% zap": "",
    "a <!-- zap --> b": "a  b",
    "<!-- zap\n\nzap": "",
    "<script>zap</script>b": "b",
    "a `%%kept%%` %%zap%%": "a `%%kept%%` ",
    "```\n%%kept\n```\n\n%%zap%%": "```\n%%kept\n```\n\n",
    "> ```\n> %%kept\n%%zap%% b": "> ```\n> %%kept\n b",
    "50 %% kept\n\n60 %% kept": "50 %% kept\n\n60 %% kept",
    "`` a ` %%kept%% `` ` %%zap%%": "`` a ` %%kept%% `` ` ",
    "b <!-- zap ` --> ` %%zap%%": "b  ` ",
    "~~~ md\n<!-- kept -->\n~~~": "~~~ md\n<!-- kept -->\n~~~",
}


@pytest.mark.parametrize("written", HIDDEN)
def test_what_no_page_shows_is_in_no_copy(written: str) -> None:
    text = f"---\nsecret: x\ntags: [t]\n---\n# B\n\n{written}\n"
    wiki = wiki_of(text)
    assert "zap" not in wiki.linker.body(NotePath(VaultPath("a/b.md")))
    assert copied(text) == f"# B\n\n{HIDDEN[written]}".rstrip("\n") + "\n"


def test_a_copy_says_what_its_note_is() -> None:
    text = "---\nkey: secret\naliases: [B 2]\ndate: 2026-02-01\ntags: ['x']\n---\nText with ==marks==.\n"
    copy = markdown_copy(wiki_of(text), NotePath(VaultPath("a/b.md")), text, "https://example.org/a/b/")
    assert copy == (
        '---\ntitle: "B"\nurl: "https://example.org/a/b/"\naliases: ["B 2"]\ntags: ["x"]\ndate: "2026-02-01"\n---\n\n'
        "# B\n\nText with ==marks==.\n"
    )


def test_copies_lie_beside_pages_without_folders_of_their_own() -> None:
    assert copied("# B\n\n[[Ada Lovelace]]\n", directory_urls=False) == "# B\n\n[Ada](../people/Ada%20Lovelace.md)\n"


SITE = "https://example.org/wiki/"
TOPIC = [f"t{number}" for number in range(6)]
VAULT = {
    "index.md": "---\nupdated: 2026-03-01\n---\n# Home & <b>more</b>\n\n[[a b]]\n",
    "a b.md": "---\nupdated: 2026-03-02T10:00:00+02:00\ndate: 2026-01-01\ntags: [x]\n---\n# A [b]\n\nFirst & last.\n\n"
    '[[index]] [[#Part]] ![[pic.png]] [out](https://other.example/?a=1&b=2) `href="x"` \x01\n\n## Part\n',
    "undated.md": "# Undated\n\n[[a b]]\n",
    "quiet.md": "---\nunlisted: true\nupdated: 2026-03-05\n---\n# Quiet\n",
    "hidden.md": "---\npublish: false\nupdated: 2026-03-05\n---\n# Hidden\n",
    "pic.png": "x",
    **{
        f"{name}.md": f"---\nupdated: 2026-02-0{number + 1}\n---\n# {name}\n\n[[{']] [['.join(TOPIC)}]]\n"
        for number, name in enumerate(TOPIC)
    },
}


def settings(folder: Path, **more: object) -> Path:
    theme = {"name": "material", "font": False}
    given = {"site_name": "A & B", "site_url": SITE, "docs_dir": "docs", "plugins": ["trellis"], "theme": theme, **more}
    (folder / "mkdocs.yml").write_text(json.dumps(given))
    return folder / "mkdocs.yml"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("machines")
    save(folder / "docs", VAULT, {})
    build(load_config(str(settings(folder))))
    return folder / "site"


ATOM = "{http://www.w3.org/2005/Atom}"


def texts(node: Element, *names: str) -> list[str | None]:
    return [found.text for name in names for found in node.iter(name)]


def test_the_feed_of_the_site_has_what_changed_last(site: Path) -> None:
    feed = ET.parse(site / "feed.xml").getroot()
    assert texts(feed, f"{ATOM}id") == [
        SITE,
        *(f"{SITE}{name}" for name in ("a%20b/", "", *(f"{n}/" for n in TOPIC[::-1]))),
    ]
    assert texts(feed, f"{ATOM}updated")[:2] == ["2026-03-02T08:00:00Z"] * 2
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert [entry.findtext(f"{ATOM}{name}") for name in ("title", "published", "summary")] == [
        "A [b]",
        "2026-01-01T00:00:00Z",
        "First & last.",
    ]
    content = entry.findtext(f"{ATOM}content") or ""
    assert f'href="{SITE}"' in content
    assert f'href="{SITE}a%20b/#part"' in content
    assert f'src="{SITE}pic.png"' in content
    assert 'href="https://other.example/?a=1&amp;b=2"' in content
    assert '<code>href="x"</code>' in content


def test_rss_says_the_same(site: Path) -> None:
    channel = ET.parse(site / "rss.xml").getroot()[0]
    assert texts(channel, "link")[:2] == [SITE, f"{SITE}a%20b/"]
    assert texts(channel, "guid")[0] == f"{SITE}a%20b/"
    dates = [parsedate_to_datetime(date or "") for date in texts(channel, "pubDate")]
    assert dates == sorted(dates, reverse=True)
    assert "<h2" in (texts(channel, "{http://purl.org/rss/1.0/modules/content/}encoded")[0] or "")


def test_a_topic_has_a_feed_of_its_own(site: Path) -> None:
    (folder,) = (file.parent for file in (site / "graph/topics").glob("*/feed.xml"))
    feed = ET.parse(folder / "feed.xml").getroot()
    assert texts(feed, f"{ATOM}id")[0] == f"{SITE}graph/topics/{folder.name}/"
    assert {f"{SITE}{name}/" for name in TOPIC} == set(texts(feed, f"{ATOM}id")[1:])
    assert 'type="application/atom+xml"' in (folder / "index.html").read_text()


def test_pages_name_their_copy_and_the_feed(site: Path) -> None:
    page = (site / "a b/index.html").read_text()
    assert '<link rel="alternate " type="text/markdown" href="index.md">' in page
    assert '<link rel="alternate " type="application/atom+xml" title="A &amp; B" href="../feed.xml">' in page
    assert (
        (site / "a b/index.md").read_text().startswith('---\ntitle: "A [b]"\nurl: "https://example.org/wiki/a%20b/"\n')
    )


def test_the_sitemap_holds_what_is_listed_and_when_it_changed(site: Path) -> None:
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = {
        url.findtext(f"{name}loc"): url.findtext(f"{name}lastmod") for url in ET.parse(site / "sitemap.xml").getroot()
    }
    pages = {file.parent.relative_to(site).as_posix() for file in site.rglob("index.html")} - {"quiet"}
    assert urls.keys() == {SITE if page == "." else f"{SITE}{quote(page)}/" for page in pages}
    assert urls[f"{SITE}a%20b/"] == "2026-03-02T08:00:00Z"
    assert urls[f"{SITE}undated/"] is None


def test_llms_txt_leads_to_the_copy_of_each_note(site: Path) -> None:
    text = (site / "llms.txt").read_text()
    assert text.startswith("# A & B\n")
    assert f"- [A \\[b\\]]({SITE}a%20b/index.md): First & last.\n" in text
    links = re.findall(rf"\]\({SITE}(.*?)\)", text)
    assert len(links) == len({*links}) == len(VAULT) - 2  # the picture and the two notes that no list has, and one more
    assert all((site / unquote(link)).is_file() for link in links)


def test_llms_full_txt_holds_all_texts_that_fit(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (site / "llms-full.txt").read_text()
    assert "First & last." in text
    assert "more are named" not in text
    assert not [word for word in ("Quiet", "Hidden") if word in text]
    monkeypatch.setattr(llms, "LARGEST_FULL", 45)
    wiki = wiki_of("# B\n")
    said = llms.llms_full_txt(wiki, Publication("", "T", "", ""), lambda path: path.encode() * 2)
    assert b"holds the first 1 notes; 1 more are named in llms.txt" in said


def test_the_last_commit_of_a_note_is_when_it_changed(tmp_path: Path) -> None:
    git = partial(subprocess.run, cwd=tmp_path, check=True, capture_output=True)
    names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
    git(["git", "init", "-q"])

    def commit(day: int, before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
        save(tmp_path / "docs", after, before)
        git(["git", "add", "-A"])
        date = f"2026-01-0{day}T00:00:00Z"
        git(
            ["git", "commit", "-qm", "x"],
            env={**os.environ, **names, "GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date},
        )
        return after

    long = "Words that git knows again.\n" * 20
    one = commit(1, {}, {"old/Ä.md": long, "b.md": "b", "drafts/c.md": f"{long}c"})
    two = commit(2, one, {"mid.md": long, "b.md": "b", "c.md": f"{long}c"})
    commit(3, two, {"new.md": f"{long}!", "b.md": "b", "c.md": f"{long}c"})
    changes = read_changes(tmp_path / "docs")
    assert changes.dates["new.md"] == "2026-01-03T00:00:00Z"  # type: ignore[index]
    assert changes.dates["b.md"] == "2026-01-01T00:00:00Z"  # type: ignore[index]
    assert changes.moved == {"mid.md": "new.md", "old/Ä.md": "new.md", "drafts/c.md": "c.md"}
    build(load_config(str(settings(tmp_path, exclude_docs="drafts/"))))
    assert 'url=../../new/"' in (tmp_path / "site/old/Ä/index.html").read_text()
    assert not (tmp_path / "site/drafts").exists()
    assert "<lastmod>2026-01-03T00:00:00Z" in (tmp_path / "site/sitemap.xml").read_text()


def test_the_preview_shows_all_this_as_it_is_now(tmp_path: Path) -> None:
    before = {"a.md": "# A\n", "b.md": "# B\n", "c.md": "# C\n", "pic.png": "x"}
    save(tmp_path, before, {})
    with serving("trellis.cli", "serve", tmp_path, cwd=tmp_path) as address:
        assert get(f"{address}pic.png")[0] == get(f"{address}old/")[0] == 404
        now = "---\npermalink: old\nupdated: 2026-01-01\n---\n# A\n\n![[pic.png]] [[b]] %%zap%%\n"
        save(tmp_path, {**before, "a.md": now, "c.md": "---\nunlisted: true\n---\n# C\n"}, before)
        assert get(f"{address}pic.png")[0] == 200
        assert 'url=../a/"' in get(f"{address}old/")[1]
        assert get(f"{address}a/index.md")[1].endswith("# A\n\n![pic.png](../pic.png) [B](../b/index.md) \n")
        assert "# A\n\n![pic.png]" in get(f"{address}llms-full.txt")[1]
        assert "c/index.md" not in get(f"{address}llms.txt")[1]
        assert f"<id>{address}a/</id>" in get(f"{address}feed.xml")[1]
        assert "noindex" in get(f"{address}c/")[1]
        save(tmp_path, before, {**before, "a.md": now})
        assert get(f"{address}pic.png")[0] == get(f"{address}old/")[0] == 404
