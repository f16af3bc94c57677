r"""`$x^2$` and `$$…$$`: taken word for word, so that nothing in a formula is read as Markdown, and drawn as MathML.

MathML is what browsers, screen readers and printers know without a script, and `math-core` writes it when the site is
built. What that does not know (it is younger than TeX) stays TeX, and a script of the site draws it in the browser.
By Obsidian's rules a dollar next to a space or before a digit is money (rule for mathematics).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from math_core import LatexError, LatexToMathML
from mdit_py_plugins.dollarmath import dollarmath_plugin

from trellis.markdown.math_styles import without_styles
from trellis.markdown.renderer import hold
from trellis.markdown.text import with_rows
from trellis.model import Finding

_LONGEST = 10_000
"""Characters; a formula of three pages is a mistake, or worse."""

_SHORT, _STACK = 300, 64 * 1024 * 1024
"""A formula of this many characters cannot nest deeper than the smallest stack bears; a longer one is drawn on a stack
of so many bytes, which `_LONGEST` cannot exhaust (2 KiB for each level, measured)."""

_MOST_EXPANSIONS = 200  # of the library's own shorthands, such as `\\iff`
_MOST_MATHML = 4 * 1024 * 1024
"""Characters of MathML in a note: a prime of one character becomes fifty."""

_CLOSING = re.compile(r"(?<!\\)\$\$")
_LAST = re.compile(r"[ \t]*(?:[ \t]\^([A-Za-z0-9-]+)[ \t]*)?")

_WIDE = 40
"""Characters; about what a phone shows of a formula in a line."""

_NUMBERED = re.compile(r"\\(begin|end)\s*\{(align|equation|gather|multline)\}")
_DEFINING = re.compile(r"\\(?:(?:new|renew|provide)command|DeclareMathOperator|[gex]?def|let)(?![a-zA-Z])")
_STRETCHED = re.compile(r"\\(?:[hm]?space|[hm]?skip|m?kern|rule|h?phantom)(?![a-zA-Z])")
_STARRED = re.compile(r"\\begin\{(align|equation|gather|multline)\*\}")
_ELEMENTS = (
    "math mrow mi mn mo mtext ms mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd"
    " mpadded mphantom menclose mmultiscripts mprescripts merror mstyle b i span code em s u"
).replace(" ", "|")
_MATHML = re.compile(rf'(?:[^<>]++|</?(?:{_ELEMENTS})(?: (?!on|id)[a-z]++="[^"<>\\@(&]*+")*+/?>)*+')
_KINDS = {"math_inline": "inline", "math_inline_double": "block", "math_block": "block"}


def add_to(md: MarkdownIt) -> None:
    md.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    md.block.ruler.at("math_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.core.ruler.push("formulas", _formulas)
    for kind in _KINDS:
        md.add_render_rule(kind, _render)


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """`$$` at the beginning of a line and at the end of one, or with a block id behind it."""
    if state.is_code_block(start_line) or not state.src.startswith("$$", _begin(state, start_line)):
        return False
    for line in range(start_line, end_line):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return False
        closing = _CLOSING.search(state.src, _begin(state, line) + 2 * (line == start_line), state.eMarks[line])
        if not closing:
            continue
        if not (last := _LAST.fullmatch(state.src, closing.end(), state.eMarks[line])):
            return False  # with words behind it, it stands in a line
        if not silent:
            text = state.getLines(start_line, line + 1, state.blkIndent, False)
            token = state.push("math_block", "math", 0)
            token.content = text[text.index("$$") + 2 : text.rindex("$$")]
            token.map, token.markup = [start_line, line + 1], "$$"
            token.meta = {"block": last[1]} if last[1] else {}
            state.line = line + 1
        return True
    return False


def _begin(state: StateBlock, line: int) -> int:
    return state.bMarks[line] + state.tShift[line]


def _formulas(state: StateCore) -> None:
    if "$" not in state.src:
        return
    formulas = _Formulas()
    findings: list[Finding] = state.env.setdefault("findings", [])
    for block in state.tokens:
        for token, row in with_rows(block) if block.children else ((block, (block.map or [0])[0]),):
            if token.type not in _KINDS:
                continue
            try:
                token.meta["mathml"] = formulas.mathml(token.content, block=_KINDS[token.type] == "block")
            except ValueError as error:
                shown = " ".join(token.content.split())
                shown = shown if len(shown) <= 40 else f"{shown[:40]}…"
                message = f"the formula “{shown}” could not be drawn in advance ({error}); see whether your browser can"
                findings.append(Finding("formula", row, message))


class _Formulas:
    """The formulas of one note."""

    def __init__(self) -> None:
        self._converter = LatexToMathML(
            fancy_error=False, allow_unreliable_rendering=True, max_expansions=_MOST_EXPANSIONS
        )
        self._written = 0

    def mathml(self, tex: str, *, block: bool) -> str:
        """The formula *tex* as a `math` element.

        Raises:
            ValueError: the library does not know a command in it, or it is too long.
        """
        if len(tex) > _LONGEST:
            raise ValueError(f"it is longer than {_LONGEST} characters")
        if self._written > _MOST_MATHML:
            raise ValueError("the formulas of this note make too long a page")
        # A few commands that use each other make of a line what no memory holds; a browser counts as it expands them.
        if _DEFINING.search(tex):
            raise ValueError("it defines a command of its own")
        # Obsidian numbers no equations, whatever the name of the environment.
        tex = _NUMBERED.sub(r"\\\1{\2*}", tex)
        if block and r"\tag" in tex and not _STARRED.search(tex):
            tex = rf"\begin{{equation*}}{tex}\end{{equation*}}"
        try:
            mathml = self._convert(tex, block=block)
        except LatexError as error:
            raise ValueError(str(error).partition(": ")[2].rstrip(".")) from None
        self._written += len(mathml)
        if not _MATHML.fullmatch(mathml):
            raise ValueError("it holds more than a formula")
        return without_styles(mathml) if " style=" in mathml else mathml

    def _convert(self, tex: str, *, block: bool) -> str:
        convert = partial(self._converter.convert_with_local_state, tex, displaystyle=block)
        return convert() if len(tex) <= _SHORT else _on_a_large_stack(convert)


def _on_a_large_stack(call: Callable[[], str]) -> str:
    """What *call* returns or raises, run where deep nesting does no harm: native code that runs out of stack ends the
    whole process."""
    outcome: Future[str] = Future()

    def run() -> None:
        try:
            outcome.set_result(call())
        except BaseException as error:  # noqa: BLE001  # handed to the caller
            outcome.set_exception(error)

    before = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=run)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    return outcome.result()


def _render(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[idx]
    kind = _KINDS[token.type]
    mathml = token.meta.get("mathml")
    inside = mathml or escapeHtml(token.content.strip())
    # MathML does not break lines: what may be wider than a phone can be scrolled, by keys too.
    is_wide = len(token.content) > _WIDE or _STRETCHED.search(token.content)
    wide = ' tabindex="0"' if mathml and is_wide else ""
    if kind == "inline" and mathml:
        return hold(env, f'<span class="formula-wide"{wide}>{mathml}</span>' if wide else mathml)
    # One that is too long would hold up the browser too.
    left_over = "" if mathml or len(token.content) > _LONGEST else f' data-tex="{kind}"'
    tag = "div" if token.type == "math_block" else "span"
    anchor = f' id="{escapeHtml(str(token.attrs["id"]))}"' if "id" in token.attrs else ""
    return hold(env, f'<{tag} class="formula"{anchor}{wide}{left_over}>{inside}</{tag}>' + "\n" * (tag == "div"))
