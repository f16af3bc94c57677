"""`==marked==`, with other inline syntax inside. Pairs are found the way markdown-it pairs `~~`."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_MARKER = "="


def add_to(md: MarkdownIt) -> None:
    md.inline.ruler.before("emphasis", "highlight", _tokenize)
    md.inline.ruler2.before("emphasis", "highlight", _pair)


def _tokenize(state: StateInline, silent: bool) -> bool:
    if silent or not state.src.startswith("==", state.pos):
        return False
    run = state.scanDelims(state.pos, True)
    # `=====` is a line, `==>` an arrow.
    if run.length != 2 or state.src.startswith(">", state.pos + 2):
        state.push("text", "", 0).content = _MARKER * run.length
        state.pos += run.length
        return True
    state.push("text", "", 0).content = _MARKER * 2
    # The length is 0 because CommonMark's rule of three is for `*` and `_` alone.
    state.delimiters.append(
        Delimiter(ord(_MARKER), 0, len(state.tokens) - 1, -1, open=run.can_open, close=run.can_close)
    )
    state.pos += 2
    return True


def _pair(state: StateInline) -> None:
    for delimiters in [state.delimiters, *(meta["delimiters"] for meta in state.tokens_meta if meta)]:
        for opener in delimiters:
            if opener.marker != ord(_MARKER) or opener.end == -1:
                continue
            closer = delimiters[opener.end]
            for delimiter, kind, nesting in ((opener, "mark_open", 1), (closer, "mark_close", -1)):
                token = state.tokens[delimiter.token]
                token.type, token.tag, token.nesting, token.content = kind, "mark", nesting, ""
