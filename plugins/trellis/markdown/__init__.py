"""Obsidian-flavoured Markdown: CommonMark, GFM's tables, strikethrough and tasks, and one file per syntax of
Obsidian's own. The list below is the whole grammar, in the order in which its parts are added."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt

from trellis.markdown import (
    blocks,
    callouts,
    code,
    comments,
    diagrams,
    embeds,
    footnotes,
    headings,
    highlights,
    html,
    images,
    links,
    math,
    source_line,
    tables,
    tags,
    tasks,
    timestamps,
    wikilinks,
)
from trellis.markdown.indexed import IndexedBlock, IndexedInline
from trellis.markdown.renderer import Renderer

SYNTAXES = (
    wikilinks,
    links,
    images,
    timestamps,
    comments,
    highlights,
    tags,
    footnotes,
    math,
    tasks,
    callouts,
    code,
    diagrams,
    html,
    source_line,
    blocks,
    tables,
    headings,
    embeds,
)


@cache
def parser(*, strict_line_breaks: bool) -> MarkdownIt:
    """The parser; it keeps nothing between notes, so one serves all."""
    md = MarkdownIt("commonmark", {"breaks": not strict_line_breaks, "xhtmlOut": False}, renderer_cls=Renderer)
    md.enable(["table", "strikethrough"])
    for syntax in SYNTAXES:
        syntax.add_to(md)
    md.inline, md.block = IndexedInline(md.inline), IndexedBlock(md.block)
    return md
