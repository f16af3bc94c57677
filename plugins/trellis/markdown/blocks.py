"""`^block-id` at the end of a paragraph or list item, or on a line of its own after a list, quote or table.

Every named block gets the id as its anchor, and signs round it by which it can be shown elsewhere (rule W12).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from trellis.markdown.renderer import hold
from trellis.model import Block, Slot

_ID = re.compile(r"(?:^|\s)\^([A-Za-z0-9-]+)\s*$", re.ASCII)


def add_to(md: MarkdownIt) -> None:
    md.core.ruler.push("blocks", _blocks)
    md.add_render_rule("block_edge", _render_edge)


def _blocks(state: StateCore) -> None:
    named: list[Block] = state.env.setdefault("blocks", [])
    tokens: list[Token] = []
    opened: list[int] = []  # where in `tokens` the blocks begin that are open now
    last = -1  # where the last closed block of this level begins
    for token in state.tokens:
        tokens.append(token)
        if token.nesting == 1:
            opened.append(len(tokens) - 1)
        elif token.type == "inline" and (name := _cut_id(token)):
            token.meta = {**token.meta, "block": name}
        elif token.nesting == -1 and opened:
            begin = opened.pop()
            inline = tokens[begin + 1]
            name = inline.meta.get("block") if token.type == "paragraph_close" else None
            if not name:
                last = begin
            elif inline.children or last < 0:
                _name(tokens, begin, name, named)
                last = begin
            else:  # the id has a line to itself: it names the block before
                del tokens[begin:]
                _name(tokens, last, name, named)
    state.tokens = tokens


def _cut_id(inline: Token) -> str | None:
    if not inline.children or inline.children[-1].type != "text":
        return None
    ending = inline.children[-1]
    if not (found := _ID.search(ending.content)):
        return None
    ending.content = ending.content[: found.start()]
    if not ending.content:
        inline.children.pop()
        while inline.children and inline.children[-1].type in {"softbreak", "hardbreak"}:
            inline.children.pop()
    return found[1]


def _name(tokens: list[Token], begin: int, name: str, named: list[Block]) -> None:
    """Puts edges round the block that begins at *begin* and ends at the end of *tokens*."""
    if any(block.id.lower() == name.lower() for block in named):
        return
    number = len(named)
    first = tokens[begin]
    named.append(Block(name, (first.map or [0])[0]))
    host = first
    if first.type == "paragraph_open" and begin and tokens[begin - 1].type == "list_item_open":
        host = tokens[begin - 1]  # a tight item hides its paragraph
    host.attrs["id"] = f"^{name}"
    tokens.insert(begin, Token("block_edge", "", 0, meta={"slot": Slot("block", number)}))
    tokens.append(Token("block_edge", "", 0, meta={"slot": Slot("end", number)}))


def _render_edge(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    return hold(env, tokens[idx].meta["slot"])
