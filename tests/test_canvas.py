"""Canvases: what is read of them, and what is said of those that cannot be."""

import json
from pathlib import Path

import pytest

from conftest import trellis
from trellis.canvas import draw_canvas, read_canvas
from trellis.scanned import Card
from trellis.words import english


def test_an_empty_file_is_an_empty_canvas() -> None:
    assert read_canvas("") == read_canvas('{"nodes": [], "edges": []}')
    assert "is an empty canvas" in draw_canvas(read_canvas(""), "x", lambda _: None, english())


def test_unknown_fields_and_colours_are_passed_over() -> None:
    node = {"id": "a", "type": "text", "x": 1.4, "y": -2, "width": 0, "height": 9, "color": "red", "new": []}
    (card,) = read_canvas(json.dumps({"nodes": [node]})).cards
    assert card == Card("a", "text", "", 1, -2, 1, 9, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "it is no JSON: .* in line 1"),
        ("[]", "it must be an object"),
        ("[" * 100_000, "it is (nested too deep|no JSON)"),
        ('{"nodes": {}}', "`nodes` must be a list of objects"),
        ('{"nodes": [{"type": "x"}]}', "node 1 has no `type`"),
        ('{"nodes": [{"type": "text", "x": "0"}]}', "node 1 needs numbers"),
        ('{"nodes": [{"type": "text", "x": 1e99, "y": 0, "width": 1, "height": 1}]}', "node 1 needs numbers"),
        ('{"nodes": [{"type": "text", "x": NaN, "y": 0, "width": 1, "height": 1}]}', "node 1 needs numbers"),
        ('{"edges": [{"fromSide": ["left"]}]}', "edge 1 has a side"),
        (json.dumps({"nodes": [{}] * 501}), "`nodes` has 501 entries"),
    ],
)
def test_what_is_no_canvas_is_said(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_canvas(text)


def test_words_fill_their_card_and_no_more() -> None:
    node = {"id": "a", "type": "text", "text": "word " * 99, "x": 0, "y": 0, "width": 100, "height": 80}
    drawn = draw_canvas(read_canvas(json.dumps({"nodes": [node]})), "x", lambda _: None, english())
    assert drawn.count("<text") == 2
    assert "…</text>" in drawn


def test_a_broken_canvas_is_left_out_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("# Home\n\n![[plan.canvas]]\n", "utf-8")
    (tmp_path / "plan.canvas").write_text('{"nodes": [', "utf-8")
    result = trellis("check", tmp_path)
    assert "plan.canvas]] names a file that is left out: the canvas cannot be drawn: it is no JSON" in result.stdout
