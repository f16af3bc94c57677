"""What looks different in Obsidian, on GitHub or here: each finding names the construct and what to write instead.

Sources: Obsidian's help pages on callouts, HTML content, internal links and properties; Material's reference on
admonitions, content tabs and snippets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from trellis.markdown.text import with_rows
from trellis.model import Finding
from trellis.sanitise import ALLOWED, REMOVED_WITH_CONTENT

_STARTS = (
    (re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+\w"), "admonitions (`!!!`) are Material's; write a callout, `> [!note]`"),
    (re.compile(r'===[+!]? +"'), 'tabs (`=== "…"`) are Material\'s; write headings or a list'),
    (re.compile(r"-{1,}8<-{1,}"), "snippets (`--8<--`) are Material's, and files are not read; embed a note, `![[…]]`"),
)
_RUN_BY_OBSIDIAN = frozenset({"dataview", "dataviewjs", "query", "base", "tasks", "excalidraw"})
_DATAVIEW = re.compile(r"\$?= ?\w")
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)[\s/>]")
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_OPEN_HTML = re.compile(r"<(details|div|section|center)\b", re.IGNORECASE)


def differences(tokens: Sequence[Token]) -> Iterator[Finding]:
    """Findings about the block *tokens* of a note; lines count from 0 at the first line after the front matter."""
    for token in tokens:
        line = (token.map or [0])[0]
        if token.type == "inline":
            yield from _inline(token, line)
        elif token.type == "fence" and (kind := token.info.strip()).lower() in _RUN_BY_OBSIDIAN:
            yield _differs(line, f"```{kind} is run by Obsidian and its plugins; here and on GitHub it is code")
        elif token.type == "html_block":
            yield from _dropped(token.content, line)
            if tag := _left_open(token.content):
                message = f"Markdown inside <{tag}> is rendered here and on GitHub; Obsidian shows it as it is written"
                yield _differs(line, message)


def _dropped(html: str, line: int) -> Iterator[Finding]:
    """What the sanitiser will take out of *html*."""
    within = 0  # where the element ends that goes with all that is in it
    html = _HTML_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), html)
    lower = html.lower()
    for found in _TAG.finditer(html):
        tag = found[1].lower()
        if tag not in ALLOWED and found.start() >= within:
            rest = "and only the words in it are shown"
            if tag in REMOVED_WITH_CONTENT:
                rest = "with all that is in it"
                within = lower.find(f"</{tag}", found.end())
                within = within if within > 0 else len(html)
            message = f"<{tag}> may not stand in a note, so it is left out, {rest}"
            yield Finding("dropped-html", line + html.count("\n", 0, found.start()), message)


def _left_open(html: str) -> str | None:
    """The element that *html* opens and does not close, so that Markdown follows inside it."""
    tag = _OPEN_HTML.match(html)
    return tag[1] if tag and f"</{tag[1].lower()}" not in html.lower() else None


def _inline(token: Token, line: int) -> Iterator[Finding]:
    for start, message in _STARTS:
        if start.match(token.content):
            yield _differs(line, f"{message}; here, in Obsidian and on GitHub it is text")
    children = token.children or []
    types = {child.type for child in children}
    if "html_inline" in types:
        html = {"softbreak": "\n", "hardbreak": "\n"}
        yield from _dropped("".join(html.get(c.type, c.content * (c.type == "html_inline")) for c in children), line)
    if types.isdisjoint({"code_inline", "wikilink"}):
        return
    for child, row in with_rows(token):
        if child.type == "code_inline" and _DATAVIEW.match(child.content):
            yield _differs(row, f"`{child.content}` is run by Dataview in Obsidian; here and on GitHub it is code")
        elif child.type == "wikilink" and child.content.startswith(("[[##", "[[^^")):
            yield _differs(row, f"{child.content} is a search in Obsidian's editor; write the name it finds")


def left_overs(tokens: Sequence[Token]) -> Iterator[Finding]:
    """Lines that a version control system wrote into the note and nobody took out; lines count as in `differences`."""
    for token in tokens:
        if token.type == "inline" and token.content.startswith("<<<<<<< "):
            message = (
                "a merge was left half done here; choose one side and delete the lines <<<<<<<, ======= and >>>>>>>"
            )
            yield Finding("merge-conflict", (token.map or [0])[0], message)


def _differs(line: int, message: str) -> Finding:
    return Finding("differs", line, message)
