"""The nouns that cross a stage. Every one is a plain, frozen value, so that a note can be cached and sent to
another process, and a test can print it."""

from __future__ import annotations

import zlib
from typing import Literal, NewType

import msgspec

from trellis.properties import Properties

VaultPath = NewType("VaultPath", str)
"""A file of the vault from its root, `/`-separated, with extension: `people/Newton.md`, `img/apple.png`."""

NotePath = NewType("NotePath", VaultPath)
"""The path of a note: a `VaultPath` that ends in `.md`."""

Url = NewType("Url", str)
"""Where a file is on the site, from its root, percent-encoded: `people/Newton/`. The home page is `""`."""

Film = NewType("Film", str)
"""A film elsewhere: the id of a video of YouTube, as in a `videoId` property, or `vimeo:` and one of Vimeo."""

LinkKind = Literal["links", "embeds", "source", "requires", "part_of", "diagram"]
"""The type of the edge a link becomes; it follows from what the author wrote, never from a guess. A link from a node
of a `diagram` becomes none, as in Obsidian."""

Excerpt = tuple[str | int, ...]
"""A sentence as plain text and, where it holds a link, that link's index in `Note.links`; a link's words are
known when it is resolved, for a link without label shows its target's title."""


Place = tuple[int, int]
"""A line and a column of a file, both from 1."""


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A reference to another file of the vault, as the author wrote it."""

    kind: LinkKind
    target: str
    """The name or path before `#` and `|`, trimmed; empty when the link stays in its own note."""
    fragment: str | None
    """What follows the first `#`: a heading, headings joined by `#`, or `^block-id`; None without `#`."""
    label: str | None
    """The words shown instead of the target, as plain text."""
    line: int
    """The line in the file, from 1, front matter included."""
    column: int
    """The column of the first character of the link, from 1."""
    written: str
    """The link as it stands in the text, for messages."""
    excerpt: Excerpt = ()

    @property
    def embed(self) -> bool:
        return self.kind == "embeds"


class Heading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    level: int
    text: str
    anchor: str
    line: int
    block_id: str | None = None
    """The `^id` at its end, another name of its section."""
    nested: bool = False
    """Whether it stands in a quote or a list, so that no section begins or ends with it."""


class Block(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A paragraph, list item or other block that `^id` names."""

    id: str
    line: int

    @property
    def anchor(self) -> str:
        return f"^{self.id}"


SlotKind = Literal[
    "open",
    "close",
    "label",
    "embed",
    "media",
    "url",
    "click",
    "href",
    "section",
    "block",
    "end",
    "footnotes",
    "footnote",
    "tag",
    "tag_end",
]
"""What linking fills in. `open` and `close` stand round a link's words, `label` is those words when the author
gave none; `embed` is what an embed shows that may be a note, `media` one within a line, where a note cannot be shown;
`url` is the address of an image in raw HTML; `click` and `href` make a statement of a diagram.
`tag` and `tag_end` stand round a tag. `section` stands before a heading, `block` and `end`
round a block with an id, `footnotes` before and after all footnotes and `footnote` before each, so that a part of a
note can be shown elsewhere with the footnotes it refers to."""


class Slot(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A place in a note's HTML that only linking can fill."""

    kind: SlotKind
    ref: int
    """Index into the note's `links`, or its `headings` for `section`, or its `blocks` for `block` and `end`, or
    its `tags`; the number of a footnote from 0."""


Body = tuple[str | Slot, ...]
"""A note's HTML as fragments with open slots; the fragments are sanitised and safe to publish."""

_unpack = msgspec.msgpack.Decoder(Body).decode
pack = msgspec.msgpack.Encoder().encode
"""MessagePack of any of these values."""


class Finding(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something compile noticed in a note; `check` makes a diagnostic of it."""

    code: str
    line: int
    message: str


class Moment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A film that the text names as its source."""

    film: Film
    seconds: int | None
    """Where in it something was said; None if the text means all of it."""
    words: str = ""
    """Those of the link, if it has others than the time."""
    excerpt: Excerpt = ()
    """The sentence that it is the source of."""


class WebPage(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A page elsewhere that the text names as its source."""

    address: str
    words: str


class Claims(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How many paragraphs of a note state something, and which of them name a source; what counts is written in
    `trellis.claims`."""

    count: int = 0
    sourced: int = 0
    """Those that name a source outside the vault."""
    linking: tuple[tuple[int, ...], ...] = ()
    """For each of the others that link to notes, which links these are: a note of the type `source` is one, too."""


Need = Literal["diagrams", "formulas", "math font"]


class Note(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What compiling one note yields: facts, and a body whose links are still open."""

    path: NotePath
    title: str
    properties: Properties
    heading: Body
    """The H1 the note opens with, or nothing; apart from the body, since a page shows the source beneath it."""
    packed_body: bytes
    """`body`, by `pack_body`. Between the cache and the one page that shows them nobody looks at most bodies, and as
    objects they would take six times the memory."""
    links: tuple[Link, ...] = ()
    """In the order of the text; those of the front matter first."""
    headings: tuple[Heading, ...] = ()
    blocks: tuple[Block, ...] = ()
    tags: tuple[str, ...] = ()
    """Of the front matter and of the text, each once, first casing kept."""
    needs: tuple[Need, ...] = ()
    """What its page loads beside the usual."""
    words: int = 0
    """How many its text has, code and formulas in blocks left out."""
    tag_places: tuple[Place, ...] = ()
    """Where each of them stands first; of those in the front matter it is the property."""
    lead: Excerpt = ()
    """The first sentence of prose."""
    claims: Claims = Claims()
    films: tuple[Moment, ...] = ()
    """What of films the text names, in its order; its own video is one of them."""
    web_pages: tuple[WebPage, ...] = ()
    """The pages elsewhere that it names, each once."""
    findings: tuple[Finding, ...] = ()
    is_rtl: bool = False
    """Whether it is written from right to left."""
    begins: int = 1
    """The line of the file at which its text does, behind the front matter."""
    odd_code: tuple[tuple[int, int], ...] = ()
    """Lines of the text, from 0 and up to the second, of code that looks as if it hid words from readers."""
    marks: bytes = b""
    """Digests of what others show of it, by `trellis.marks`."""

    @property
    def moments(self) -> tuple[int, ...]:
        """Seconds of the note's video at which something was said, in the order of the text."""
        own = self.properties.video_id
        return tuple(m.seconds for m in self.films if m.film == own and m.seconds is not None) if own else ()

    @property
    def body(self) -> Body:
        """What follows the heading; each time a new one."""
        return _unpack(self.flat_body)

    @property
    def flat_body(self) -> bytes:
        """`body` as MessagePack, in which texts stand as they are; each time a new one."""
        return zlib.decompress(self.packed_body)


def pack_body(body: Body) -> bytes:
    """*body* as compressed MessagePack: a third of its size, for a tenth of a millisecond."""
    return zlib.compress(pack(body), 1)
