"""The index of rules changes nothing but the time: markdown-it's own loop gives the same notes."""

import random
from collections.abc import Iterator

import pytest
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline

from casefile import read_cases
from test_cases import FILES
from test_commonmark import examples
from trellis import NotePath, Options, Source, VaultPath, compile_note
from trellis.markdown import parser
from trellis.markdown.indexed import _FIRST_SIGNS, _SIGNS

PIECES = (
    *"[]()!#$%&*_=~`^<>:@w. \n\\|-+ab1\"'",
    *(
        "\n\n",
        "\n    ",
        "\n- ",
        "\n  ",
        "\n> ",
        "\n1. ",
        "\n# ",
        "\n---\n",
        "\n===\n",
        "\n| a |\n|---|\n",
        "\n```\n",
        "\n%%\n",
    ),
    *("\n$$\n", "\n[^1]: ", "\n> [!note] ", "\n<div>\n", "\n[r]: x\n"),
    *"www.a.b http://x.y mailto:a@b.c [[a]] ![[b]] [x](y) ![i](j) ** == ~~ %% #tag $a$ `c` [^1] ^[n] <b> &amp;".split(),
)


def texts() -> Iterator[str]:
    yield from (case.source for file in FILES for case in read_cases(file))
    yield from (example.markdown for example in examples())
    dice = random.Random(5)
    for _ in range(3_000):
        yield "".join(dice.choices(PIECES, k=dice.randint(3, 40)))


def plainly(text: str, monkeypatch: pytest.MonkeyPatch) -> object:
    with monkeypatch.context() as patch:
        patch.setattr(type(parser(strict_line_breaks=False).inline), "tokenize", ParserInline.tokenize)
        patch.setattr(type(parser(strict_line_breaks=False).inline), "skipToken", ParserInline.skipToken)
        patch.setattr(type(parser(strict_line_breaks=False).block), "tokenize", ParserBlock.tokenize)
        return compiled(text)


def compiled(text: str) -> object:
    """What the note says; places come from our own loop, so they are no part of the comparison."""
    note = compile_note(Source(NotePath(VaultPath("note.md")), text), Options())
    links = [(link.kind, link.target, link.fragment, link.label, link.excerpt) for link in note.links]
    return note.heading, note.body, links, note.tags, note.lead


def test_notes_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in texts():
        assert compiled(text) == plainly(text, monkeypatch), text


def test_the_index_knows_every_rule() -> None:
    rules = parser(strict_line_breaks=False).inline.ruler.get_active_rules()
    assert {*_SIGNS, "text"} == set(rules)
    blocks = parser(strict_line_breaks=False).block.ruler.get_active_rules()
    assert {*_FIRST_SIGNS, "code", "table", "lheading", "paragraph"} == set(blocks)
