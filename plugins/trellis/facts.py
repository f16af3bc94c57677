"""What is learned of a note from its tokens: links with their places and sentences, tags, and the first sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise

from markdown_it.token import Token

from trellis import sanitise
from trellis.claims import Citations, words_of_link
from trellis.front_matter import FrontMatter
from trellis.markdown import links as markdown_links
from trellis.markdown.diagrams import linked_nodes
from trellis.markdown.text import excerpts, first_sentence, plain_text, words_and_links
from trellis.model import Excerpt, Finding, Link, LinkKind, Place

_TELLING = frozenset({"tag", "wikilink", "embed", "image", "link_open"})
"""Types of tokens that say more than words."""

LinkParts = tuple[str, str | None, str | None]
"""Target, fragment and label of a link."""


@dataclass
class Facts:
    """What is learned from the inline tokens of one note, in the order of its text."""

    front: FrontMatter
    rows: list[str]
    offset: int
    links: list[Link]
    tags: list[tuple[str, Place]] = field(default_factory=list)
    tag_numbers: dict[str, int] = field(default_factory=dict)
    """By folded name, the number of each tag among those of the note."""
    citations: Citations = field(default_factory=Citations)
    lead: Excerpt = ()
    words: int = 0
    counted: dict[int, tuple[int, int]] = field(default_factory=dict)
    """For the inline token that is being read, the row of a position: counting from the beginning is quadratic."""
    html: str | None = None
    """The text with its character references read."""
    html_place: tuple[int, int] = (0, 0)
    """Row and position up to which raw HTML is accounted for."""
    searches: int = 50
    """How often an address may still be looked for in vain: such a search reads the whole note."""
    searched: dict[int, int] = field(default_factory=dict)
    """How far the columns of a row are accounted for."""

    def __post_init__(self) -> None:
        for tag in self.front.properties.tags:
            self._number(tag)

    def _number(self, tag: str) -> int:
        return self.tag_numbers.setdefault(tag.casefold(), len(self.tag_numbers))

    def read_blocks(self, tokens: list[Token]) -> None:
        heading = ""
        row: list[Token] = []
        for before, token in pairwise([Token("", "", 0), *tokens]):
            if token.type == "inline":
                self.words += len(token.content.split())
                begin = len(self.links)
                is_heading = before.type == "heading_open"
                self.read(token, is_prose=not is_heading)
                self.citations.read(token, is_paragraph=before.type == "paragraph_open")
                if is_heading:
                    heading = plain_text(token.children or [])
                elif before.type in {"td_open", "th_open"}:
                    row.append(token)
                elif heading:
                    self._place_alone(begin, heading)
            elif token.type == "tr_close":
                self._place_in_row(row)
                row = []
            elif token.type == "diagram":
                self._read_diagram(token)
            else:
                self.citations.enter(token)

    def _read_diagram(self, token: Token) -> None:
        for node, target, row in linked_nodes(token.content):
            line = (token.map or [0])[0] + row + self.offset + 2  # the fence is a line too
            token.meta.setdefault("links", []).append((node, len(self.links)))
            name, hash_, fragment = target.partition("#")
            self.links.append(
                Link("diagram", name, fragment if hash_ else None, None, line, 1, f"“{target}” in a diagram")
            )

    def _place_alone(self, begin: int, heading: str) -> None:
        """A link that is all its block says gets the heading above for its sentence; links count from *begin*."""
        for number in range(begin, len(self.links)):
            if self.links[number].excerpt == (number,):
                self._tell(number, (f"{heading}: ", number))

    def _place_in_row(self, cells: list[Token]) -> None:
        """And one that is all its cell says gets the row."""
        said = [words_and_links(cell.children or []) for cell in cells]
        words = " · ".join(words for words, _ in said if words)
        for number, excerpt in excerpts(words, [number for _, numbers in said for number in numbers]).items():
            if self.links[number].excerpt == (number,):
                self._tell(number, excerpt)

    def read(self, inline: Token, kind: LinkKind = "links", *, is_prose: bool = True) -> None:
        children = inline.children or []
        begin = len(self.links)
        for index, token in enumerate(children):
            if token.type not in _TELLING:
                continue
            self._read_token(token, index, inline, kind)
            if token.type == "image":
                for shown in token.children or []:
                    if shown.type in {"wikilink", "embed"}:
                        self._read_token(shown, index, inline, kind)
        prose = is_prose and not self.lead and kind == "links" and inline.level == 1
        if len(self.links) > begin or prose:
            words, numbers = words_and_links(children)
            for number, excerpt in excerpts(words, numbers).items():
                self._tell(number, excerpt)
            if prose and words and not words.startswith("#"):
                self.lead = first_sentence(words, numbers)

    def _read_token(self, token: Token, index: int, inline: Token, kind: LinkKind) -> None:
        if token.type == "tag":
            row = self._row(token, inline)
            token.meta["tag"] = self._number(token.content)
            self.tags.append((token.content, (row + self.offset + 1, self._column(row, f"#{token.content}"))))
        elif token.type in {"wikilink", "embed"}:
            self._add("embeds" if token.type == "embed" else kind, token.meta["parts"], token, inline)
        elif token.type == "image":
            words = plain_text(token.children or [])
            self._add_markdown("embeds", str(token.attrs["src"]), words, token, inline)
        elif token.type == "link_open":
            words = plain_text(words_of_link(inline.children or [], index))
            self._add_markdown(kind, str(token.attrs["href"]), words, token, inline)

    def _add_markdown(self, kind: LinkKind, address: str, words: str, token: Token, inline: Token) -> None:
        if markdown_links.is_internal(address):
            target, fragment = markdown_links.parts(address)
            self._add(kind, (target, fragment, words or None), token, inline)
        elif not sanitise.is_allowed(address):
            message = f"{token.content} leads to an address of a kind that is not allowed; only its words are shown"
            self.front.findings.append(Finding("dropped-link", self._row(token, inline) + self.offset + 1, message))

    def _add(self, kind: LinkKind, parts: LinkParts, token: Token, inline: Token) -> None:
        row, written = self._row(token, inline), token.content
        token.meta["link"] = len(self.links)
        line, column = row + self.offset + 1, self._column(row, written)
        self.links.append(Link(kind, *parts, line, column, " ".join(written.split())))

    def _tell(self, number: int, excerpt: Excerpt) -> None:
        """Gives a link the sentence it stands in."""
        old = self.links[number]
        # `replace` looks every field up by name: most links of most notes come by here.
        self.links[number] = Link(
            old.kind, old.target, old.fragment, old.label, old.line, old.column, old.written, excerpt
        )

    def _row(self, token: Token, inline: Token) -> int:
        row, at = self.counted.get(id(inline), ((inline.map or [0])[0], 0))
        pos = max(at, token.meta.get("pos", 0))
        row += inline.content.count("\n", at, pos)
        self.counted = {id(inline): (row, pos)}
        return row

    def _column(self, row: int, written: str) -> int:
        """Where *written* begins in its row; in a table a pipe has a backslash, and a link may be wrapped."""
        text = self.rows[row] if row < len(self.rows) else ""
        first_line = written.partition("\n")[0]
        for form in (first_line, first_line.replace("|", r"\|")):
            at = text.find(form, self.searched.get(row, 0))
            if at >= 0:
                self.searched[row] = at + len(form)
                return at + 1
        return len(text) - len(text.lstrip()) + 1

    def claim(self, tag: str, address: str) -> str | None:
        """A relative address in raw HTML is a link of the note like any other."""
        target, fragment = markdown_links.parts(address)
        if tag not in {"a", "img", "audio", "video", "source"} or not (target or fragment):
            return None
        kind: LinkKind = "links" if tag == "a" else "embeds"
        row = self._row_with(address)
        self.links.append(Link(kind, target, fragment, None, row + self.offset + 1, 1, f"<{tag} … {address}>"))
        return f"{sanitise.SIGN}{len(self.links) - 1}"

    def _row_with(self, address: str) -> int:
        """The row of an *address* in raw HTML; they are asked for in the order of the text."""
        if self.html is None:
            self.html = unescape("\n".join(self.rows))
        row, at = self.html_place
        found = self.html.find(address, at) if self.searches else -1
        if found < 0:
            self.searches -= bool(self.searches)
        else:
            self.html_place = (row + self.html.count("\n", at, found), found + 1)
        return self.html_place[0]
