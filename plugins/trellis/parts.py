"""What an embed shows of another note: all of it, the section of a heading, or a block, and the footnotes of that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trellis.model import Body, Note, Slot
from trellis.resolve import section_end

_REFERENCE = re.compile(r'href="#fn:(\d+)"')
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_VOID = frozenset({"br", "col", "hr", "img", "input", "source", "wbr"})


def part_of(note: Note, anchor: str | None) -> Body:
    """What of *note* its embed shows: all but the title, the section of a heading, or a block."""
    body = note.body
    if anchor is None:
        return body
    part: Body = ()
    for number, heading in enumerate(note.headings):
        # One that stands in a quote or a list cannot be cut out of it.
        if heading.anchor == anchor and not heading.nested:
            end = Slot("section", section_end(note, number))
            part = tuple(_balanced(_between(body, Slot("section", number), end)))
    for number, block in enumerate(note.blocks):
        if block.anchor == anchor:
            part = _between(body, Slot("block", number), Slot("end", number))
            if part and isinstance(part[0], str) and part[0].lstrip().startswith("<li"):
                part = ("<ul>\n", *part, "</ul>\n")
    return (*part, *_footnotes(body, part))


def _between(body: Body, begin: Slot, end: Slot) -> Body:
    # The H1 a note opens with is not in its body: its section begins where the body does.
    first = body.index(begin) + 1 if begin in body else 0
    ends = [at for at in (end, Slot("footnotes", 0)) if at in body[first:]]
    return body[first : min((body.index(at, first) for at in ends), default=len(body))]


def _balanced(part: Body) -> Iterator[str | Slot]:
    """*part* without ends of elements that began before it, and with those of elements that go on behind it: raw HTML
    may stand round a section."""
    opened: list[str] = []

    def checked(tag: re.Match[str]) -> str:
        end, name = tag.groups()
        if not end:
            opened.extend([name] * (name not in _VOID and not tag[0].endswith("/>")))
            return tag[0]
        if opened and opened[-1] == name:
            opened.pop()
            return tag[0]
        return ""

    for fragment in part:
        yield _TAG.sub(checked, fragment) if isinstance(fragment, str) else fragment
    if opened:
        yield "".join(f"</{name}>" for name in reversed(opened))


def _footnotes(body: Body, part: Body) -> Body:
    """The footnotes that *part* of *body* refers to, under their numbers."""
    texts = (fragment for fragment in part if isinstance(fragment, str))
    wanted = {int(number) - 1 for text in texts for number in _REFERENCE.findall(text)}
    if not wanted:
        return ()
    begin, end = body.index(Slot("footnotes", 0)), body.index(Slot("footnotes", 1))
    shown: list[str | Slot] = []
    taken = True  # the opening tags of the list
    for fragment in body[begin + 1 : end]:
        if isinstance(fragment, Slot) and fragment.kind == "footnote":
            taken = fragment.ref in wanted
        elif taken:
            shown.append(fragment)
    return (*shown, *body[end + 1 :])
