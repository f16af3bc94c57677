"""The short way of reading plain properties gives what YAML gives, or leaves them to it."""

import random

import pytest

from trellis import strict_yaml
from trellis.model import Finding

PIECES = (
    *("a", "x y", "é", "1", "A note") * 3,
    "b: c",
    ": ",
    "- ",
    "\n",
    "  ",
    "[",
    "]",
    ", ",
    '"',
    "'",
    "#",
    "null",
    "-",
    "~",
    "{",
)
"""Of which properties are thrown together."""

ROWS = ("key: ", "k2: ", "k3:", "- ", "  - ", "")


def by_yaml(block: str, monkeypatch: pytest.MonkeyPatch) -> tuple[object, list[Finding]]:
    findings: list[Finding] = []
    with monkeypatch.context() as patch:
        patch.setattr(strict_yaml, "_read_simply", lambda block: None)
        return strict_yaml.read_mapping(block, findings), findings


def test_it_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(3)
    simple = 0
    for _ in range(20_000):
        rows = (dice.choice(ROWS) + "".join(dice.choices(PIECES, k=dice.randint(0, 3))) for _ in range(3))
        block = "\n".join(rows) + "\n"
        short = strict_yaml._read_simply(block)
        if short is not None:
            simple += 1
            assert (short, []) == by_yaml(block, monkeypatch), block
    assert simple > 200


def test_half_a_character_becomes_a_sign_that_can_be_saved() -> None:
    found = strict_yaml.read_mapping('title: "a \\ud800 b"\n"\\udfff": ["\\udbff"]', [])
    assert found == {"title": "a \ufffd b", "\ufffd": ["\ufffd"]}
