"""`> [!type|metadata]± title`: a blockquote whose first line says what kind of note to the reader it is.

Types and aliases are those of Obsidian's help page on callouts; an unknown type looks like a note and keeps its
own name as its title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from trellis.model import Finding

_ALIASES = {
    "abstract": ("summary", "tldr"),
    "tip": ("hint", "important"),
    "success": ("check", "done"),
    "question": ("help", "faq"),
    "warning": ("caution", "attention"),
    "failure": ("fail", "missing"),
    "danger": ("error",),
    "quote": ("cite",),
}
TYPES = ("note", "info", "todo", "bug", "example", *_ALIASES)
_STYLE = {name: name for name in TYPES} | {alias: name for name, aliases in _ALIASES.items() for alias in aliases}
_FIRST_LINE = re.compile(r"\[!([^\]\n|]+)(?:\|([^\]\n]*))?\]([+-]?)(?:[ \t]+(.*))?")


def add_to(md: MarkdownIt) -> None:
    md.block.ruler.before("table", "callout_title", _title)
    md.core.ruler.before("inline", "callouts", _close)
    md.add_render_rule("callout_open", _render_open)
    md.add_render_rule("callout_close", _render_close)
    md.add_render_rule("callout_title_open", _render_title_open)
    md.add_render_rule("callout_title_close", _render_title_close)


def style_of(name: str) -> str:
    """The type whose looks a callout called *name* has."""
    return _STYLE.get(name.lower(), "note")


def _title(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """The first line of a quote, if it makes a callout of it: a block of its own, so that nothing runs on from it."""
    if silent or not state.tokens or state.tokens[-1].type != "blockquote_open" or state.is_code_block(start_line):
        return False
    begin = state.bMarks[start_line] + state.tShift[start_line]
    first = _FIRST_LINE.fullmatch(state.src[begin : state.eMarks[start_line]].rstrip())
    if not first:
        return False
    name, metadata, fold = first[1].strip(), first[2], first[3]
    _check_type(state, name, start_line)
    quote = state.tokens[-1]
    quote.type, quote.tag = "callout_open", "details" if fold else "div"
    quote.attrs = {
        "class": f"callout callout-{style_of(name)}",
        "data-callout": name.lower(),
        **({"data-callout-metadata": metadata.strip()} if metadata else {}),
    }
    quote.meta = {"fold": fold}
    state.push("callout_title_open", "", 1).meta = quote.meta
    words = state.push("inline", "", 0)
    words.content = (first[4] or "").strip() or name[:1].upper() + name[1:].lower().replace("-", " ")
    words.map, words.children = [start_line, start_line + 1], []
    state.push("callout_title_close", "", -1).meta = quote.meta
    state.line = start_line + 1
    return True


def _close(state: StateCore) -> None:
    """The ends of those quotes that have become callouts."""
    quotes: list[Token] = []
    for token in state.tokens:
        if token.type in {"blockquote_open", "callout_open"}:
            quotes.append(token)
        elif token.type == "blockquote_close":
            opened = quotes.pop()
            if opened.type == "callout_open":
                token.type, token.meta = "callout_close", opened.meta


def _check_type(state: StateBlock, name: str, line: int) -> None:
    if name.lower() in _STYLE:
        return
    near = get_close_matches(name.lower(), _STYLE, n=1, cutoff=0.75)
    hint = f"; did you mean [!{near[0]}]?" if near else ""
    message = f"[!{name}] is no type that Obsidian knows, so the callout looks like a note{hint}"
    state.env.setdefault("findings", []).append(Finding("callout-type", line, message))


def _render_open(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[idx]
    opened = " open" if token.meta["fold"] == "+" else ""
    return f"<{token.tag}{self.renderAttrs(token)}{opened}>\n"


def _render_close(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    return "</details>\n" if tokens[idx].meta["fold"] else "</div>\n"


def _render_title_open(
    self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    tag = "summary" if tokens[idx].meta["fold"] else "p"
    return f"<{tag}{self.renderAttrs(Token('', '', 0, {'class': 'callout-title'}))}>"


def _render_title_close(
    self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return "</summary>\n" if tokens[idx].meta["fold"] else "</p>\n"
