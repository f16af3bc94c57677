"""Markdown links: those that name a file of the vault are links like any wikilink (rule W2). And GFM's bare addresses,
which are links too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.image import image
from markdown_it.rules_inline.link import link
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin
from mdit_py_plugins.gfm_autolink.index import _protocol_rule

from trellis.sanitise import SIGN

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def add_to(md: MarkdownIt) -> None:
    md.inline.ruler.at("link", _link)
    md.inline.ruler.at("image", _image)
    md.add_render_rule("link_open", _render_link_open)
    md.use(gfm_autolink_plugin)
    md.inline.ruler.at("gfm_autolink_protocol", _protocol)


def is_internal(address: str) -> bool:
    """Whether *address* names a file of the vault, or a part of the note it stands in."""
    return bool(address) and not address.startswith("//") and not _SCHEME.match(address)


def parts(address: str) -> tuple[str, str | None]:
    """Target and fragment of an internal address, with percent-encoding undone.

    >>> parts("Three%20laws.md#First%20law")
    ('Three laws.md', 'First law')
    """
    target, hash_, fragment = address.partition("#")
    return unquote(target).strip(), (unquote(fragment).strip() or None) if hash_ else None


def _link(state: StateInline, silent: bool) -> bool:
    return _with_place(link, "link_open", state, silent=silent)


def _image(state: StateInline, silent: bool) -> bool:
    return _with_place(image, "image", state, silent=silent)


def _with_place(rule: object, kind: str, state: StateInline, *, silent: bool) -> bool:
    """markdown-it's own *rule*, and a note on its token of where it began and ended."""
    start, made = state.pos, len(state.tokens)
    if not rule(state, silent):  # type: ignore[operator]
        return False
    if not silent:
        token = next(token for token in state.tokens[made:] if token.type == kind)
        token.meta["pos"] = start
        token.content = state.src[start : state.pos]
    return True


def _protocol(state: StateInline, silent: bool) -> bool:
    """The plugin's own rule, where it can match: it searches all text before each colon, which is quadratic."""
    if state.src[state.pos] != ":":
        return False
    named = state.src.endswith(("http", "https", "mailto", "xmpp"), max(0, state.pos - 6), state.pos)
    return named and _protocol_rule(state, silent)


def _render_link_open(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[idx]
    if (number := token.meta.get("link")) is None:
        return self.renderToken(tokens, idx, options, env)
    return f'<a href="{SIGN}{number}">'
