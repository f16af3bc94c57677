"""What is kept between builds: topics are not found again, unless something of them changed."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from casefile import wiki_of
from trellis import Wiki, topics
from trellis.results import Results

EVERYBODY = " ".join(f"[[n{i}]]" for i in range(6))


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return Results(tmp_path / "notes.sqlite", pytest.fail)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of links of which communities were worked out."""
    counts: list[int] = []

    def counted(edges: list[tuple[str, str, float]]) -> dict[str, int]:
        counts.append(len(edges))
        return real(edges)

    real = topics._communities
    monkeypatch.setattr(topics, "_communities", counted)
    return counts


def wiki(results: Results, **more: str) -> Wiki:
    return replace(wiki_of({**{f"n{i}.md": EVERYBODY for i in range(6)}, **more}), results=results)


def test_topics_are_found_once(results: Results, found: list[int]) -> None:
    first = wiki(results).topics
    assert [len(topic.notes) for topic in first] == [6]
    assert wiki(results).topics == first
    assert wiki(results, **{"n0.md": "Other words. " + EVERYBODY}).topics == first
    assert found == [15]


def test_another_link_is_another_question(results: Results, found: list[int]) -> None:
    assert len(wiki(results).topics[0].notes) == 6
    assert len(wiki(results, **{"n6.md": "[[n0]] [[n1]] [[n2]]"}).topics[0].notes) == 7
    assert found == [15, 18]


def test_what_is_damaged_is_found_again(results: Results, found: list[int]) -> None:
    first = wiki(results).topics
    with sqlite3.connect(results.file) as base:
        base.execute("UPDATE results SET result = x'00'")
    base.close()
    assert wiki(results).topics == first
    assert len(found) == 2


def test_only_the_last_ones_are_kept(results: Results) -> None:
    worked: list[int] = []
    for number in [*range(60), 0, 59]:
        results.worked_out("topics", bytes([number]), lambda: worked.append(1) or [])  # type: ignore[func-returns-value]
    assert len(worked) == 61


def test_each_question_has_its_own_answer(results: Results) -> None:
    assert results.worked_out("topics", b"of", lambda: [[1]]) == [[1]]
    assert results.worked_out("places", b"of", lambda: [[2]]) == [[2]]


def test_the_picture_is_the_same_when_it_is_recalled(results: Results) -> None:
    assert wiki(results).places == wiki(results).places == replace(wiki(results), results=None).places


def test_a_file_that_cannot_be_written_costs_time_alone(tmp_path: Path, found: list[int]) -> None:
    (tmp_path / "taken").write_text("a file")
    told: list[str] = []
    assert len(wiki(Results(tmp_path / "taken/notes.sqlite", told.append)).topics) == 1
    assert len(told) == 1
