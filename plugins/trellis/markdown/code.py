"""Code blocks, coloured by Pygments at build time, in the markup Material styles and copies from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml, unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from trellis.markdown.renderer import hold

_LANGUAGE = re.compile(r"[A-Za-z0-9+#._-]{1,30}", re.ASCII)
_FORMATTER = HtmlFormatter(nowrap=True)


def add_to(md: MarkdownIt) -> None:
    md.add_render_rule("fence", _render_code)
    md.add_render_rule("code_block", _render_code)


@cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


def _render_code(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[idx]
    found = _LANGUAGE.match(unescapeAll(token.info).strip())
    language = found[0].lower() if found else ""
    lexer = _lexer(language) if language else None
    words = highlight(token.content, lexer, _FORMATTER) if lexer else escapeHtml(token.content)
    kind = f"language-{escapeHtml(language)} highlight" if language else "highlight"
    anchor = f' id="{escapeHtml(str(token.attrs["id"]))}"' if "id" in token.attrs else ""
    return hold(env, f'<div class="{kind}"{anchor}><pre><span></span><code>{words}</code></pre></div>\n')
