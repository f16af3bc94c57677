"""`From: [[channel]] <br/>` as the first line of a note: its source, shown as such and not as prose."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_BETWEEN = re.compile(r"\s*(?:,|and|&)?\s*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def add_to(md: MarkdownIt) -> None:
    md.core.ruler.after("inline", "source_line", _source_line)


def _source_line(state: StateCore) -> None:
    """Takes the line out of the tokens and leaves its wikilinks in `env["source_line"]` as one inline token."""
    if len(state.tokens) < 3 or state.tokens[0].type != "paragraph_open":
        return
    inline = state.tokens[1]
    children = inline.children or []
    if not children or not children[0].content.startswith("From:"):
        return
    end = next((i for i, child in enumerate(children) if child.type in {"softbreak", "hardbreak"}), len(children))
    line = [Token("text", "", 0, content=children[0].content.removeprefix("From:")), *children[1:end]]
    sources = [token for token in line if token.type == "wikilink"]
    if not sources or not all(token.type == "wikilink" or _is_filler(token) for token in line):
        return
    state.env["source_line"] = Token("inline", "", 0, content=inline.content, map=inline.map, children=sources)
    inline.children = children[end + 1 :]
    if not inline.children:
        del state.tokens[:3]


def _is_filler(token: Token) -> bool:
    if token.type == "text":
        return bool(_BETWEEN.fullmatch(token.content))
    return token.type == "html_inline" and bool(_BREAK.fullmatch(token.content))
