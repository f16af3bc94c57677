"""What a page says beside its notes, in the language of the site: by key, from one file for each language.

A file is JSON. A text may depend on a number: then it is an object with a text for each of the language's plural
forms, as CLDR names them (`one`, `few`, `other` …).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from babel import Locale, UnknownLocaleError
from markupsafe import Markup, escape

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
        self.language = language
        self._locale, self._fallback = _locale(language), _locale("en")

    def __call__(self, key: str, count: int | None = None, **values: object) -> str:
        """The text for *key*, as plain text; `{count}` and *values* by name are put in.

        >>> Words("de", {"notes": {"one": "{count} Notiz von {who}", "other": "{count} Notizen"}})("notes", 1, who="A")
        '1 Notiz von A'

        Raises:
            KeyError: there is no such text, not even in English.
        """
        text = self._text(key, count)
        known = _known(count, values)
        return _PLACE.sub(lambda place: str(known.get(place[1], place[0])), text) if "{" in text else text

    def html(self, key: str, count: int | None = None, **values: object) -> Markup:
        """The same as HTML, with *values* that may be HTML themselves, such as links.

        >>> str(Words("de", {"path": "<Weg> zu {goal}, {what}"}).html("path", goal=Markup("<b>A</b>"), what="<"))
        '&lt;Weg&gt; zu <b>A</b>, &lt;'
        """
        known = _known(count, values)
        text = str(escape(self._text(key, count)))
        return Markup(_PLACE.sub(lambda place: str(escape(known.get(place[1], place[0]))), text))  # noqa: S704  # escaped

    def day(self, day: date) -> str:
        """*day* as it is written in a sentence.

        >>> english().day(date(2026, 5, 1))
        '1 May 2026'
        """
        return self("date.day", day=day.day, month=self._locale.months["format"]["wide"][day.month], year=day.year)

    def month(self, year: int, month: int, *, short: bool = False) -> str:
        """A *month*, from 1 on, by its name or a *short* one.

        >>> english().month(2024, 2), english().month(2024, 2, short=True)
        ('February 2024', 'Feb 2024')
        """
        names = self._locale.months["stand-alone"]["abbreviated" if short else "wide"]
        return self("date.month", month=names[month], year=year)

    def beginning(self, prefix: str) -> Texts:
        """The texts of the language itself whose keys begin so, by what is left of their keys.

        >>> Words("de", {"script.loading": "Lädt …", "other": "X"}).beginning("script.")
        {'loading': 'Lädt …'}
        """
        return {key.removeprefix(prefix): text for key, text in self._texts.items() if key.startswith(prefix)}

    def unlike_english(self, prefix: str) -> tuple[tuple[str, str], ...]:
        """The texts whose keys begin so and that are not the English ones, by key; none that hang on a number.

        >>> Words("de", {"text.task": "Zu tun", "text.video": "Watch the video"}).unlike_english("text.")
        (('text.task', 'Zu tun'),)
        """
        own = ((key, text) for key, text in sorted(self._texts.items()) if key.startswith(prefix))
        return tuple((key, text) for key, text in own if isinstance(text, str) and text != self._english.get(key))

    def _text(self, key: str, count: int | None) -> str:
        own = key in self._texts
        text = self._texts[key] if own else self._english[key]
        if isinstance(text, str):
            return text
        form = (self._locale if own else self._fallback).plural_form(count or 0)
        return text.get(form) or text.get("other") or key


@cache
def english() -> Words:
    """Those of a site that says nothing of its language."""
    return Words()


def _known(count: int | None, values: dict[str, object]) -> dict[str, object]:
    return values if count is None else {**values, "count": f"{count:,}"}


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
