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

_LONGEST = 20_000
"""Characters of a block that are coloured."""

_GAP = re.compile(r"\s{150}")
_PLAIN: Lexer = TextLexer(stripnl=False, ensurenl=False)
_COLOURED = frozenset(
    (
        "Bash,Bash Session,Batchfile,BibTeX,C,C#,C++,CMake,CSS,CUDA,Clojure,CoffeeScript,Common Lisp,Dart,Diff,"
        "Django/Jinja,Docker,Elixir,Elm,EmacsLisp,Erlang,F#,Fish,Fortran,Go,GraphQL,Groovy,HTML,HTTP,Haskell,INI,"
        "JSON,Java,JavaScript,Julia,Kotlin,LLVM,Lua,Makefile,Markdown,Matlab,MySQL,NASM,Nginx configuration file,"
        "Nix,OCaml,Objective-C,PHP,Perl,PowerShell,PostgreSQL SQL dialect,Prolog,Properties,Protocol Buffer,"
        "Python,Python console session,Python Traceback,Racket,Ruby,Rust,S,SCSS,SPARQL,SQL,Sass,Scala,Scheme,"
        "Swift,TOML,Terraform,TeX,Turtle,TypeScript,VimL,XML,YAML,Zig"
    ).split(",")
)
"""The languages that are coloured, by the names of Pygments: it has six hundred lexers, and some never end."""

_SETTING = re.compile(r"(title|hl_lines|linenums)=(?:\"([^\"\n]*)\"|'([^'\n]*)'|(\S+))")
_LINE_NUMBER = re.compile(r'<span class="linenos">( *\d+)</span>')
_MOST_NAMED = 500  # characters of `hl_lines`


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
        return _PLAIN
    coloured: Lexer = lexer if lexer.name in _COLOURED else _PLAIN
    return coloured


@lru_cache(maxsize=256)  # to make one takes longer than to colour a few lines
def _formatter(kind: str, marked: tuple[int, ...], first: str) -> HtmlFormatter[str]:
    return HtmlFormatter(
        cssclass=kind,
        wrapcode=True,
        hl_lines=marked,
        linenos="inline" if first.isdigit() else False,
        linenostart=int(first[:5]) if first.isdigit() else 1,
    )


def _lexer_for(language: str, text: str) -> Lexer:
    """What colours *text*: nothing, if it is longer or emptier than code is, for then some lexers take minutes."""
    return _PLAIN if len(text) > _LONGEST or _GAP.search(text) else _lexer(language.lower())


def _settings(info: str) -> dict[str, str]:
    """The settings behind the language, as Material writes them: `title="a.py" hl_lines="2 4-5" linenums="1"`."""
    return {match[1]: match[2] or match[3] or match[4] or "" for match in _SETTING.finditer(info)}


def _numbers(text: str, lines: int) -> list[int]:
    """Which of that many *lines* the *text* names.

    >>> _numbers("2 4-5 9", 7)
    [2, 4, 5]
    """
    found: set[int] = set()
    for first, last in re.findall(r"(\d{1,5})(?:-(\d{1,5}))?", text[:_MOST_NAMED]):
        found.update(range(int(first), min(int(last or first), lines) + 1))
    return sorted(number for number in found if number <= lines)


def _render_code(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[idx]
    info = unescapeAll(token.info).strip()
    language = info.split(maxsplit=1)[0] if info else ""
    settings = _settings(info)
    kind = f"language-{language} highlight" if language else "highlight"
    anchor = f' id="{escapeHtml(str(token.attrs["id"]))}"' if "id" in token.attrs else ""
    title = f'<span class="filename">{escapeHtml(settings["title"])}</span>' if settings.get("title") else ""
    marked = _numbers(settings.get("hl_lines", ""), token.content.count("\n"))
    formatter = _formatter(kind, tuple(marked), settings.get("linenums", ""))
    words = highlight(token.content, _lexer_for(language, token.content), formatter)
    # Numbers as Material draws them: by style, so that they are not copied with the code.
    words = _LINE_NUMBER.sub(r'<span class="linenos" data-linenos="\1 "></span>', words)
    opened, _, rest = words.partition(">")
    return hold(env, f"{opened}{anchor}>{title}{rest}")
