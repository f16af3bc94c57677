"""HTML of tokens, with the attributes we write signed for the sanitiser and our widgets held back by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from trellis import sanitise
from trellis.model import Body

_FROM_THE_NOTE = frozenset({"href", "src", "title", "alt"})


def hold(env: EnvType, *widget: Any) -> str:
    """A sign in the HTML for *widget* (fragments and slots), which is put in after the sanitiser."""
    held: list[Body] = env.setdefault("held", [])
    held.append(widget)
    return f"{sanitise.OPEN}{len(held) - 1}{sanitise.CLOSE}"


class Renderer(RendererHTML):
    """markdown-it's renderer; each syntax adds the rules for its own tokens."""

    @staticmethod
    def renderAttrs(token: Token) -> str:  # noqa: N802  # markdown-it's name
        return "".join(
            f' {key}="{escapeHtml(str(value) if key in _FROM_THE_NOTE else sanitise.signed(str(value)))}"'
            for key, value in token.attrs.items()
        )

    def html_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:  # noqa: ARG002
        token = tokens[idx]
        anchor = f"<span{self.renderAttrs(token)}></span>" if token.attrs else ""
        return anchor + sanitise.neutralise(token.content)

    html_inline = html_block
