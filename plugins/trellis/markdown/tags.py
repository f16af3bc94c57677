"""`#topic/subtopic` in the text: letters, digits, `_`, `-`, `/` and emoji, with at least one that is no digit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

# Above the punctuation of the first planes come pictographs, their joiners and skin tones.
_TAG = re.compile(r"#([\w/\-\u200d\u20e3\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]+)")


def add_to(md: MarkdownIt) -> None:
    md.inline.ruler.before("timestamp", "tag", _tag)
    md.add_render_rule("tag", _render_tag)


def _tag(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "#" or (state.pos and not state.src[state.pos - 1].isspace()):
        return False
    match = _TAG.match(state.src, state.pos, state.posMax)
    name = match[1].rstrip("/") if match else ""
    if not name or name.startswith("/") or all(c.isdigit() or c == "/" for c in name):
        return False
    if not silent:
        state.push("tag", "", 0).content = name
    state.pos += 1 + len(name)
    return True


def _render_tag(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    return f"<span{self.renderAttrs(Token('', '', 0, {'class': 'tag'}))}>#{escapeHtml(tokens[idx].content)}</span>"
