r"""`[[target#fragment|label]]`, and the same with `!` before it, an embed.

Rules W1 to W9 and W19 of Obsidian's dialect: parts are trimmed, `\|` separates too (as in tables), the link ends
on its own line, and nothing is a link inside code or after a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from trellis.markdown.renderer import hold
from trellis.model import Slot
from trellis.sanitise import SIGN

_LINK = re.compile(r"(!?)\[\[(?!\[)((?:[^\[\]\n]|\[(?!\[)[^\[\]\n]*\])+)\]\]")
_ANCHOR = re.compile(r"</?a\b[^<>]*>")
_SEPARATOR = re.compile(r"\\?\|")


def add_to(md: MarkdownIt) -> None:
    md.inline.ruler.before("link", "wikilink", _wikilink)
    md.add_render_rule("wikilink", _render_wikilink)
    md.add_render_rule("embed", _render_embed)


def parts(inside: str) -> tuple[str, str | None, str | None] | None:
    """Target, fragment and label of what stands between the brackets; None if it names nothing.

    >>> parts("Note#Heading | words")
    ('Note', 'Heading', 'words')
    """
    where, *label = _SEPARATOR.split(inside, maxsplit=1)
    target, hash_, fragment = where.partition("#")
    target, fragment = target.strip(), fragment.lstrip("#").strip()
    if not target and not fragment:
        return None
    # HTML has no links in links: of one in the words, such as a timestamp, the text stays.
    words = _ANCHOR.sub("", label[0]).strip() if label else ""
    return target, fragment if hash_ and fragment else None, words or None


def _wikilink(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "[!":
        return False
    match = _LINK.match(state.src, state.pos, state.posMax)
    # A link in the words of another link stays words: HTML has no links in links.
    if not match or (state.linkLevel and not match[1]) or not (found := parts(match[2])):
        return False
    if not silent:
        token = state.push("embed" if match[1] else "wikilink", "", 0)
        token.content = match[0]
        token.meta = {"pos": state.pos, "parts": found}
    state.pos = match.end()
    return True


def _render_wikilink(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[idx]
    number = token.meta["link"]
    label = token.meta["parts"][2]
    words = escapeHtml(label) if label else hold(env, Slot("label", number))
    return f'<a href="{SIGN}{number}">{words}</a>'


def _render_embed(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[idx]
    return hold(env, Slot("embed" if token.meta.get("whole") else "media", token.meta["link"]))
