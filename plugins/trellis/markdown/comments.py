"""`%%never shown%%`, within a line or over many. What is inside makes no link, no tag and no text."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from trellis.model import Finding

_SIGN = re.compile(r"`+|%%")
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")


def add_to(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", "comment", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.before("timestamp", "comment", _inline)


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line):
        return False
    line = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]].rstrip()
    _, closed, behind = line[2:].partition("%%")
    if not line.startswith("%%") or behind:
        return False  # with words behind it, it is a comment within a paragraph
    if silent:
        return state.parentType != "paragraph" or _ends_paragraph(state, start_line)
    # A comment that is never closed hides the rest, as in Obsidian: private words stay private.
    state.line = start_line + 1 if closed else _end_of_comment(state, start_line + 1, end_line)
    return True


def _ends_paragraph(state: StateBlock, line: int) -> bool:
    """Whether a comment that begins at *line* ends the paragraph before it. One that is closed within the paragraph
    does not, nor does the end of a comment, nor signs in code."""
    begin = state.bMarks[state.line]  # where the paragraph does
    known: dict[int, int] = state.env.setdefault("open_comments", {})
    if begin not in known:
        known[begin] = _left_open(state.src, begin)
    return state.bMarks[line] + state.tShift[line] == known[begin]


def _left_open(src: str, at: int) -> int:
    """Where in the paragraph that begins *at* a comment opens that is not closed in it; -1 if none does."""
    blank = _BLANK_LINE.search(src, at)
    end = blank.start() if blank else len(src)
    alone: set[str] = set()  # runs of backticks that nothing closes
    while sign := _SIGN.search(src, at, end):
        at = sign.end()
        if sign[0] == "%%":
            closed = src.find("%%", at, end)
            if closed < 0:
                return sign.start()
            at = closed + 2
        elif sign[0] not in alone:
            closing = re.compile(rf"(?<!`){sign[0]}(?!`)").search(src, at, end)
            if closing:
                at = closing.end()
            else:
                alone.add(sign[0])
    return -1


def _note_open(state: StateBlock, line: int) -> None:
    message = "a comment opens with %% and is never closed, so all that follows is hidden; add a line %%"
    state.env.setdefault("findings", []).append(Finding("open-comment", line, message))


def _end_of_comment(state: StateBlock, start_line: int, end_line: int) -> int:
    """The first line after the comment; words behind its end begin that line."""
    for line in range(start_line, end_line):
        end = state.src.find("%%", state.bMarks[line], state.eMarks[line])
        if end < 0:
            continue
        if not state.src[end + 2 : state.eMarks[line]].strip():
            return line + 1
        state.bMarks[line], state.tShift[line] = end + 2, 1
        return line
    _note_open(state, start_line - 1)
    return end_line


def _inline(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("%%", state.pos):
        return False
    end = state.src.find("%%", state.pos + 2, state.posMax)
    if end < 0:
        return False
    begins_line = state.pos == 0 or state.src[state.pos - 1] == "\n"
    state.pos = end + 2
    if begins_line and state.src.startswith("\n", state.pos):
        state.pos += 1  # lines of nothing but a comment leave no empty line behind
    return True
