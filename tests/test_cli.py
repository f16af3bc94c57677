"""The command `trellis`, as a person or a program calls it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trellis.cli import main


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "my_vault"
    files = {
        "Newton.md": "---\ntitle: Isaac Newton\n---\n\nSee [[hooke#Life|him]], [[Leibnitz]] and ![[apple.png|100]].\n",
        "people/hooke.md": "# Robert Hooke\n\n## Life\n",
        "people/Leibniz.md": "# Leibniz\n\n[[todo]]\n",
        "a/todo.md": "# Todo\n",
        "b/todo.md": "# Todo\n",
        "apple.png": "",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_links_as_json(vault: Path) -> None:
    result = run("links", vault, "--json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    assert rows[0] == {
        "source": "Newton.md",
        "line": 5,
        "column": 5,
        "target": "hooke",
        "fragment": "Life",
        "label": "him",
        "embed": False,
        "outcome": "found",
        "path": "people/hooke.md",
        "how": "path",
        "suggestions": [],
        "reason": None,
    }
    assert [(row["target"], row["outcome"], row["path"], row["how"], row["suggestions"]) for row in rows[1:]] == [
        ("Leibnitz", "unresolved", None, None, ["Leibniz"]),
        ("apple.png", "found", "apple.png", "exact", []),
        ("todo", "ambiguous", "a/todo.md", "path", ["a/todo", "b/todo"]),
    ]
    assert rows[2]["embed"] is True


def test_links_for_people(vault: Path) -> None:
    lines = run("links", vault).stdout.splitlines()
    assert lines[1] == "Newton.md:5:25: unresolved: Leibnitz → nothing"


def test_render_by_path_by_name_and_by_file(vault: Path) -> None:
    for name in ("Newton.md", "newton", vault / "Newton.md"):
        result = run("render", name, "--vault", vault)
        assert result.exit_code == 0
        assert result.stdout == (
            '<p>See <a class="wikilink" href="../people/hooke/#life">him</a>, <span class="wikilink unresolved"'
            ' title="Nobody has written “Leibnitz” yet">Leibnitz</span> and'
            ' <img src="../apple.png" alt="apple.png" width="100" loading="lazy">.</p>\n'
        )


def test_render_of_a_note_that_is_none(vault: Path) -> None:
    result = run("render", "Netwon", "--vault", vault)
    assert result.exit_code == 2
    assert "has no note 'Netwon'; did you mean Newton?" in result.stderr
    assert run("render", "apple.png", "--vault", vault).exit_code == 2


def test_check_says_where_what_and_what_to_do(vault: Path) -> None:
    result = run("check", vault)
    assert result.exit_code == 0
    ambiguous, unresolved, duplicate = result.stdout.splitlines()
    assert ambiguous == (
        "warning: ambiguous-link: people/Leibniz.md:3:1: [[todo]] could mean [[a/todo]], [[b/todo]]; it leads to the"
        " first: write one in full"
    )
    assert unresolved == (
        "warning: unresolved-link: Newton.md:5:25: [[Leibnitz]] is not the name of any file in the vault; did you mean"
        " [[Leibniz]]?"
    )
    assert duplicate.startswith("info: duplicate-name: 2 (-v lists them; the first: a/todo.md:1:1: has the same name")
    assert result.stderr == "2 warnings, 2 infos\n"


def test_check_exit_codes(vault: Path, tmp_path: Path) -> None:
    assert run("check", vault, "--strict").exit_code == 1
    clean = tmp_path / "clean"
    clean.mkdir()
    (clean / "index.md").write_text("# Home\n")
    result = run("check", clean, "--strict")
    assert (result.exit_code, result.stdout) == (0, "nothing to report\n")
    (clean / "large.md").write_text("# x\n" + "x" * 2 * 1024 * 1024)
    assert run("check", clean).exit_code == 1, "a note that cannot be shown fails without --strict"


def test_check_as_json(vault: Path) -> None:
    rows = json.loads(run("check", vault, "--format", "json").stdout)
    unresolved = next(row for row in rows if row["code"] == "unresolved-link")
    assert unresolved == {
        "code": "unresolved-link",
        "path": "Newton.md",
        "line": 5,
        "column": 25,
        "message": "[[Leibnitz]] is not the name of any file in the vault",
        "about": "leibnitz",
        "suggestions": ["Leibniz"],
        "level": "warning",
    }


def test_thousands_of_findings_are_summed_up(tmp_path: Path) -> None:
    for number in range(50):
        text = "# x\n\n" + "[[Most wanted]] [[most_wanted]]\n" + f"[[Only {number}]]\n"
        (tmp_path / f"{number}.md").write_text(text)
    lines = run("check", tmp_path).stdout.splitlines()
    assert lines[0] == "warning: unresolved-link: 150 in 50 notes; the ten worst follow, -v lists all"
    assert lines[1].startswith("warning:   100 times, first 0.md:3:1: [[Most wanted]] is not the name")
    assert len(lines) == 11
    assert len(run("check", tmp_path, "-v").stdout.splitlines()) == 150


@pytest.mark.parametrize("command", ["check", "links", "serve"])
def test_a_vault_that_does_not_exist(command: str, tmp_path: Path) -> None:
    result = run(command, tmp_path / "none")
    assert result.exit_code == 2
    assert result.stderr == f"trellis: {tmp_path / 'none'}: there is no such folder; check the path of the vault\n"


def test_build_refuses_before_it_touches_anything(vault: Path, tmp_path: Path) -> None:
    for out in (vault / "site", vault, tmp_path):
        result = run("build", vault, "--out", out)
        assert result.exit_code == 2
        assert result.stderr.startswith("trellis: --out ")
    assert not (vault / "site").exists()
    assert run("build", tmp_path / "none", "--out", tmp_path / "site").exit_code == 2
    assert not (tmp_path / "site").exists()
