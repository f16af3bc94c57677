"""The wiki in `content/`: what its notes promise of their sources, of each other, and of the ways through them.

`talks.json` has the moments of each talk that may be cited, in seconds; they come from the talks' summaries.
"""

import csv
import json
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

from editorial import Page, pages, runs, words
from trellis import NotePath, Wiki, as_network, check_wiki, load_wiki
from trellis.diagnostics import fails

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
TALKS: dict[str, dict[str, object]] = json.loads((Path(__file__).parent / "talks.json").read_text("utf-8"))
PAGES = pages(ROOT / "content")
SUBJECTS = {"concept", "skill", "role", "practice"}
HELP = {"how_to_write_a_note", "everything_a_note_can_hold", "how_long_builds_take"}
NOTES = [page for page in PAGES if page.type in SUBJECTS and page.name not in HELP]


@pytest.fixture(scope="module")
def wiki() -> Wiki:
    return load_wiki(ROOT / "content")


def test_strict_checks_find_nothing(wiki: Wiki) -> None:
    found = [diagnostic for diagnostic in check_wiki(wiki) if fails([diagnostic], strict=True)]
    assert [str(diagnostic) for diagnostic in found] == []


def test_the_wiki_is_large_enough_to_be_of_use(wiki: Wiki) -> None:
    types = Counter(page.type for page in NOTES)
    assert len(NOTES) >= 160
    assert types["role"] >= 10
    assert 40 <= len(wiki.wanted) <= 80
    assert wiki.house_rules
    assert [page.name for page in NOTES if not 250 <= len(page.words) <= 700] == []
    assert [page.name for page in NOTES if not 5 <= len(set(page.links)) <= 12] == []


def test_every_moment_that_is_cited_is_one_of_its_talk() -> None:
    cited = [(page, video, second) for page in PAGES if page.name not in HELP for video, second in page.moments]
    assert len(cited) > 500
    wrong = [
        f"{page.path.name}: {second // 60}:{second % 60:02} of {video or 'no video'}"
        for page, video, second in cited
        if video not in TALKS or second not in TALKS[video]["moments"]  # type: ignore[operator]
    ]
    assert wrong == [], "correct the time, or add what the talk has to tests/talks.json"


def test_every_talk_has_a_note_and_names_its_channel() -> None:
    own = {str(page.properties["videoId"]): page for page in PAGES if page.path.parent.name == "talks"}
    used = {video for page in PAGES if page.name not in HELP for video, _ in page.moments}
    assert sorted(used - own.keys()) == []
    assert [
        page.name for page in own.values() if page.type != "source" or not page.body.lstrip().startswith("From:")
    ] == []
    lone = [page.name for page in NOTES if (v := page.properties.get("videoId")) and own[str(v)].name not in page.links]
    assert lone == [], "link the note of the talk where its speaker is named"


def test_talks_are_those_of_the_sources() -> None:
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the summaries of the talks are not here; talks.json stands for them")
    with (SHARED / "corpus/videos.tsv").open(encoding="utf-8") as file:
        known = {row["videoId"]: row["channel"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    moments: defaultdict[str, set[int]] = defaultdict(set)
    for page in summaries():
        for video, second in page.moments:
            moments[video].add(second)
    for video, talk in TALKS.items():
        assert known[video] == talk["channel"]
        assert set(talk["moments"]) <= moments[video]  # type: ignore[call-overload]


def test_no_requirement_goes_round(wiki: Wiki) -> None:
    assert wiki.prerequisites.cycles == []
    assert wiki.prerequisites.redundant == []


def test_no_part_is_its_own_whole(wiki: Wiki) -> None:
    parts = nx.DiGraph([(a, b) for a, b, kind in as_network(wiki).edges(data="kind") if kind == "part_of"])
    assert parts.number_of_edges() > 50
    assert nx.is_directed_acyclic_graph(parts)


def test_roles_have_paths_of_fifteen_to_forty_steps(wiki: Wiki) -> None:
    lengths = {
        path: len(wiki.prerequisites.before(path))
        for path, note in wiki.notes.items()
        if note.properties.type == "role"
    }
    assert {path: steps for path, steps in lengths.items() if not 15 <= steps <= 40} == {}


def test_every_concept_is_reached_from_the_foundations(wiki: Wiki) -> None:
    reached = {path for path, note in wiki.notes.items() if "foundations" in note.tags}
    waiting = [*reached]
    while waiting:
        path = waiting.pop()
        onward = {NotePath(node) for node, _ in wiki.graph.links(path) if node in wiki.notes}  # type: ignore[arg-type]
        onward |= {*wiki.prerequisites.after(path)}
        waiting += onward - reached
        reached |= onward
    assert [
        path for path, note in wiki.notes.items() if note.properties.type == "concept" and path not in reached
    ] == []


def test_no_two_notes_share_a_sentence() -> None:
    said: defaultdict[str, set[str]] = defaultdict(set)
    for page in PAGES:
        for sentence in page.sentences:
            said[sentence].add(page.name)
    assert {sentence: names for sentence, names in said.items() if len(names) > 1} == {}


def test_no_note_repeats_another() -> None:
    """At most 8 % of the runs of five words of a note stand in any one other note."""
    own = {page.name: set(runs(page.words, 5)) for page in NOTES}
    where: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, found in own.items():
        for run in found:
            where[run].append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in where.values():
        shared.update((a, b) for a in names for b in names if a != b)
    assert [pair for pair, count in shared.items() if count > 0.08 * len(own[pair[0]])] == []


def test_no_words_are_taken_from_the_sources() -> None:
    """No run of eight words, but for titles and for what is marked as a quotation."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the summaries of the talks are not here to compare with")
    theirs = {run for page in summaries() for run in runs(page.words, 8)}
    titles = {run for page in PAGES for run in runs(words(str(page.properties.get("title", ""))), 8)}
    taken = [
        f"{page.name}: {' '.join(run)}"
        for page in PAGES
        for piece in page.unquoted
        for run in runs(piece, 8)
        if run in theirs and run not in titles
    ]
    assert taken == []


@cache
def summaries() -> list[Page]:
    """The summaries of talks that the wiki draws on."""
    folders = ("corpus", "vaults/lexfridman", "vaults/tubegraph-dwarkeshpatel")
    return [page for folder in folders for page in pages(SHARED / folder) if page.path.name != "README.md"]
