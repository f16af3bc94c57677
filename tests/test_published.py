"""What is kept off the site is nowhere on it, and what is unlisted is in no list."""

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from edits import save
from trellis.mkdocs.site import build_site

SECRET = "zanzibar"
FRONTS = ("publish: false", "draft: true", "draft: true\npublish: true")
NOTES = {
    "index.md": "# Home\n\n[[alpha]], [[quiet]] and [[hidden]].\n",
    "alpha.md": "---\ntags: [shown]\n---\n# Alpha\n\nSee [[quiet]] and [[beta]]. ^a\n",
    "beta.md": "---\nrequires: ['[[quiet]]']\ntags: [shown]\n---\n# Beta\n\n[[alpha]] ![[hidden]]\n",
    "quiet.md": "---\nunlisted: true\ntags: [hush]\naliases: [still/life]\nvideoId: abcdefghijk\ntype: role\n"
    "requires: ['[[beta]]']\nupdated: 2026-01-02\n---\n# Quiet lagoon\n\nOnly here: [[alpha]], [[nowhere]].\n",
}


def hidden(front: str) -> str:
    more = f"aliases: [{SECRET}, old/{SECRET}]\npermalink: {SECRET}\ntags: [{SECRET}]\nupdated: 2026-01-02"
    return f"---\n{front}\ntitle: {SECRET}\n{more}\n---\n# {SECRET}\n\n[[alpha]] ![[{SECRET}.png]] #{SECRET}\n"


def texts(site: Path) -> dict[str, str]:
    files = (file for file in site.rglob("*") if file.is_file() and "assets" not in file.parts)
    return {file.relative_to(site).as_posix(): file.read_bytes().decode("utf-8", "replace") for file in files}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("published")
    private = {f"hidden{number or ''}.md": hidden(front) for number, front in enumerate(FRONTS)}
    save(folder / "vault", {**NOTES, **private, f"{SECRET}.png": "x"}, {})
    build_site(folder / "vault", folder / "site")
    return texts(folder / "site")


def test_what_is_not_published_is_nowhere(site: dict[str, str]) -> None:
    assert [name for name, text in site.items() if SECRET in name or SECRET in text] == []


def test_an_unlisted_note_has_a_page_and_links_lead_there(site: dict[str, str]) -> None:
    assert "Quiet lagoon</h1>" in site["quiet/index.html"]
    assert '<meta name="robots" content="noindex">' in site["quiet/index.html"]
    assert "noindex" not in site["alpha/index.html"]
    assert 'href="../quiet/"' in site["alpha/index.html"]


def test_an_unlisted_note_is_in_no_list(site: dict[str, str]) -> None:
    # Sentences of other notes may name it; nothing else leads there.
    by_link = {"quiet/index.html", "index.html", "alpha/index.html", "beta/index.html", ".trellis-files"}
    by_link |= {"llms-full.txt", "still/life/index.html"} | {name.replace(".html", ".md") for name in by_link}
    assert {name for name, text in site.items() if "quiet/" in text} - by_link == set()
    assert not [name for name, text in site.items() if "hush" in text and not name.startswith("quiet/")]
    # What it says of others is on its own page alone.
    assert not [name for name, text in site.items() if "Only here" in text and not name.startswith("quiet/")]


def test_the_page_of_an_unlisted_note_shows_none_of_what_lists_it(site: dict[str, str]) -> None:
    assert 'class="tag">#hush</li>' in site["quiet/index.html"]
    assert "<h2" not in site["quiet/index.html"].partition("<article")[2].partition("</article>")[0]


PICTURES = (
    "embedded",
    "linked",
    "in html",
    "on canvas",
    "cover",
    "named",
    "in style",
    "generated",
    "unused",
    "private",
)


def test_only_attachments_that_are_used_are_published(tmp_path: Path) -> None:
    canvas = (
        '{"nodes":[{"id":"a","type":"file","file":"img/on canvas.png","x":0,"y":0,"width":9,"height":9}],"edges":[]}'
    )
    vault = {
        "index.md": "---\ncover: img/cover.png\n---\n# Home\n\n![[embedded.png]] [x](img/linked.png)\n\n"
        '![[board.canvas]] <img src="img/in html.png">\n\n`![[unused.png]]` %% ![[unused.png]] %%\n',
        "hidden.md": "---\npublish: false\n---\n![[private.png]]\n",
        "board.canvas": canvas,
        "css/own.css": 'a { background: url("../img/in style.png") }',
        **{f"img/{name}.png": name for name in PICTURES},
    }
    save(tmp_path / "docs", vault, {})
    generate = (
        'import mkdocs_gen_files as g\nwith g.open("made.md", "w") as f:\n    f.write("![x](img/generated.png)")\n'
    )
    (tmp_path / "gen.py").write_text(generate)
    settings = """site_name: Test
docs_dir: docs
theme: {name: material, font: false}
extra_css: [css/own.css]
extra: {card: img/named.png}
plugins:
  - trellis
  - gen-files: {scripts: [gen.py]}
"""
    (tmp_path / "mkdocs.yml").write_text(settings)
    build(load_config(str(tmp_path / "mkdocs.yml")))
    published = {file.stem for file in (tmp_path / "site/img").iterdir()}
    assert published == {*PICTURES} - {"unused", "private"}
