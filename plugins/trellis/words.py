"""What a page says beside its notes, in the language of the site: by key, from one file for each language.

A file is JSON. A text may depend on a number: then it is an object with a text for each of the language's plural
forms, as CLDR names them (`one`, `few`, `other` …).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec
from babel import Locale, UnknownLocaleError

from trellis.diagnostics import TrellisError

Texts = Mapping[str, str | dict[str, str]]

ENGLISH = Path(__file__).parent / "templates/trellis/words/en.json"
_PLACE = re.compile(r"\{(\w+)\}")
_decode = msgspec.json.Decoder(dict[str, str | dict[str, str]]).decode


def read_texts(data: bytes, file: str) -> Texts:
    """The texts in *data*, which was found in *file*.

    Raises:
        TrellisError: it is not what such a file should be.
    """
    try:
        return _decode(data)
    except msgspec.MsgspecError as error:
        hint = "it holds one object: a text for each key, or an object of texts by plural form"
        raise TrellisError(f"{file}: cannot be read as words of the site: {error}; {hint}") from error


class Words:
    """The words of a site. A key that its language lacks is said in English."""

    def __init__(self, language: str = "en", texts: Texts | None = None) -> None:
        self._english = read_texts(ENGLISH.read_bytes(), str(ENGLISH))
        self._texts = texts or {}
        self._locale, self._fallback = _locale(language), _locale("en")

    def __call__(self, key: str, count: int | None = None, **values: object) -> str:
        """The text for *key*, as plain text; `{count}` and *values* by name are put in.

        >>> Words("de", {"notes": {"one": "{count} Notiz von {who}", "other": "{count} Notizen"}})("notes", 1, who="A")
        '1 Notiz von A'

        Raises:
            KeyError: there is no such text, not even in English.
        """
        own = key in self._texts
        text = self._texts[key] if own else self._english[key]
        if isinstance(text, dict):
            form = (self._locale if own else self._fallback).plural_form(count or 0)
            text = text.get(form) or text.get("other") or key
        known = {**values, **({} if count is None else {"count": f"{count:,}"})}
        return _PLACE.sub(lambda place: str(known.get(place[1], place[0])), text)

    def beginning(self, prefix: str) -> Texts:
        """The texts of the language itself whose keys begin so, by what is left of their keys.

        >>> Words("de", {"script.loading": "Lädt …", "other": "X"}).beginning("script.")
        {'loading': 'Lädt …'}
        """
        return {key.removeprefix(prefix): text for key, text in self._texts.items() if key.startswith(prefix)}


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
