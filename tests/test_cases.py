"""Every example in `tests/cases`. After a change that is meant to change them: `./scripts/test --only tests --update`,
and read the difference."""

import re
from pathlib import Path

import pytest

from casefile import Case, read_cases, rewrite

FOLDER = Path(__file__).parent / "cases"
FILES = sorted(FOLDER.glob("*.md"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.config.getoption("--update"):
        for file in FILES:
            rewrite(file)
    cases = [case for file in FILES for case in read_cases(file)]
    ids = [f"{case.file.stem}:{case.line} {case.name}" for case in cases]
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", cases, ids=ids)


def test_case(case: Case) -> None:
    html, diagnostics = case.results()
    where = f"{case.file.name}:{case.line}: {case.name}"
    assert html == case.html, where
    assert diagnostics == case.diagnostics, where


def test_every_rule_has_a_case() -> None:
    """The rules for links and embeds, by their numbers; W16 is about the search of Obsidian's app."""
    rules = {f"W{number}" for number in range(1, 21)} | {f"E{number}" for number in range(1, 10)}
    named = {word for file in FILES for case in read_cases(file) for word in re.findall(r"[WE]\d+", case.name)}
    assert rules - named == {"W16"}


def test_every_syntax_has_cases() -> None:
    """A syntax without an example is one that nobody can look up."""
    syntaxes = {file.stem for file in (FOLDER.parent.parent / "plugins/trellis/markdown").glob("*.py")}
    assert syntaxes - {"__init__", "indexed", "math_styles", "renderer", "said", "text"} <= {
        file.stem for file in FILES
    }
