"""A code block in `mermaid`, in the markup that Material draws as a diagram.

In a flowchart, `class A,B internal-link` makes links of nodes to the notes that their words name (Obsidian, Advanced
formatting syntax). Each is written as a `click` statement of Mermaid's own, once it is known where it leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from trellis.markdown.renderer import hold
from trellis.model import Slot

_FLOWCHART = re.compile(r"(?:---\n.*?\n---\n|%%[^\n]*\n|\s)*(?:graph|flowchart)\b", re.DOTALL)
_CLASSED = re.compile(r"(?:^|;)[ \t]*class[ \t]+([^\n;]+?)[ \t]+internal-link[ \t]*(?:;|$)", re.MULTILINE)
_ID = r"(?<![\w-])([\w-]+)"
_CLASSED_INLINE = re.compile(rf"{_ID}(?:[\[({{>][^\n]*?[\])}}])?:::internal-link\b")
_WORDS = re.compile(rf'{_ID}[ \t]*[\[({{>][\[({{/\\]*(?:"([^"\n]*)"|([^"\[\](){{}}\n]+))[/\\]*[\])}}]')
_LABEL = re.compile(rf'{_ID}@\{{[^}}\n]*\blabel:[ \t]*"([^"\n]*)"')


def add_to(md: MarkdownIt) -> None:
    md.core.ruler.after("block", "diagrams", _diagrams)
    md.add_render_rule("diagram", _render)


def _diagrams(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "fence" and token.info.strip().lower() == "mermaid":
            token.type = "diagram"


def linked_nodes(source: str) -> Iterator[tuple[str, str, int]]:
    r"""The nodes of a flowchart that are links: the id of each, the name it leads to, and its line, from 0.

    >>> list(linked_nodes('graph TD\nA["Deep learning"] --> B\nclass A,B internal-link;'))
    [('A', 'Deep learning', 2), ('B', 'B', 2)]
    """
    if "internal-link" not in source or not _FLOWCHART.match(source):
        return
    words = {found[1]: (found[2] or found[3]).strip("` ") for found in _WORDS.finditer(source)}
    words |= {found[1]: found[2] for found in _LABEL.finditer(source)}
    classed = [(name, found.start()) for found in _CLASSED.finditer(source) for name in found[1].split(",")]
    classed += [(found[1], found.start()) for found in _CLASSED_INLINE.finditer(source)]
    seen: set[str] = set()
    for written, at in classed:
        name = written.strip()
        if name not in seen and re.fullmatch(_ID, name):
            seen.add(name)
            yield name, words.get(name) or name, source.count("\n", 0, at)


def _render(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[idx]
    anchor = f' id="{escapeHtml(str(token.attrs["id"]))}"' if "id" in token.attrs else ""
    widget: list[str | Slot] = [f'<pre class="mermaid"{anchor}><code>{escapeHtml(token.content.rstrip())}\n']
    for node, number in token.meta.get("links", ()):
        # Where it leads nowhere the whole statement becomes a comment.
        widget += [Slot("click", number), f" {node} href ", Slot("href", number), "\n"]
    return hold(env, *widget, "</code></pre>\n")
