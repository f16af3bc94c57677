"""markdown-it's parsers, with an index: at each sign and at each line only those rules are asked that it can begin.

The parsers themselves ask twenty rules at each sign and fourteen at each line, a fifth of the time of a note. The
tokens are the same.
"""

from __future__ import annotations

import re
from collections import defaultdict

from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_SIGNS = {
    "newline": "\n",
    "math_inline": "$",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "highlight": "=",
    "emphasis": "*_",
    "comment": "%",
    "tag": "#",
    "timestamp": "[<",
    "wikilink": "[!",
    "link": "[",
    "image": "!",
    "footnote_inline": "^",
    "footnote_ref": "[",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "gfm_autolink_www": "w",
    "gfm_autolink_protocol": ":",
    "gfm_autolink_email": "@",
}
"""What each rule begins with. A rule that is not here is asked for nothing: the constructor says so."""

_BEGIN = r"\n$\\`*_[<&@~=%!^#:"
_STOP, _STOP_WITH_WWW = re.compile(rf"[{_BEGIN}]"), re.compile(rf"[{_BEGIN}w]")
"""Where a rule may begin. Half of all words have a `w`, so only texts with an address of that kind stop there."""

_STOP_IN_LABEL = re.compile(rf"[{_BEGIN}w\]]")
"""The end of a link's words is looked for between tokens."""


class IndexedInline(ParserInline):
    """The rules of *plain*, asked by their signs."""

    def __init__(self, plain: ParserInline) -> None:
        super().__init__()
        self.ruler, self.ruler2, self.terminator_re = plain.ruler, plain.ruler2, plain.terminator_re
        self._rules: defaultdict[str, list[RuleFuncInlineType]] = defaultdict(list)
        self._last = ("", _STOP)
        named = zip(plain.ruler.get_active_rules(), plain.ruler.getRules(""), strict=True)
        for name, rule in named:
            if name != "text":
                for sign in _SIGNS[name]:
                    self._rules[sign].append(rule)

    def tokenize(self, state: StateInline) -> None:
        """Reads all of *state*."""
        rules, src, end = self._rules, state.src, state.posMax
        deepest = state.md.options["maxNesting"]
        last = self._last
        if src is not last[0]:  # the words of a link are read within the text around it
            self._last = last = (src, _STOP_WITH_WWW if "www." in src else _STOP)
        search = last[1].search
        while state.pos < end:
            pos = state.pos
            # A rule may look at a part only: what it does not see there is not its end.
            stop = search(src, pos, end)
            at = stop.start() if stop else end
            if at > pos:
                state.append_pending(src[pos:at])
                state.pos = at
            if at == end:
                break
            made = len(state.tokens)
            if state.level < deepest and any(rule(state, False) for rule in rules[src[at]]):
                for token in state.tokens[made:]:
                    token.meta.setdefault("pos", at)
                continue
            state.append_pending(src[at])
            state.pos = at + 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802  # markdown-it's name
        """Goes past one token of *state*."""
        pos = state.pos
        if pos in state.cache:
            state.pos = state.cache[pos]
            return
        stop = _STOP_IN_LABEL.search(state.src, pos, state.posMax)
        at = stop.start() if stop else state.posMax
        if at > pos:
            state.pos = at
        elif state.level >= state.md.options["maxNesting"]:
            state.pos = state.posMax
        else:
            state.level += 1
            found = any(rule(state, True) for rule in self._rules[state.src[pos]])
            state.level -= 1
            if not found:
                state.pos = pos + 1
        state.cache[pos] = state.pos


_FIRST_SIGNS = {
    "callout_title": "[",
    "comment": "%",
    "math_block": "$",
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*-+0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
"""What a line begins with for each rule. Others are asked at every line; `table` and `lheading` look at the next."""


class IndexedBlock(ParserBlock):
    """The rules of *plain*, asked by the first sign of a line."""

    def __init__(self, plain: ParserBlock) -> None:
        super().__init__()
        self.ruler = plain.ruler
        self._named = list(zip(plain.ruler.get_active_rules(), plain.ruler.getRules(""), strict=True))
        self._rules: dict[tuple[str, bool, bool], list[RuleFuncBlockType]] = {}

    def _rules_for(self, sign: str, *, table: bool, underlined: bool) -> list[RuleFuncBlockType]:
        """The rules for a line that begins with *sign*; whether the next may make a *table* of it, and whether one of
        its paragraph may be a line that makes a heading of it."""
        key = (sign, table, underlined)
        if key not in self._rules:
            left_out = {name for name, wanted in (("table", table), ("lheading", underlined)) if not wanted}
            self._rules[key] = [
                rule for name, rule in self._named if sign in _FIRST_SIGNS.get(name, sign) and name not in left_out
            ]
        return self._rules[key]

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803  # markdown-it's names
        """Reads the lines of *state* from *startLine* on."""
        line, deepest, gap = startLine, state.md.options.maxNesting, False
        region, last = startLine, -1  # where the lines end that may be one paragraph, and the last that may underline
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                return
            if state.level >= deepest:
                state.line = endLine
                return
            sign = state.src[state.bMarks[line] + state.tShift[line]]
            if line >= region:
                region, last = _paragraph(state, line, endLine)
            table = line + 1 < endLine and _first(state, line + 1) in "|-:"
            for rule in self._rules_for(sign, table=table, underlined=last > line):
                if rule(state, line, endLine, False):
                    break
            # A list is loose if there are empty lines between its blocks, not behind them.
            state.tight = not gap
            line = state.line
            if line - 1 < endLine and state.isEmpty(line - 1):
                gap = True
            if line < endLine and state.isEmpty(line):
                gap = True
                line += 1
                state.line = line


def _first(state: StateBlock, line: int) -> str:
    """The first sign of *line*, a space if there is none."""
    at = state.bMarks[line] + state.tShift[line]
    return state.src[at] if at < state.eMarks[line] else " "


def _paragraph(state: StateBlock, line: int, end_line: int) -> tuple[int, int]:
    """Where the lines from *line* on end that may be of one paragraph, and the last of them that begins like one that
    underlines a heading."""
    last = -1
    for following in range(line + 1, end_line):
        sign = _first(state, following)
        if sign == " " or state.sCount[following] < state.blkIndent:
            return following, last
        if sign in "=-":
            last = following
    return end_line, last
