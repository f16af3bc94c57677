"""`> [!type|metadata]± title`: a blockquote whose first line says what kind of note to the reader it is.

Types and aliases are those of Obsidian's help page on callouts; an unknown type looks like a note and keeps its
own name as its title. Runs before inline parsing, so a title may hold any inline syntax.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
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
_FIRST_LINE = re.compile(r"\[!([^\]\n|]+)(?:\|([^\]\n]*))?\]([+-]?)(?:[ \t]+([^\n]*)|[ \t]*)(?:\n|$)")


def add_to(md: MarkdownIt) -> None:
    md.core.ruler.before("inline", "callouts", _callouts)
    md.add_render_rule("callout_open", _render_open)
    md.add_render_rule("callout_close", _render_close)
    md.add_render_rule("callout_title_open", _render_title_open)
    md.add_render_rule("callout_title_close", _render_title_close)


def style_of(name: str) -> str:
    """The type whose looks a callout called *name* has."""
    return _STYLE.get(name.lower(), "note")


def _callouts(state: StateCore) -> None:
    tokens: list[Token] = []
    quotes: list[Token] = []
    rest = iter(enumerate(state.tokens))
    for index, token in rest:
        if token.type == "blockquote_open":
            quotes.append(token)
            following = state.tokens[index + 1 : index + 4]
            if [t.type for t in following] == ["paragraph_open", "inline", "paragraph_close"] and (
                first := _FIRST_LINE.match(following[1].content)
            ):
                _check_type(state, first[1].strip(), (token.map or [0])[0])
                tokens += _opened(token, following, first)
                for _ in following:
                    next(rest)
                continue
        elif token.type == "blockquote_close":
            opened = quotes.pop()
            if opened.type == "callout_open":
                token.type, token.meta = "callout_close", opened.meta
        tokens.append(token)
    state.tokens = tokens


def _check_type(state: StateCore, name: str, line: int) -> None:
    if name.lower() in _STYLE:
        return
    near = get_close_matches(name.lower(), _STYLE, n=1, cutoff=0.75)
    hint = f"; did you mean [!{near[0]}]?" if near else ""
    message = f"[!{name}] is no type that Obsidian knows, so the callout looks like a note{hint}"
    state.env.setdefault("findings", []).append(Finding("callout-type", line, message))


def _opened(token: Token, paragraph: list[Token], first: re.Match[str]) -> list[Token]:
    """*token* made the start of a callout, its title, and what is left of its first *paragraph*."""
    name = first[1].strip()
    token.type, token.tag = "callout_open", "details" if first[3] else "div"
    token.attrs = {
        "class": f"callout callout-{style_of(name)}",
        "data-callout": name.lower(),
        **({"data-callout-metadata": first[2].strip()} if first[2] else {}),
    }
    token.meta = {"fold": first[3]}
    _, inline, _ = paragraph
    begin, end = inline.map or [0, 0]
    title = (first[4] or "").strip()
    words = Token("inline", "", 0, content=title or name[:1].upper() + name[1:].lower().replace("-", " "), children=[])
    words.map, words.level = [begin, begin + 1], token.level + 2
    around = [Token(f"callout_title_{edge}", "", nesting, meta=token.meta) for edge, nesting in _EDGES]
    opened = [token, around[0], words, around[1]]
    if not (body := inline.content[first.end() :]).strip():
        return opened
    inline.content, inline.map = body, [begin + 1, end]
    return [*opened, *paragraph]


_EDGES: tuple[tuple[str, Literal[1, -1]], ...] = (("open", 1), ("close", -1))


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
