"""Raw HTML: tags that are never closed must not swallow the rest of the note.

A browser takes everything behind `<script>` or `<textarea>` for its content until it is closed, and the sanitiser
does the same and removes it. Such a tag, alone in its block, is shown as the text it is.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from trellis.sanitise import REMOVED_WITH_CONTENT

_TAG = re.compile(rf"<(?=({'|'.join(sorted(REMOVED_WITH_CONTENT))})[\s/>])", re.IGNORECASE)

_END = re.compile(rf"</({'|'.join(sorted(REMOVED_WITH_CONTENT))})\b")


def add_to(md: MarkdownIt) -> None:
    md.core.ruler.after("inline", "unclosed_html", _unclosed)


def _unclosed(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "html_block":
            _show_unclosed([token])
        elif token.type == "inline" and token.children:
            _show_unclosed([child for child in token.children if child.type == "html_inline"])


def _show_unclosed(tokens: list[Token]) -> None:
    """Of the tags in *tokens*, one block's, those that open and are not closed behind it become text."""
    closed: set[str] = set()  # what is closed behind the token
    for token in reversed(tokens):
        lower = token.content.lower()
        if _TAG.search(lower):
            token.content = _escaped(token.content, lower, closed)
        closed.update(_END.findall(lower))


def _escaped(html: str, lower: str, closed: set[str]) -> str:
    """*html* with `&lt;` for the `<` of such tags as neither it nor what is behind it closes."""
    last = {name: lower.rfind(f"</{name}") for name in set(_END.findall(lower))}

    def checked(tag: re.Match[str]) -> str:
        name = tag[1].lower()
        return tag[0] if name in closed or last.get(name, -1) > tag.start() else "&lt;"

    return _TAG.sub(checked, html)
