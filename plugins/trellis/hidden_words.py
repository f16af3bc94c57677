"""What of a note's Markdown no page shows: comments of Obsidian and of HTML, and HTML that is removed with all that is
in it. Whoever hands out the Markdown takes it out.

When in doubt it is taken out: private words that stay hidden are worth more than a sentence that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from trellis.sanitise import REMOVED_WITH_CONTENT

_TAGS = "|".join(sorted(REMOVED_WITH_CONTENT))
_HIDING = re.compile(rf"%%|<[!?]|<(?:{_TAGS})\b", re.IGNORECASE)
_SIGN = re.compile(rf"\\`|(?P<code>`+)|(?P<comment>%%)|<(?P<html>!--|[!?])|<(?P<tag>{_TAGS})\b", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")
_BEGINS_LINE = re.compile(r"(?:^|\n)(?:[\s>]|[*+-]\s|\d{1,9}[.)]\s|\[\^[^\]\n]+\]:\s)*$")
_LONGEST_BEGIN = 80  # characters before a comment that may be signs of lists and quotes
_CODE = frozenset({"fence", "code_block", "diagram", "math_block"})

Lines = tuple[int, int]
"""The first line, from 0, and the one after the last."""


def code_that_looks_hidden(tokens: Iterable[Token], rows: list[str]) -> Iterator[Lines]:
    """The lines of code, diagrams and formulas in which there are signs that hide words elsewhere."""
    for token in tokens:
        if token.type in _CODE and token.map:
            begin, end = token.map
            if _HIDING.search("\n".join(rows[begin:end])):
                yield begin, end


def without_hidden(rows: list[str], code: Iterable[Lines]) -> str:
    """The text in *rows* without what pages hide; lines of *code* stay as they are."""
    text = "\n".join(rows)
    if not _HIDING.search(text):
        return text
    parts, at = [], 0
    for begin, end in (*code, (len(rows), len(rows))):
        parts += ["".join(_shown("\n".join(rows[at:begin]))), "\n".join(rows[begin:end])]
        at = end
    return "\n".join(part for part in parts if part)


def _shown(text: str) -> Iterator[str]:
    at = 0
    while sign := _SIGN.search(text, at):
        yield text[at : sign.start()]
        at = _end_of_hidden(text, sign)
        if at == sign.start():  # it hides nothing
            at = _end_of_code(text, sign) if sign["code"] else sign.end()
            yield text[sign.start() : at]
    yield text[at:]


def _end_of_hidden(text: str, sign: re.Match[str]) -> int:
    """Where that ends which begins at *sign*: there, if it hides nothing."""
    if sign["tag"]:
        end = re.compile(rf"</{sign['tag']}\s*>", re.IGNORECASE).search(text, sign.end())
        return end.end() if end else len(text)
    if sign["html"]:
        closing = {"!--": "-->", "?": "?>", "!": ">"}[sign["html"]]
        end_at = text.find(closing, sign.end())
        return end_at + len(closing) if end_at >= 0 else len(text)
    if not sign["comment"]:
        return sign.start()
    end_at = text.find("%%", sign.end())
    before = text[max(0, sign.start() - _LONGEST_BEGIN) : sign.start()]
    if _BEGINS_LINE.search(before if sign.start() > _LONGEST_BEGIN else f"\n{before}"):
        return end_at + 2 if end_at >= 0 else len(text)
    paragraph = _BLANK_LINE.search(text, sign.end())
    is_closed = end_at >= 0 and (paragraph is None or end_at < paragraph.start())
    return end_at + 2 if is_closed else sign.start()


def _end_of_code(text: str, ticks: re.Match[str]) -> int:
    """Where code ends that begins with these *ticks*; their own end, if nothing closes them."""
    paragraph = _BLANK_LINE.search(text, ticks.end())
    last = paragraph.start() if paragraph else len(text)
    closing = re.compile(rf"(?<!`){ticks['code']}(?!`)").search(text, ticks.end(), last)
    return closing.end() if closing else ticks.end()
