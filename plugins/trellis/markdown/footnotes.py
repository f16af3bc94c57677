"""`[^1]` and `^[inline]` footnotes, by mdit-py-plugins, in markup of our own: ids that headings cannot take."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_inline, footnote_ref

from trellis.markdown.renderer import hold
from trellis.markdown.said import said
from trellis.markdown.text import with_rows
from trellis.model import Finding, Slot

_DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:")
_SPACES = re.compile(r"[ \t]*")
_REFERENCE = re.compile(r"\[\^[^\s\[\]^]+\]")


def add_to(md: MarkdownIt) -> None:
    md.use(footnote_plugin)
    md.block.ruler.at("footnote_def", _definition, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.at("footnote_ref", _outside_links(footnote_ref))
    md.inline.ruler.at("footnote_inline", _outside_links(footnote_inline))
    md.core.ruler.before("footnote_tail", "footnote_check", _check)
    md.core.ruler.after("footnote_tail", "footnote_lines", _place)
    md.add_render_rule("footnote_ref", _render_ref)
    md.add_render_rule("footnote_block_open", _render_block_open)
    md.add_render_rule("footnote_block_close", _render_block_close)
    md.add_render_rule("footnote_open", _render_open)
    md.add_render_rule("footnote_anchor", _render_anchor)


def _outside_links(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    """The plugin's own *rule*, but not in the words of a link: HTML has no links in links."""
    return lambda state, silent: not state.linkLevel and rule(state, silent)


def _definition(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """`[^name]: …`, which goes on in lines indented by two spaces or more, as in Obsidian; the plugin asks for four."""
    if state.is_code_block(start_line):
        return False
    begin, end = state.bMarks[start_line] + state.tShift[start_line], state.eMarks[start_line]
    if not (opened := _DEFINITION.match(state.src, begin, end)):
        return False
    if silent:
        return True
    label = opened[1]
    known: dict[str, int] = state.env.setdefault("footnotes", {}).setdefault("refs", {})
    state.env["footnotes"].setdefault("list", {})
    if f":{label}" in known:
        message = f"the footnote [^{label}] is there twice; the last one is shown, so give one of them another name"
        state.env.setdefault("findings", []).append(Finding("footnote", start_line, message))
    known[f":{label}"] = -1
    token = state.push("footnote_reference_open", "", 1)
    token.meta = {"label": label}
    _read_footnote(state, start_line, end_line, opened.end())
    token.map = [start_line, state.line]
    state.push("footnote_reference_close", "", -1)
    return True


def _read_footnote(state: StateBlock, start_line: int, end_line: int, begin: int) -> None:
    """Reads the blocks of a footnote whose words begin at *begin*."""
    indent = _indent(state, start_line, end_line)
    spaces = len(_SPACES.match(state.src, begin, state.eMarks[start_line])[0])  # type: ignore[index]
    before = state.bMarks[start_line], state.tShift[start_line], state.sCount[start_line], state.parentType
    state.blkIndent += indent
    state.bMarks[start_line], state.tShift[start_line] = begin, spaces
    state.sCount[start_line] = state.blkIndent + (spaces if spaces >= 5 else 0)
    state.parentType = "footnote"
    state.md.block.tokenize(state, start_line, end_line)
    state.blkIndent -= indent
    state.bMarks[start_line], state.tShift[start_line], state.sCount[start_line], state.parentType = before


def _indent(state: StateBlock, start_line: int, end_line: int) -> int:
    """By how much the lines of the footnote that begins at *start_line* are indented: two to four."""
    least, after_blank = 4, False
    for line in range(start_line + 1, end_line):
        indent = state.sCount[line] - state.blkIndent
        if state.isEmpty(line):
            after_blank = True
        elif indent >= 2:
            least, after_blank = min(least, indent), False
        elif after_blank or state.src.startswith("[^", state.bMarks[line] + state.tShift[line]):
            break
    return least


def _check(state: StateCore) -> None:
    """Footnotes that nothing refers to are lost, and references without a footnote stay as they are written."""
    findings: list[Finding] = state.env.setdefault("findings", [])
    known = state.env.get("footnotes", {}).get("refs", {})
    rows = state.src.split("\n") if "[^" in state.src or "^[" in state.src else []
    for token in state.tokens if rows else ():
        line = (token.map or [0])[0]
        if token.type == "footnote_reference_open" and known.get(f":{token.meta['label']}", -1) < 0:
            label = token.meta["label"]
            message = f"nothing refers to the footnote [^{label}], so it is not shown; put [^{label}] where it belongs"
            findings.append(Finding("footnote", line, message))
        for child, row in with_rows(token):
            if child.type == "footnote_ref":
                child.meta["line"] = row
            for found in _REFERENCE.finditer(child.content if child.type == "text" else ""):
                while found[0] not in rows[line] and line + 1 < (token.map or [0, 0])[1]:
                    line += 1
                message = f"there is no footnote {found[0]}; write one, {found[0]}: …, or \\[ to mean a bracket"
                findings.append(Finding("footnote", line, message))


def _place(state: StateCore) -> None:
    """Gives inline footnotes the line they are written in, which the plugin forgets."""
    refs = (child for token in state.tokens for child in token.children or () if child.type == "footnote_ref")
    lines = {child.meta["id"]: child.meta["line"] for child in refs if "line" in child.meta}
    number = None
    for token in state.tokens if lines else ():
        if token.type == "footnote_open":
            number = token.meta["id"]
        elif token.type == "inline" and token.map is None and number in lines:
            token.map = [lines[number], lines[number] + 1]


def _ids(token: Token) -> tuple[int, str]:
    """A footnote's number, and the id of the place that refers to it."""
    number, again = token.meta["id"] + 1, token.meta.get("subId", 0)
    return number, f"fnref:{number}" + (f":{again}" if again else "")


def _render_ref(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    number, place = _ids(tokens[idx])
    return hold(
        env,
        f'<sup id="{place}"><a class="footnote-ref" href="#fn:{number}" role="doc-noteref">{number}</a></sup>',
    )


def _render_block_open(
    self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    begin = hold(env, Slot("footnotes", 0))
    return f"{begin}<section{self.renderAttrs(Token('', '', 0, {'class': 'footnotes footnote'}))}>\n<hr>\n<ol>\n"


def _render_open(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    number, _ = _ids(tokens[idx])
    attributes = self.renderAttrs(Token("", "", 0, {"id": f"fn:{number}", "value": number}))
    return f"{hold(env, Slot('footnote', number - 1))}<li{attributes}>"


def _render_block_close(
    self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return f"{hold(env, Slot('footnotes', 1))}</ol>\n</section>\n"


def _render_anchor(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    number, place = _ids(tokens[idx])
    named = escape(said(env, "text.footnote", number=number))
    return hold(env, f' <a class="footnote-backref" href="#{place}" role="doc-backlink" aria-label="{named}">↩</a>')
