"""`- [ ] to do`, `- [x] done`; any other character counts as done and is shown as `data-task` (Obsidian's way)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from trellis.markdown.renderer import hold
from trellis.markdown.said import said

_BOX = re.compile(r"\[([^\n\[\]])\][ \t]+(?=\S)")


def add_to(md: MarkdownIt) -> None:
    md.core.ruler.before("inline", "tasks", _tasks)
    md.core.ruler.after("inline", "task_boxes", _boxes)
    md.add_render_rule("task_box", _render_box)


def _tasks(state: StateCore) -> None:
    lists: list[Token] = []
    for index, token in enumerate(state.tokens):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(token)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "list_item_open" and len(state.tokens) > index + 2:
            inline = state.tokens[index + 2]
            if inline.type == "inline" and (box := _BOX.match(inline.content)):
                token.attrs = {**token.attrs, "class": "task-list-item", "data-task": box[1].strip()}
                lists[-1].attrs["class"] = "task-list"
                inline.content = inline.content[box.end() :]
                inline.meta = {**inline.meta, "task": box[1], "cut": box.end()}


def _boxes(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and "task" in token.meta:
            mark, words = token.meta["task"], token.children or []
            if mark in "xX":  # only this one is struck through
                words = [
                    Token("task_words", "span", 1, {"class": "task-done"}),
                    *words,
                    Token("task_words", "span", -1),
                ]
            token.children = [Token("task_box", "", 0, meta={"task": mark}), *words]


def _render_box(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    mark = tokens[idx].meta["task"]
    state = " checked" if mark != " " else ""
    key = {" ": "text.task", "x": "text.task_done", "X": "text.task_done"}.get(mark, "text.task_marked")
    words = escape(said(env, key, mark=mark))
    return hold(env, f'<input type="checkbox" disabled aria-label="{words}"{state}> ')
