"""A third of a page by Material is indentation. Templates lose theirs as they are compiled: no page costs more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_BREAK = re.compile(r"[ \t]*\n\s*")
_KEEPS_SPACE = re.compile(r"<(?:pre|textarea)\b", re.IGNORECASE)


def write_tightly(env: Environment) -> None:
    """Has the templates that *env* loads from now on write each line break without the spaces round it."""
    env.add_extension(_Tight)


class _Tight(Extension):
    def filter_stream(self, stream: TokenStream) -> TokenStream | Iterator[Token]:
        # Only HTML: Material's templates for other files have none of its indentation to lose.
        if not str(stream.name or "").endswith(".html"):
            return stream
        tokens = list(stream)
        if any(token.type == "data" and _KEEPS_SPACE.search(token.value) for token in tokens):
            return iter(tokens)
        return (_tight(token) if token.type == "data" else token for token in tokens)


def _tight(token: Token) -> Token:
    return Token(token.lineno, token.type, _BREAK.sub("\n", token.value))
