"""What the text of a note says that its author has not written: names of boxes, tables and links for those who do not
see them. It is in the language of the site."""

from __future__ import annotations

from functools import cache

from markdown_it.utils import EnvType

from trellis.words import Words

PREFIX = "text."
"""What the keys of all such texts begin with."""


def said(env: EnvType, key: str, **values: object) -> str:
    """The text for *key*, as plain text, with *values* put in by name.

    Raises:
        KeyError: there is no such text.
    """
    return _words(env.get("words", ()))(key, None, **values)


@cache
def _words(texts: tuple[tuple[str, str], ...]) -> Words:
    return Words(texts=dict(texts))
