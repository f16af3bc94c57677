"""markdown-it's inline parser, with an index: at each sign only those rules are asked that it can begin.

The parser itself asks each of twenty rules at each sign, a tenth of the time of a note. The tokens are the same.
"""

from __future__ import annotations

import re
from collections import defaultdict

from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
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
        named = zip(plain.ruler.get_active_rules(), plain.ruler.getRules(""), strict=True)
        for name, rule in named:
            if name != "text":
                for sign in _SIGNS[name]:
                    self._rules[sign].append(rule)

    def tokenize(self, state: StateInline) -> None:
        """Reads all of *state*."""
        rules, src, end = self._rules, state.src, state.posMax
        deepest = state.md.options["maxNesting"]
        search = (_STOP_WITH_WWW if "www." in src else _STOP).search
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
