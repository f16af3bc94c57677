"""What inline tokens say in plain words, and the sentence in which a link stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from trellis.model import Excerpt
from trellis.sanitise import LINK

_LONGEST = 280
"""Characters of an excerpt; two lines of a backlink on a wide screen, five on a phone."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[^\W_a-z])")
_NO_END = re.compile(r"(?:\b(?:e\.g|i\.e|vs|cf|etc|Dr|Mr|Mrs|Ms|Prof|St|No|al|approx)|\b[A-Z])$")
_WORDS = frozenset({"text", "code_inline", "math_inline", "math_inline_double"})


def plain_text(tokens: Sequence[Token]) -> str:
    """The words of *tokens*; a link without label gives its target as written."""
    words = []
    for token in tokens:
        if token.type in _WORDS:
            words.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            words.append(" ")
        elif token.type in {"wikilink", "embed"}:
            target, fragment, label = token.meta["parts"]
            words.append(label or target or fragment or "")
        elif token.type == "tag":
            words.append(f"#{token.content}")
        elif token.type == "image":
            words.append(plain_text(token.children or []))
    return " ".join("".join(words).split())


def with_rows(inline: Token) -> Iterator[tuple[Token, int]]:
    """The tokens in *inline*, each with the row it begins in, from 0 at the beginning of the text."""
    row, at = (inline.map or [0])[0], 0
    for token in inline.children or ():
        pos = token.meta.get("pos", at)
        if pos > at:
            row += inline.content.count("\n", at, pos)
            at = pos
        yield token, row


def words_and_links(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """The words of *tokens* with a `LINK` sign for every link, and which links those are, in order.

    The words of a link to the vault are left to the sign; those of other links are kept.
    """
    words: list[str] = []
    links: list[int] = []
    within = 0
    for token in tokens:
        if token.type == "link_close":
            within = max(0, within - 1)
        elif within:
            within += token.type == "link_open"
        elif (number := token.meta.get("link")) is not None:
            words.append(LINK)
            links.append(number)
            within = int(token.type == "link_open")
        elif token.type in _WORDS:
            words.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            words.append(" ")
        elif token.type == "tag":
            words.append(f"#{token.content}")
        elif token.type == "timestamp" and words:
            words[-1] = words[-1].rstrip()
    return " ".join("".join(words).split()), links


def sentences(words: str) -> list[tuple[int, int]]:
    """Where the sentences of *words* begin and end."""
    ends = [0]
    ends += [
        m.end() for m in _SENTENCE_END.finditer(words) if not _NO_END.search(words, max(0, m.start() - 8), m.start())
    ]
    return [(a, b) for a, b in zip(ends, [*ends[1:], len(words)], strict=True) if b > a]


def excerpts(words: str, links: list[int]) -> dict[int, Excerpt]:
    """For each of *links* the sentence it stands in; a long one is cut round it, between words."""
    found: dict[int, Excerpt] = {}
    spans = iter(sentences(words))
    begin, end, at = 0, 0, -1
    for index, number in enumerate(links):
        at = words.index(LINK, at + 1)
        while at >= end:
            begin, end = next(spans)
        before, after = words[max(begin, at - _LONGEST) : at], words[at + 1 : min(end, at + _LONGEST)]
        if end - begin > _LONGEST:
            before, after = _last_words(before, _LONGEST // 2), _first_words(after, _LONGEST // 2)
        found[number] = _with_numbers(
            (before + LINK + after).strip(), links[index - before.count(LINK) : index + _LONGEST]
        )
    return found


def sentence_at(words: str, spans: list[tuple[int, int]], links: list[int], at: int) -> Excerpt:
    """The sentence at character number *at* of *words*, whose sentences are *spans*; a long one is cut round that
    place."""
    begin, end = next((span for span in spans if span[1] > at), spans[-1] if spans else (0, 0))
    before, after = words[begin:at], words[at:end]
    if end - begin > _LONGEST:
        before, after = _last_words(before, _LONGEST // 2), _first_words(after, _LONGEST // 2)
    skipped = words.count(LINK, 0, at) - before.count(LINK)
    return _with_numbers((before + after).strip(), links[skipped:])


def first_sentence(words: str, links: list[int]) -> Excerpt:
    begin, end = sentences(words)[0] if words else (0, 0)
    return _with_numbers(_first_words(words[begin:end].strip(), _LONGEST), links)


def _with_numbers(words: str, links: list[int]) -> Excerpt:
    parts: list[str | int] = []
    for index, part in enumerate(words.split(LINK)):
        if index:
            parts.append(links[index - 1])
        if part:
            parts.append(part)
    return tuple(parts)


def _last_words(text: str, most: int) -> str:
    return text if len(text) <= most else "… " + text[-most:].partition(" ")[2]


def _first_words(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rpartition(" ")[0].rstrip(",;:") + " …"
