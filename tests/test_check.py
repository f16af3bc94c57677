"""Rules that need more than one note in memory."""

from pathlib import Path

from trellis import check_wiki, load_wiki


def test_a_link_to_a_file_that_is_left_out_says_why(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/Books.canvas.bak").write_text("")
    (tmp_path / "index.md").write_text("# Home\n\n![[books.canvas.bak]]\n")
    (finding,) = (d for d in check_wiki(load_wiki(tmp_path)) if d.code == "unresolved-link")
    assert str(finding) == (
        "index.md:3:1: ![[books.canvas.bak]] names a file that is left out: .bak files are not published; only"
        " pictures, sounds, videos, canvases, PDF, CSV and text are"
    )


def test_every_code_has_a_level_and_is_sorted_by_place(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("[[x]]\n\n[[y]]\n")
    (tmp_path / "a.md").write_text("# A\n\n[[z]] [[x]]\n")
    found = check_wiki(load_wiki(tmp_path))
    assert [(d.path, d.line, d.column) for d in found if d.level == "warning"] == [
        ("a.md", 3, 1),
        ("a.md", 3, 7),
        ("b.md", 1, 1),
        ("b.md", 3, 1),
    ]
