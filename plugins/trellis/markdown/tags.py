"""`#topic/subtopic` in the text: letters, digits, `_`, `-`, `/` and emoji, with at least one that is no digit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from trellis.markdown.renderer import hold
from trellis.model import Slot
from trellis.names import exactly

# Above the punctuation of the first planes come pictographs, their joiners and skin tones. What stands on a letter, an
# accent or a vowel sign, is a part of it.
_NAME = re.compile(r"[\w/\-\u200d\u20e3\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]+")
_WORD = re.compile(r"#(\S+)")


def add_to(md: MarkdownIt) -> None:
    md.inline.ruler.before("timestamp", "tag", _tag)
    md.add_render_rule("tag", _render_tag)


def _tag(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "#" or (state.pos and not state.src[state.pos - 1].isspace()):
        return False
    word = _WORD.match(state.src, state.pos, state.posMax)
    name = _beginning(word[1]) if word else ""
    if not is_tag(name):
        return False
    if not silent:
        token = state.push("tag", "", 0)
        # In the words of a link it is no link.
        token.content, token.meta = exactly(name), {"pos": state.pos, "within": state.linkLevel > 0}
    state.pos += 1 + len(name)
    return True


def is_tag(name: str) -> bool:
    """Whether *name*, without `#`, can be a tag.

    >>> is_tag("2024"), is_tag("in valid"), is_tag("y2024/q1")
    (False, False, True)
    """
    return bool(name) and _beginning(name) == name and not all(c.isdigit() or c == "/" for c in name)


def _beginning(word: str) -> str:
    """As much of *word* as can be in a tag."""
    if found := _NAME.match(word):
        end = found.end()
        while end < len(word) and (unicodedata.category(word[end])[0] == "M" or _NAME.match(word[end])):
            end += 1
        return "" if word.startswith("/") else word[:end].rstrip("/")
    return ""


def _render_tag(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[idx]
    words, number = f"#{escapeHtml(token.content)}", token.meta.get("tag")
    if token.meta["within"] or number is None:
        return hold(env, f'<span class="tag">{words}</span>')
    return hold(env, Slot("tag", number), words, Slot("tag_end", number))
