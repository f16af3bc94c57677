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

_LONGEST = 50_000
"""Characters; Mermaid itself reads no more."""

_ID = r"(?<![\w-])([\w-]{1,100})"
_CLASSED = re.compile(
    r"(?:^|;)[ \t]{0,20}class[ \t]{1,20}([^;\s](?:[^;\n]{0,500}[^;\s])?)[ \t]{1,20}internal-link[ \t]{0,20}(?:;|$)"
)
_CLASSED_INLINE = re.compile(rf"{_ID}(?:[\[({{>][^\n:]{{0,200}}[\])}}])?:::internal-link\b")
_SHAPE, _QUOTED = r"[\[({>][\[({/\\]{0,3}", r'"([^"\n]{1,200})"'
_WORDS = re.compile(rf"{_ID}[ \t]{{0,5}}{_SHAPE}(?:{_QUOTED}|([^\"\[\](){{}}/\\\n]{{1,200}}))[/\\]{{0,2}}[\])}}]")
_LABEL = re.compile(rf'{_ID}@\{{[^}}\n]{{0,200}}\blabel:[ \t]{{0,5}}"([^"\n]{{1,200}})"')


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
    if "internal-link" not in source or len(source) > _LONGEST or not _is_flowchart(source):
        return
    rows = source.split("\n")
    words = {found[1]: (found[2] or found[3]).strip("` ") for row in rows for found in _WORDS.finditer(row)}
    words |= {found[1]: found[2] for row in rows for found in _LABEL.finditer(row)}
    classed = [
        (n, name) for n, row in enumerate(rows) for found in _CLASSED.finditer(row) for name in found[1].split(",")
    ]
    classed += [(n, found[1]) for n, row in enumerate(rows) for found in _CLASSED_INLINE.finditer(row)]
    seen: set[str] = set()
    for row_number, written in classed:
        name = written.strip()
        if name not in seen and re.fullmatch(_ID, name):
            seen.add(name)
            yield name, words.get(name) or name, row_number


def _is_flowchart(source: str) -> bool:
    """Whether the first line says so, after front matter, directives and comments."""
    rows = [row.strip() for row in source.split("\n")]
    begin = rows.index("---", 1) + 1 if rows[0] == "---" and "---" in rows[1:] else 0
    first = next((row for row in rows[begin:] if row and not row.startswith("%%")), "")
    return bool(re.match(r"(?:graph|flowchart)\b", first))


def _render(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[idx]
    anchor = f' id="{escapeHtml(str(token.attrs["id"]))}"' if "id" in token.attrs else ""
    widget: list[str | Slot] = [f'<pre class="mermaid"{anchor}><code>{escapeHtml(token.content.rstrip())}\n']
    for node, number in token.meta.get("links", ()):
        # Where it leads nowhere the whole statement becomes a comment.
        widget += [Slot("click", number), f" {node} href ", Slot("href", number), "\n"]
    return hold(env, *widget, "</code></pre>\n")
