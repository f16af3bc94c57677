"""Tables stand in frames in which they scroll where they are wider than the page: by touch, and by keys.

How a column is aligned is said by `align`, which Material looks for, and not by a style, which a policy of the site may
forbid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from trellis.markdown.said import said

_LONGEST_NAME = 80


def add_to(md: MarkdownIt) -> None:
    md.core.ruler.push("tables", _align)
    md.add_render_rule("table_open", _render_open)
    md.add_render_rule("table_close", _render_close)


def _align(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in {"th_open", "td_open"} and (style := token.attrs.pop("style", "")):
            token.attrs["align"] = str(style).removeprefix("text-align:")


def _render_open(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    heads = ", ".join(
        filter(None, (self.renderInlineAsText(head.children or [], options, env) for head in _heads(tokens, idx)))
    )
    named = heads if len(heads) <= _LONGEST_NAME else f"{heads[:_LONGEST_NAME]}…"
    attributes: dict[str, str | int | float] = {
        "class": "table-frame",
        "role": "region",
        "tabindex": "0",
        "aria-label": said(env, "text.table", heads=named) if named else said(env, "text.table_bare"),
    }
    frame = Token("table_frame", "div", 1, attributes)
    return f"<div{self.renderAttrs(frame)}>\n{self.renderToken(tokens, idx, options, env)}"


def _heads(tokens: Sequence[Token], begin: int) -> Iterator[Token]:
    """The words in the first row of the table that begins at *begin*."""
    for token in tokens[begin + 1 :]:
        if token.type == "thead_close":
            return
        if token.type == "inline":
            yield token


def _render_close(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    return f"{self.renderToken(tokens, idx, options, env)}</div>\n"
