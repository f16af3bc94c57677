"""The running text of a compiled note, block by block: what a note says in words of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from trellis.model import Body
from trellis.sanitise import LINK

# Noncharacters, as in `sanitise`: no text has them.
_OPEN, _CLOSE, _LABEL = "\ufdd4", "\ufdd5", "\ufdd6"
_SIGNS = {"open": _OPEN, "close": _CLOSE, "embed": "\n\n"}

_SILENT = re.compile(
    r"\s*<a [^>]*class=\"(?:timestamp|video)[^>]*>.*?</a>"
    r"|<sup id=\"[^\"]*\"><a class=\"footnote-ref\".*?</sup>"
    r"|<a class=\"footnote-backref\".*?</a>",
    re.DOTALL,
)
_BLOCK = re.compile(
    r"<(pre|h[1-6])\b[^>]*>.*?</\1>"
    r"|</?(?:p|li|ul|ol|div|blockquote|table|thead|tbody|tr|td|th|section|details|summary|dl|dt|dd|hr)\b[^>]*>",
    re.DOTALL,
)
_APART = re.compile(
    rf"{_OPEN}(.*?){_CLOSE}"
    r"|<(a|code|kbd|samp|math|svg|audio|video)\b[^>]*>(.*?)</\2>"
    r"|<span class=\"(?:formula|tag)[^>]*>(.*?)</span>",
    re.DOTALL,
)
_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

Apart = str | int
"""What stands in the text and is none of it: words of a link, code or a tag, or the number of a link without label."""


def prose_of(body: Body) -> Iterator[tuple[str, list[Apart]]]:
    r"""Each block of *body* that is no heading and no code: its words, with a `LINK` sign for whatever is set apart in
    them, and what these are, in order.

    >>> from trellis.model import Slot
    >>> list(prose_of(("<p>See ", Slot("open", 0), Slot("label", 0), Slot("close", 0), " &amp; <code>x</code>.</p>")))
    [('See \ufdd3 & \ufdd3.', [0, 'x'])]
    """
    signs = (part if isinstance(part, str) else _sign(part.kind, part.ref) for part in body)
    html = _BLOCK.sub("\n\n", _SILENT.sub("", "".join(signs)))
    for block in html.split("\n\n"):
        apart: list[Apart] = []

        def set_apart(found: re.Match[str], apart: list[Apart] = apart) -> str:
            apart.append(_said(next(filter(None, (found[1], found[3], found[4])), "")))
            return LINK

        words = _words(_APART.sub(set_apart, block))
        if words:
            yield words, apart


def _sign(kind: str, ref: int) -> str:
    return f"{_LABEL}{ref}" if kind == "label" else _SIGNS.get(kind, "")


def _said(inside: str) -> Apart:
    if inside.startswith(_LABEL):
        return int(inside[1:])
    return _words(_FORMULA.sub("…", inside))


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html.replace("<br>", " "))).split())
