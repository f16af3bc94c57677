"""Code blocks, coloured by Pygments at build time, in the markup Material styles and copies from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml, unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import TextLexer, get_lexer_by_name
from pygments.util import ClassNotFound

from trellis.markdown.renderer import hold

_SETTING = re.compile(r"(title|hl_lines|linenums)=(?:\"([^\"\n]*)\"|'([^'\n]*)'|(\S+))")
_LINE_NUMBER = re.compile(r'<span class="linenos">( *\d+)</span>')
_MOST_LINES = 10_000


def add_to(md: MarkdownIt) -> None:
    md.add_render_rule("fence", _render_code)
    md.add_render_rule("code_block", _render_code)


@lru_cache(maxsize=256)  # the names are the authors' own
def _lexer(language: str) -> Lexer:
    lexer: Lexer
    # Blank lines at the edges count: settings name lines by number.
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False, ensurenl=False)
    return lexer


def _settings(info: str) -> dict[str, str]:
    """The settings behind the language, as Material writes them: `title="a.py" hl_lines="2 4-5" linenums="1"`."""
    return {match[1]: match[2] or match[3] or match[4] or "" for match in _SETTING.finditer(info)}


def _numbers(text: str) -> list[int]:
    """The lines that *text* names.

    >>> _numbers("2 4-5")
    [2, 4, 5]
    """
    found: list[int] = []
    for first, last in re.findall(r"(\d{1,5})(?:-(\d{1,5}))?", text):
        found.extend(range(int(first), min(int(last or first), _MOST_LINES) + 1))
    return found


def _render_code(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[idx]
    info = unescapeAll(token.info).strip()
    language = info.split(maxsplit=1)[0] if info else ""
    settings = _settings(info)
    kind = f"language-{language} highlight" if language else "highlight"
    anchor = f' id="{escapeHtml(str(token.attrs["id"]))}"' if "id" in token.attrs else ""
    title = f'<span class="filename">{escapeHtml(settings["title"])}</span>' if settings.get("title") else ""
    first = settings.get("linenums", "")
    formatter = HtmlFormatter(
        cssclass=kind,
        wrapcode=True,
        hl_lines=_numbers(settings.get("hl_lines", "")),
        linenos="inline" if first.isdigit() else False,
        linenostart=int(first[:5]) if first.isdigit() else 1,
    )
    words = highlight(token.content, _lexer(language.lower()), formatter)
    # Numbers as Material draws them: by style, so that they are not copied with the code.
    words = _LINE_NUMBER.sub(r'<span class="linenos" data-linenos="\1 "></span>', words)
    opened, _, rest = words.partition(">")
    return hold(env, f"{opened}{anchor}>{title}{rest}")
