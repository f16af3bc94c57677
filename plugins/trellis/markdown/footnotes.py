"""`[^1]` and `^[inline]` footnotes, by mdit-py-plugins, in markup of our own: ids that headings cannot take."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

from trellis.markdown.renderer import hold
from trellis.model import Finding, Slot

_REFERENCE = re.compile(r"\[\^[^\s\[\]^]+\]")


def add_to(md: MarkdownIt) -> None:
    md.use(footnote_plugin)
    md.block.ruler.at("footnote_def", _definition, {"alt": ["paragraph", "reference"]})
    md.core.ruler.before("footnote_tail", "footnote_check", _check)
    md.add_render_rule("footnote_ref", _render_ref)
    md.add_render_rule("footnote_block_open", _render_block_open)
    md.add_render_rule("footnote_block_close", _render_block_close)
    md.add_render_rule("footnote_open", _render_open)
    md.add_render_rule("footnote_anchor", _render_anchor)


def _definition(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """The plugin's own rule, for which a footnote goes on in lines indented by four; here by two, as in Obsidian."""
    if silent or not footnote_def(state, start_line, end_line, True):
        return silent and footnote_def(state, start_line, end_line, silent)
    for line in range(start_line + 1, end_line):
        indent = state.sCount[line] - state.blkIndent
        if state.isEmpty(line) or indent >= 4:
            continue
        if indent < 2:
            break
        state.sCount[line] = state.blkIndent + 4
    return footnote_def(state, start_line, end_line, silent)


def _check(state: StateCore) -> None:
    """Footnotes that nothing refers to are lost, and references without a footnote stay as they are written."""
    findings: list[Finding] = state.env.setdefault("findings", [])
    known = state.env.get("footnotes", {}).get("refs", {})
    for token in state.tokens:
        line = (token.map or [0])[0]
        if token.type == "footnote_reference_open" and known.get(f":{token.meta['label']}", -1) < 0:
            label = token.meta["label"]
            message = (
                f"the footnote [^{label}] is not shown, for nothing refers to it; write [^{label}] where it belongs"
            )
            findings.append(Finding("footnote", line, message))
        for child in token.children or []:
            line += child.type in {"softbreak", "hardbreak"}
            for found in _REFERENCE.finditer(child.content if child.type == "text" else ""):
                message = f"there is no footnote {found[0]}; write one, {found[0]}: …, or \\[ to mean a bracket"
                findings.append(Finding("footnote", line, message))


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
    return hold(
        env,
        f' <a class="footnote-backref" href="#{place}" role="doc-backlink"'
        f' aria-label="Back to where footnote {number} is referred to">↩</a>',
    )
