"""`^block-id` at the end of a paragraph or list item, or on a line of its own after a list, quote or table.

Every named block gets the id as its anchor, and signs round it by which it can be shown elsewhere (rule W12). An id at
a heading is another name of its section.
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
    named: dict[str, Block] = state.env.setdefault("blocks", {})
    tokens: list[Token] = []
    opened: list[tuple[int, int]] = []  # of the blocks that are open: where they begin, and `last` around them
    last = -1  # where the block before begins, among those that stand side by side
    for token in _without_rows_of_ids(state.tokens):
        tokens.append(token)
        if token.nesting == 1:
            opened.append((len(tokens) - 1, last))
            last = -1
        elif token.type == "inline":
            host = tokens[-2]
            if host.type in {"paragraph_open", "heading_open"} and (name := _cut_id(token)):
                host.meta = {**host.meta, "block": name}
        elif token.type in {"fence", "diagram", "math_block", "code_block", "hr", "html_block"}:
            last = len(tokens) - 1
            if name := token.meta.get("block"):
                _name(tokens, last, name, named)
        elif token.nesting == -1 and opened:
            begin, before = opened.pop()
            last = _ended(tokens, begin, before, opened[-1][0] if opened else -1, named)
    state.tokens = tokens


def _without_rows_of_ids(tokens: list[Token]) -> list[Token]:
    """*tokens* without the last row of a table that holds nothing but an id, which then names the table: GFM takes the
    line right below a table for one more row of it."""
    kept: list[Token] = []
    tables: list[int] = []
    row = 0
    for token in tokens:
        if token.type == "table_open":
            tables.append(len(kept))
        elif token.type == "tr_open":
            row = len(kept)
        elif token.type == "table_close":
            table = tables.pop()
            cells = [cell.content for cell in kept[row:] if cell.type == "inline" and cell.content]
            if len(cells) == 1 and kept[row - 1].type != "thead_open" and (found := _ID.fullmatch(cells[0])):
                kept[table].meta = {**kept[table].meta, "block": found[1]}
                del kept[row:]
                if kept[-1].type == "tbody_open":
                    kept.pop()
                else:
                    kept.append(Token("tbody_close", "tbody", -1, block=True))
        kept.append(token)
    return kept


def _ended(tokens: list[Token], begin: int, before: int, around: int, named: dict[str, Block]) -> int:
    """Names the block that began at *begin* and ended just now, the one *before* it or the one *around* it; returns
    where the named block begins."""
    first = tokens[begin]
    name = first.meta.get("block")
    if not name or first.type == "heading_open":
        return begin
    if first.type == "paragraph_open":
        alone = not tokens[begin + 1].children
        host = tokens[around] if around >= 0 else first
        # An id in the first paragraph of an item names the item, and one in a quote the quote: no link leads into one.
        if (host.type == "list_item_open" and around == begin - 1) or host.type in {"blockquote_open", "callout_open"}:
            host.meta = {**host.meta, "block": name}
            if alone:
                del tokens[begin:]
            return -1 if alone else begin
        if alone and before >= 0:
            del tokens[begin:]
            if tokens[before].type == "heading_open":
                tokens[before].meta = {**tokens[before].meta, "block": name}
            else:
                _name(tokens, before, name, named)
            return before
    _name(tokens, begin, name, named)
    return begin


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


def _name(tokens: list[Token], begin: int, name: str, named: dict[str, Block]) -> None:
    """Puts edges round the block that begins at *begin* and ends at the end of *tokens*; the first of a name counts."""
    if name.lower() in named:
        return
    number = len(named)
    named[name.lower()] = Block(name, (tokens[begin].map or [0])[0])
    tokens[begin].attrs["id"] = f"^{name}"
    tokens.insert(begin, Token("block_edge", "", 0, meta={"slot": Slot("block", number)}))
    tokens.append(Token("block_edge", "", 0, meta={"slot": Slot("end", number)}))


def _render_edge(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    return hold(env, tokens[idx].meta["slot"])
