"""`$x^2$` and `$$…$$`: taken word for word, so that nothing in a formula is read as Markdown.

What is written is TeX in the markup that Material documents for MathJax and KaTeX; a site that adds neither shows the
TeX as it is. By Obsidian's rules a dollar next to a space or before a digit is money (rule for mathematics).
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.dollarmath import dollarmath_plugin

from trellis.markdown.renderer import hold


def add_to(md: MarkdownIt) -> None:
    md.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    md.add_render_rule("math_inline", _render_inline)
    md.add_render_rule("math_inline_double", _render_block)
    md.add_render_rule("math_block", _render_block)


def _render_inline(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    return hold(env, f'<span class="arithmatex">\\({escapeHtml(tokens[idx].content)}\\)</span>')


def _render_block(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    kind = "div" if tokens[idx].type == "math_block" else "span"
    return hold(env, f'<{kind} class="arithmatex">\\[{escapeHtml(tokens[idx].content.strip())}\\]</{kind}>\n')
