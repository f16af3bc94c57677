"""Headings get an anchor each, unique in their note, and a sign before them by which a section can be cut out."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from trellis.markdown.renderer import hold
from trellis.markdown.text import plain_text
from trellis.model import Heading, Slot
from trellis.names import anchor_of


def add_to(md: MarkdownIt) -> None:
    md.core.ruler.push("headings", _headings)
    md.add_render_rule("heading_open", _render_open)


def _headings(state: StateCore) -> None:
    found: list[Heading] = state.env.setdefault("headings", [])
    taken: dict[str, int] = {}
    for token, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type == "heading_open":
            text = plain_text(inline.children or [])
            anchor = anchor_of(text, taken)
            token.attrs["id"] = anchor
            block_id = token.meta.get("block")
            token.meta = {"number": len(found)}
            line, nested = (token.map or [0])[0], token.level > 0
            found.append(Heading(int(token.tag[1]), text, anchor, line, block_id, nested))


def _render_open(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[idx]
    # Only a heading that stands free begins a section; one in a quote cannot be cut out.
    sign = hold(env, Slot("section", token.meta["number"])) if token.level == 0 else ""
    return sign + self.renderToken(tokens, idx, options, env)
