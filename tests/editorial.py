"""The prose of the wiki as words and sentences, and what two texts have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_TAG = re.compile(r"<a\s[^<>]*data-t=[^<>]*>.*?</a>|<[^<>]+>")
_TIME = re.compile(r"\[(\d+(?::\d\d){1,2})\](?!\()")
_TIME_ELSEWHERE = re.compile(r"\[[^\[\]]*\]\(https://www\.youtube\.com/watch\?v=([\w-]{11})&t=(\d+)s\)")
_TIME_TAG = re.compile(r'data-t="(\d+(?::\d\d){1,2})"')
_WIKILINK = re.compile(r"!?\[\[([^\[\]|#\\]+)(?:#[^\[\]|\\]*)?(?:\\?\|([^\[\]]*))?\]\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’")
_LINE_START = re.compile(r"^(?:\s*(?:>|[-*+]|\d+\.|\|)\s*)+(?:\[[ x]\]\s*|\[!\w+\][+-]?\s*)?", re.MULTILINE)
_HEADING = re.compile(r"^#+ .*$", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n(?=\s*(?:[-*+>|]|\d+\.))")


@dataclass(frozen=True)
class Page:
    """A note as its writer sees it."""

    path: Path

    @cached_property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def properties(self) -> dict[str, Any]:
        found = _FRONT_MATTER.match(self.source)
        return (yaml.safe_load(found[1]) or {}) if found else {}

    @cached_property
    def body(self) -> str:
        """The Markdown below the properties, without code."""
        return _FENCE.sub("", _FRONT_MATTER.sub("", self.source))

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def type(self) -> str:
        return str(self.properties.get("type", ""))

    @property
    def links(self) -> list[str]:
        """The names linked to in the text, those of `From:` lines left out."""
        return [
            found[1].strip().removesuffix(".md").rsplit("/", 1)[-1]
            for line in self.body.splitlines()
            if not line.startswith("From:")
            for found in _WIKILINK.finditer(line)
        ]

    @property
    def moments(self) -> list[tuple[str, int]]:
        """The pairs of video and second that the text cites."""
        own = str(self.properties.get("videoId", ""))
        times = [*_TIME_TAG.findall(self.body), *_TIME.findall(_TAG.sub("", self.body))]
        return [(own, seconds(time)) for time in times] + [
            (video, int(second)) for video, second in _TIME_ELSEWHERE.findall(self.body)
        ]

    @cached_property
    def prose(self) -> str:
        """What a reader reads, headings left out."""
        lines = (line for line in self.body.splitlines() if not line.startswith("From:"))
        text = _HEADING.sub("", "\n".join(lines))
        text = _TIME_ELSEWHERE.sub("", _TAG.sub("", text))
        text = _WIKILINK.sub(lambda link: link[2] or link[1].replace("_", " "), text)
        text = _LINK.sub(r"\1", _TIME.sub("", text))
        return _LINE_START.sub("", text).replace("**", "").replace("`", "")

    @cached_property
    def words(self) -> list[str]:
        return words(self.prose)

    @property
    def unquoted(self) -> list[list[str]]:
        """The words of the text, in pieces between what is quoted."""
        return [words(piece) for piece in _QUOTED.split(self.prose)]

    @cached_property
    def sentences(self) -> set[str]:
        """The sentences of five words or more, as plain words."""
        found = (words(sentence) for sentence in _SENTENCE.split(self.prose))
        return {" ".join(sentence) for sentence in found if len(sentence) >= 5}


def words(text: str) -> list[str]:
    """The words of *text* in small letters."""
    return _WORD.findall(text.casefold())


def runs(of: list[str], length: int) -> Iterator[tuple[str, ...]]:
    """Each run of *length* words."""
    return zip(*(of[start:] for start in range(length)), strict=False)


def seconds(time: str) -> int:
    """`1:02:33` in seconds."""
    total = 0
    for part in time.split(":"):
        total = total * 60 + int(part)
    return total


def pages(content: Path) -> list[Page]:
    """All notes of the folder *content*."""
    return [Page(path) for path in sorted(content.rglob("*.md"))]
