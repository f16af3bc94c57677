"""What the site holds for programs: Markdown copies, llms.txt, feeds and the sitemap."""

import pytest

from trellis.compile import compile_note
from trellis.markdown_copy import markdown_copy
from trellis.model import NotePath, Source, Vault, VaultPath
from trellis.options import Options
from trellis.wiki import Wiki, link_wiki

OTHERS = {
    "people/Ada Lovelace.md": "# Ada\n\n## First part\n\nText ^block\n",
    "private.md": "---\npublish: false\n---\n# Private\n",
}


def wiki_of(text: str, **options: bool) -> Wiki:
    sources = tuple(
        Source(NotePath(VaultPath(path)), said) for path, said in sorted({**OTHERS, "a/b.md": text}.items())
    )
    attachments = (VaultPath("img/pic one.png"), VaultPath("paper.pdf"))
    vault = Vault("Test", sources, attachments)
    settings = Options(**options)
    return link_wiki(vault, {source.path: compile_note(source, settings) for source in sources}, settings)


def copied(text: str, **options: bool) -> str:
    """The copy of a note that says *text*, without its front matter."""
    path = NotePath(VaultPath("a/b.md"))
    return markdown_copy(wiki_of(text, **options), path, text).partition("---\n\n")[2]


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
