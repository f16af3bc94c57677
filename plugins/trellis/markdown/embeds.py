"""`![[…]]`: a picture or a sound stands within its paragraph, what may be a note between paragraphs, for it brings
its own. So a paragraph is divided where it shows one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from trellis.kinds import ATTACHMENTS, extension

_BREAKS = frozenset({"softbreak", "hardbreak"})
_FILES = ATTACHMENTS | {"base"}


def add_to(md: MarkdownIt) -> None:
    md.core.ruler.push("embeds", _embeds)


def _embeds(state: StateCore) -> None:
    tokens: list[Token] = []
    rest = iter(state.tokens)
    for token in rest:
        if token.type != "paragraph_open":
            if token.type == "inline" and tokens and tokens[-1].type in {"td_open", "th_open"}:
                _show_whole(token.children or [])
            tokens.append(token)
            continue
        paragraph = [token, next(rest)]
        while paragraph[-1].type != "paragraph_close":
            paragraph.append(next(rest))
        if _show_whole(paragraph[1].children or []):
            tokens += _divided(paragraph)
        else:
            tokens += paragraph
    state.tokens = tokens


def _show_whole(children: list[Token]) -> bool:
    """Marks those of *children* that show a note, and says whether there are any. In a link or in emphasis one stays a
    link: no paragraphs fit in there."""
    depth, found = 0, False
    for child in children:
        depth += child.nesting
        if child.type == "embed" and not depth and extension(child.meta["parts"][0]) not in _FILES:
            child.meta["whole"] = found = True
    return found


def _divided(paragraph: list[Token]) -> Iterator[Token]:
    """The tokens of *paragraph* as paragraphs with embeds between them; those behind its words (the way back from a
    footnote) stay at its end."""
    opened, inline, *behind, closed = paragraph
    parts: list[list[Token]] = [[]]
    for child in inline.children or []:
        if child.meta.get("whole"):
            parts += [[child], []]
        else:
            parts[-1].append(child)
    parts = [part for part in map(_trimmed, parts) if part]
    if behind and parts[-1][0].meta.get("whole"):
        parts.append([])
    group = [Token("embeds_open", "div", 1, attrs=opened.attrs, block=True)] if opened.attrs else []
    yield from group
    for number, part in enumerate(parts, 1):
        hidden = opened.hidden or bool(part and part[0].meta.get("whole"))
        yield replace(opened, attrs={}, hidden=hidden)
        yield replace(inline, children=part)
        yield from behind if number == len(parts) else ()
        yield replace(closed, hidden=hidden)
    if group:
        yield Token("embeds_close", "div", -1, block=True)


def _trimmed(part: list[Token]) -> list[Token]:
    """*part* without line breaks and spaces at its edges."""
    begin, end = 0, len(part)
    while begin < end and _is_space(part[begin]):
        begin += 1
    while begin < end and _is_space(part[end - 1]):
        end -= 1
    kept = part[begin:end]
    if kept and kept[0].type == "text":
        kept[0] = replace(kept[0], content=kept[0].content.lstrip())
    if kept and kept[-1].type == "text":
        kept[-1] = replace(kept[-1], content=kept[-1].content.rstrip())
    return kept


def _is_space(token: Token) -> bool:
    return token.type in _BREAKS or (token.type == "text" and not token.content.strip())
