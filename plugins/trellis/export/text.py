"""Text of strangers, made fit for any format: what one of them forbids is in none, so that all say the same."""

from __future__ import annotations

import re
from urllib.parse import quote

# Control characters, halves of surrogate pairs and noncharacters may not stand in XML 1.0 or UTF-8; the characters that
# turn the direction of text would turn that of the program which shows it. Marks that only say what a letter is stay:
# Hebrew and Arabic need them.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_SPACES = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")


def clean(text: str) -> str:
    r"""*text* on one line, without characters that a format forbids or that would show other text wrongly.

    >>> clean("a\x00b\nc\ud800")
    'ab c'
    """
    # Nearly all text is fine as it is.
    text = _SPACES.sub(" ", text) if _SPACES.search(text) else text
    return _DROPPED.sub("", text) if _DROPPED.search(text) else text


def fit(text: str) -> str:
    """*text* without the characters that a format forbids; lines stay lines."""
    return _DROPPED.sub("", text) if _DROPPED.search(text) else text


def percent(name: str) -> str:
    """*name* in characters that stand for themselves in any format, and in an address; unlike names stay unlike."""
    return quote(name, safe="/", errors="surrogatepass")
