"""What a note names as its sources, and which of its paragraphs do: its coverage.

A **claim** is a paragraph, or the words of a list item, that states something: it holds a whole statement (an end such
as `.` or `!`), or at least six words that are no question and announce nothing by a colon. Not counted: headings,
tables, code and formulas, quotes (and callouts of that type), items of checklists, footnotes themselves, raw HTML, and
what consists of nothing but links and pictures. What stands in other callouts counts.

A claim **has a source** if it holds one of these, or a footnote that does:

- a timestamp, or a link to a film on YouTube or Vimeo;
- a link to a page elsewhere, unless that is only the front page of a site: to name PyTorch and its site proves nothing;
- a link to a note of the type `source`, which is known when the wiki is linked;
- in a footnote also a year, as references to books and papers have one.

One source makes a paragraph sourced, however long it is: the figure says where one can look something up, not that
every word was checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from markdown_it.token import Token

from trellis.markdown.text import plain_text, sentence_at, sentences, words_and_links
from trellis.markdown.videos import film_at
from trellis.model import Claims, Excerpt, Moment, WebPage
from trellis.sanitise import PLACE

_FEWEST_WORDS = 6
_STATES = re.compile(r"[.!…۔।][\"'”’»)\]]*(?:\s|$)|[。！]")
_WORD = re.compile(r"[^\W_]")
_WORDS = frozenset({"code_inline", "math_inline", "math_inline_double", "softbreak", "hardbreak"})
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_PLACE = Token("text", "", 0, content=PLACE)


@dataclass
class _Named:
    """What one paragraph names."""

    outside: bool = False
    """Whether it names a source outside the vault."""
    links: list[int] = field(default_factory=list)
    footnotes: list[int] = field(default_factory=list)


@dataclass
class Citations:
    """What is found in the tokens of one note, block by block in their order."""

    _claims: list[_Named] = field(default_factory=list)
    _footnotes: dict[int, _Named] = field(default_factory=dict)
    _films: list[Moment] = field(default_factory=list)
    _pages: dict[str, WebPage] = field(default_factory=dict)
    _around: list[bool] = field(default_factory=list)
    """Of the quotes and callouts that a block stands in, whether each is a quote."""
    _footnote: int | None = None

    def enter(self, token: Token) -> None:
        """Takes note of the beginning or end of what a block stands in."""
        if token.type in {"blockquote_open", "callout_open"}:
            quotes = token.type == "blockquote_open" or token.attrs["data-callout"] in {"quote", "cite"}
            self._around.append(quotes)
        elif token.type in {"blockquote_close", "callout_close"}:
            self._around.pop()
        elif token.type == "footnote_open":
            self._footnote = token.meta["id"]
        elif token.type == "footnote_close":
            self._footnote = None

    def read(self, inline: Token, *, is_paragraph: bool) -> None:
        """Takes note of what *inline* names; its links have their numbers already."""
        children = inline.children or []
        named = self._named(children)
        if self._footnote is not None:
            footnote = self._footnotes.setdefault(self._footnote, _Named())
            footnote.outside |= named.outside or bool(_YEAR.search(inline.content))
            footnote.links += named.links
        elif is_paragraph and not any(self._around) and "task" not in inline.meta and _states(children):
            self._claims.append(named)

    def claims(self) -> Claims:
        """How many claims there are, and which have a source."""
        sourced, linking = 0, []
        for claim in self._claims:
            notes = [self._footnotes[number] for number in claim.footnotes if number in self._footnotes]
            if claim.outside or any(note.outside for note in notes):
                sourced += 1
            elif links := [*claim.links, *(link for note in notes for link in note.links)]:
                linking.append(tuple(links))
        return Claims(len(self._claims), sourced, tuple(linking))

    def films(self) -> tuple[Moment, ...]:
        return tuple(self._films)

    def web_pages(self) -> tuple[WebPage, ...]:
        return tuple(self._pages.values())

    def _named(self, children: list[Token]) -> _Named:
        named = _Named()
        places: list[Token] = []
        for index, token in enumerate(children):
            if token.type == "timestamp":
                if token.meta["film"] and not token.meta["within"]:
                    places.append(token)
                    self._films.append(Moment(token.meta["film"], token.meta["seconds"]))
            elif token.type == "footnote_ref":
                named.footnotes.append(token.meta["id"])
            elif token.type in {"wikilink", "link_open"} and "link" in token.meta:
                named.links.append(token.meta["link"])
            elif token.type == "link_open":
                address, words = str(token.attrs["href"]), plain_text(words_of_link(children, index))
                if found := film_at(address):
                    film, start = found
                    places.append(token)
                    self._films.append(Moment(film, start or None, words))
                elif _leads_far(address):
                    named.outside = True
                    self._pages.setdefault(address, WebPage(address, words))
        if places:
            named.outside = True
            said = _sentences(children, places)
            first = len(self._films) - len(places)
            self._films[first:] = [
                Moment(moment.film, moment.seconds, moment.words, sentence)
                for moment, sentence in zip(self._films[first:], said, strict=True)
            ]
        return named


def words_of_link(tokens: list[Token], opened: int) -> list[Token]:
    """The tokens of the link that opens at number *opened*."""
    end = opened + 1
    while end < len(tokens) and tokens[end].type != "link_close":
        end += 1
    return tokens[opened + 1 : end]


def _states(children: list[Token]) -> bool:
    """Whether a paragraph is a claim."""
    words: list[str] = []
    within, bare = 0, True
    for token in children:
        kind = token.type
        if kind == "text":
            words.append(token.content)
            bare = bare and (within > 0 or not _WORD.search(token.content))
        elif kind == "wikilink":
            target, fragment, label = token.meta["parts"]
            words.append(label or target or fragment or "")
        elif kind in {"link_open", "link_close"}:
            within += token.nesting
        elif kind in _WORDS:
            words.append(token.content or " ")
            bare = bare and within > 0
    said = "".join(words).strip()
    return not bare and (
        bool(_STATES.search(said)) or (len(said.split()) >= _FEWEST_WORDS and not said.endswith(("?", ":")))
    )


def _leads_far(address: str) -> bool:
    """Whether *address* is that of a page elsewhere, and more than the front page of a site."""
    if not address.startswith(("https://", "http://", "//")):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.path.strip("/") or parts.query)


def _sentences(children: list[Token], places: list[Token]) -> list[Excerpt]:
    """For each of the tokens *places*, the sentence that it is the source of: the one before it, or the one after it
    where the paragraph begins with one."""
    marked: list[Token] = []
    waiting = iter(places)
    place = next(waiting)
    for token in children:
        if token is not place:
            marked.append(token)
            continue
        marked.append(_PLACE)
        if token.type != "timestamp":  # the words of a link are read
            marked.append(token)
        place = next(waiting, _PLACE)
    words, links = words_and_links(marked)
    text, *rest = words.replace(f" {PLACE}", PLACE).split(PLACE)
    at = []
    for part in rest:
        at.append(len(text))
        text += part if text else part.lstrip()
    # Where tags of HTML are mixed up, some may stand within the words of a link, which are not read here.
    at += [len(text)] * (len(places) - len(at))
    leading = not at[0]
    spans = sentences(text)
    return [sentence_at(text, spans, links, place + 1 if leading else place - 1) for place in at]
