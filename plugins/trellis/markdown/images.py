"""`![alt|640x480](address)`: an image of the vault is an embed; one from elsewhere gets its size (rules E3, E4)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from trellis.markdown.renderer import hold
from trellis.markdown.said import said
from trellis.markdown.videos import player
from trellis.model import Slot

_POST = re.compile(r"https://(?:(?:www|mobile)\.)?(?:x|twitter)\.com/\w+/status/\d+")
_SIZE = re.compile(r"(\d{1,4})(?:x(\d{1,4}))?", re.ASCII)


def add_to(md: MarkdownIt) -> None:
    md.add_render_rule("image", _render_image)


def words_and_size(label: str) -> tuple[str, str | None, str | None]:
    """The words of an image's label, and its width and height in pixels where it ends in a size.

    >>> words_and_size("an apple|100x145"), words_and_size("250")
    (('an apple', '100', '145'), ('', '250', None))
    """
    words, _, last = label.rpartition("|")
    size = _SIZE.fullmatch(last.strip())
    return (words.strip(), size[1], size[2]) if size else (label.strip(), None, None)


def _render_image(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[idx]
    if (number := token.meta.get("link")) is not None:
        return hold(env, Slot("media", number))
    if not token.attrs.get("src"):
        return ""  # an empty address would make browsers load the page itself again
    words, width, height = words_and_size(self.renderInlineAsText(token.children, options, env))
    if _POST.match(str(token.attrs["src"])):
        address = escapeHtml(str(token.attrs["src"]))
        return f'<a href="{address}">{escapeHtml(words) or "A post on X"}</a>'
    if film := player(str(token.attrs["src"]), words or said(env, "text.video")):
        return hold(env, film)
    token.attrs["alt"] = words
    sizes = {name: value for name, value in (("width", width), ("height", height)) if value}
    plain = self.renderToken(tokens, idx, options, env)
    added = "".join(f' {name}="{value}"' for name, value in {**sizes, "loading": "lazy"}.items())
    return plain.removesuffix(">") + added + ">"
