"""Whether a text is written from right to left."""

from __future__ import annotations

import re

_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_OTHER = re.compile("[A-Za-z\u00c0-\u058f\u0900-\u1fff\u3040-\ud7ff]")
_RTL_LANGUAGES = frozenset("ar arc ckb dv fa he ku ps sd syr ug ur yi".split())


def is_rtl(text: str, language: str | None = None, direction: str | None = None) -> bool:
    """What the author says of the *direction*, or else of the *language*; without either, what most letters say.

    >>> is_rtl("שלום, world"), is_rtl("Hello, שלום"), is_rtl("", "ar"), is_rtl("", "ar", "ltr")
    (False, False, True, False)
    >>> is_rtl("السلام عليكم (peace)")
    True
    """
    if direction:
        return direction == "rtl"
    if language:
        return language.lower().partition("-")[0] in _RTL_LANGUAGES
    if text.isascii() or not _RTL.search(text):
        return False
    return len(_RTL.findall(text)) > len(_OTHER.findall(text))
