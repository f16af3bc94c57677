"""The YAML block on top of a note: cut off, read without trusting it, and put into `Properties`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

import msgspec

from trellis.dates import iso_date
from trellis.declared import read_rules, read_wanted
from trellis.kinds import IMAGES, extension
from trellis.markdown.links import is_internal
from trellis.markdown.tags import is_tag
from trellis.model import Finding, Link, LinkKind
from trellis.properties import Properties, Redirect
from trellis.strict_yaml import read_mapping

_FENCE = re.compile(r"---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_WIKILINK = re.compile(r"\[\[([^\[\]|#\n]*)(?:#([^\[\]|\n]*))?(?:\|([^\[\]\n]*))?\]\]")
_VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}", re.ASCII)

_WORDS = {"requires": "Requires ", "part_of": "Part of "}
_PICTURES = ("image", "cover", "socialImage", "banner", "thumbnail")
"""Properties that may name a picture of the note, the likeliest first: it is published like one that is shown."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_BARE = re.compile(r"!?\[\[([^\[\]|#\n]+)[^\[\]\n]*\]\]")

_LONGEST_TITLE, _MOST_TAGS, _LONGEST_TAG, _LONGEST_ADDRESS = 300, 100, 100, 300


class FrontMatter(msgspec.Struct, frozen=True):
    properties: Properties = msgspec.field(default_factory=Properties)
    links: tuple[Link, ...] = ()
    findings: list[Finding] = msgspec.field(default_factory=list)
    lines: int = 0
    """How many lines of the file the block takes, fences included."""
    tags_line: int = 1
    """The line of the property that lists tags."""


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """What *text* says of itself in its front matter, and the text after it.

    Broken front matter is a finding: the note loses its properties and nothing else.
    """
    if not (opened := _FENCE.match(text)):
        return FrontMatter(), text
    if not (closed := _END.search(text, opened.end())):
        unclosed = Finding("front-matter", 1, "the front matter opens with --- and is never closed; add a line ---")
        # A note may begin with a thematic break; only what reads like properties is front matter.
        reads_like_it = re.match(r"[A-Za-z_][\w -]*:(\s|$)", text[opened.end() :])
        return FrontMatter(findings=[unclosed] if reads_like_it else []), text
    block = text[opened.end() : closed.start()]
    rest = text[closed.end() :].removeprefix("\n")
    lines = text.count("\n", 0, len(text) - len(rest))
    findings: list[Finding] = []
    data = read_mapping(block, findings)
    if data is None:
        return FrontMatter(), text
    at = _lines_of_keys(block)
    reader = _Reader(data, at, findings, block)
    tags_line = at.get("tags", at.get("tag", 2))
    return FrontMatter(reader.properties(), tuple(reader.links(block)), findings, lines, tags_line), rest


def _lines_of_keys(block: str) -> dict[str, int]:
    found = re.finditer(r"^[\"']?([^\s\"':#][^:\n\"']*)[\"']?[ \t]*:", block, re.MULTILINE)
    return {match[1].strip(): 2 + block.count("\n", 0, match.start()) for match in found}


class _Reader(msgspec.Struct, frozen=True):
    """The one place that knows YAML's freedoms."""

    data: Mapping[str, Any]
    lines: Mapping[str, int]
    findings: list[Finding]
    block: str

    def properties(self) -> Properties:
        tags = [tag.removeprefix("#").strip("/") for tag in self._names("tags", "tag", separators=r"[,\s]+")]
        for tag in tags:
            if tag and not is_tag(tag):
                hint = "a tag has no spaces and at least one letter"
                self._find("tags", f"tags: {tag!r} is no tag, so it is left out; {hint}")
        if "cssclass" in self.data:
            hint = "`cssclass:` is known to Obsidian only as `cssclasses:` since 1.9"
            self.findings.append(Finding("differs", self.lines.get("cssclass", 2), hint))
        return Properties(
            title=self._text("title", _LONGEST_TITLE),
            aliases=tuple(dict.fromkeys(self._names("aliases", "alias", separators=","))),
            tags=tuple(dict.fromkeys(tag[:_LONGEST_TAG] for tag in tags if is_tag(tag)))[:_MOST_TAGS],
            type=self._text("type", 50),
            video_id=self._video_id(),
            description=self._text("description", 500),
            # A draft stays private whatever else is said of it.
            publish=self._flag("publish") is not False and self._flag("draft") is not True,
            unlisted=self._flag("unlisted") is True,
            date=self._date("date", "created"),
            updated=self._date("updated", "modified", "lastmod"),
            redirects=tuple(self._redirects()),
            strict_line_breaks=self._flag("strict_line_breaks"),
            wanted=read_wanted(self.data.get("wanted"), self.block, self._find),
            house_rules=read_rules(self.data.get("house_rules"), self._find),
            image=self._image(),
            lang=self._lang(),
            dir=self._dir(),
        )

    def links(self, block: str) -> Iterator[Link]:
        """The wikilinks in all properties; those of `requires` and `part_of` have a type of their own."""
        rows = block.split("\n")
        used: dict[str, int] = {}
        for key, value in self.data.items():
            kind: LinkKind = "requires" if key == "requires" else "part_of" if key == "part_of" else "links"
            for text in _texts(value):
                for match in _WIKILINK.finditer(text):
                    target, fragment, label = (part and part.strip() for part in match.groups())
                    line, column = _find(match[0], rows, used)
                    words = _WORDS.get(key, f"{key}: ")
                    excerpt = (words, sum(used.values()) - 1)
                    yield Link(kind, target or "", fragment, label or None, line, column, match[0], excerpt)
            if key in _PICTURES and isinstance(value, str) and (picture := _picture(value)):
                target, written = picture
                yield Link("links", target, None, None, *_find(written, rows, used), f"{key}: {written}", (f"{key}: ",))
            if kind != "links":
                self._check_typed(key, value)
            if _has_unquoted(value):
                self._find(key, f'{key}: put quotes round the link, "[[…]]"; without them YAML reads a list of lists')

    def _check_typed(self, key: str, value: Any) -> None:
        for text in _texts(value):
            if text and not _WIKILINK.search(text):
                self._find(key, f'{key}: {text!r} is no link; write "[[{text}]]"')

    def _text(self, key: str, longest: int) -> str | None:
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, (dict, list)):
            self._find(key, f"{key}: must be one line of text, not a list; it is left out")
            return None
        text = " ".join(str(value).split())
        if len(text) > longest:
            self._find(key, f"{key}: is {len(text)} characters long; only the first {longest} are used")
        return text[:longest] or None

    def _flag(self, key: str) -> bool | None:
        value = self._text(key, 50)
        flag = {"true": True, "false": False}.get((value or "").lower())
        if value and flag is None:
            self._find(key, f"{key}: {value!r} must be true or false; it is left out")
        return flag

    def _redirects(self) -> Iterator[Redirect]:
        """Addresses of a note elsewhere, as Obsidian Publish and Jekyll have them, and aliases that look like paths."""
        if permalink := self._text("permalink", _LONGEST_ADDRESS):
            yield Redirect(permalink, self.lines.get("permalink", 2))
        for address in self._names("redirect_from", "", separators=r"\s+"):
            yield Redirect(address, self.lines.get("redirect_from", 2))
        aliases = self.data.get("aliases", self.data.get("alias"))
        for alias in aliases if isinstance(aliases, list) else [aliases]:
            if isinstance(alias, str) and ("/" in alias or alias.endswith((".md", ".html"))):
                yield Redirect(alias, self.lines.get("aliases", self.lines.get("alias", 2)), is_meant=False)

    def _date(self, *keys: str) -> str | None:
        """The first of the properties *keys* that is a date."""
        for key in keys:
            value = self.data.get(key)
            if isinstance(value, str) and (date := iso_date(value)):
                return date
        return None

    def _names(self, key: str, singular: str, separators: str) -> list[str]:
        value = self.data.get(key, self.data.get(singular))
        if singular in self.data:
            if key in self.data:
                self._find(singular, f"{singular}: is passed over beside `{key}:`; put its values there")
                return self._names(key, "", separators)
            hint = f"`{singular}:` is read here, but Obsidian knows only `{key}:` since 1.9"
            self.findings.append(Finding("differs", self.lines.get(singular, 2), hint))
        if value is None:
            return []
        if isinstance(value, dict):
            self._find(key, f"{key}: must be a list; it is left out")
            return []
        rows = value if isinstance(value, list) else re.split(separators, str(value))
        return [text for row in rows if not isinstance(row, (dict, list)) and (text := " ".join(str(row).split()))]

    def _video_id(self) -> str | None:
        value = self._text("videoId", 200)
        if value and not _VIDEO_ID.fullmatch(value):
            self._find("videoId", f"videoId: {value!r} is no video id, which has 11 letters, digits, _ or -")
            return None
        return value

    def _image(self) -> str | None:
        """The name in the first of the properties that other tools know it by; addresses elsewhere are theirs."""
        texts = (text.strip() for key in _PICTURES for text in _texts(self.data.get(key)))
        names = (link[1].strip() if (link := _BARE.fullmatch(text)) else text for text in texts)
        return next((name[:300] for name in names if name and "://" not in name), None)

    def _lang(self) -> str | None:
        value = self._text("lang", 50)
        if value and not _LANGUAGE.fullmatch(value):
            self._find("lang", f"lang: {value!r} is no language; write its short name, such as `ar` or `pt-BR`")
            return None
        return value

    def _dir(self) -> str | None:
        value = (self._text("dir", 50) or "").lower() or None
        if value not in {None, "ltr", "rtl"}:
            self._find("dir", f"dir: {value!r} is no direction; write `rtl` or `ltr`, or leave it to the letters")
            return None
        return value

    def _find(self, key: str, message: str) -> None:
        self.findings.append(Finding("property", self.lines.get(key, 2), message))


def _picture(value: str) -> tuple[str, str] | None:
    """The picture that *value* names by its path, and that as it is written; None if it is none of the vault."""
    written = value.strip()
    if not is_internal(written) or extension(written) not in IMAGES or "[[" in written:
        return None
    return unquote(written), written


def _texts(value: Any) -> Iterator[str]:
    """Every text in *value*; YAML reads an unquoted [[x]] as a list in a list, which is taken as the link it is."""
    match value:
        case str():
            yield value
        case [[str(), *_] as names] if all(isinstance(name, str) for name in names):
            yield f"[[{', '.join(names)}]]"
        case list():
            for item in value:
                yield from _texts(item)
        case dict():
            for item in value.values():
                yield from _texts(item)
        case _:
            pass


def _has_unquoted(value: Any) -> bool:
    match value:
        case [[str(), *_]]:
            return True
        case list():
            return any(_has_unquoted(item) for item in value)
        case _:
            return False


def _find(written: str, rows: list[str], used: dict[str, int]) -> tuple[int, int]:
    """Line and column in the file of the next occurrence of *written*; *used* counts those already taken."""
    skip = used.get(written, 0)
    used[written] = skip + 1
    for number, row in enumerate(rows, 2):
        at = row.find(written)
        while at >= 0:
            if skip == 0:
                return number, at + 1
            skip -= 1
            at = row.find(written, at + 1)
    return 2, 1
