"""Where the nodes of the graph stand: in range, each on its own place, near those they are linked to, and steady."""

import itertools
import math
import random
import time
from collections.abc import Iterable
from statistics import mean, median

import numpy as np
import pytest

from casefile import wiki_of
from trellis import Wiki
from trellis.layout import MOST, layout
from trellis.spacing import discs_apart, kept_apart, on_grid

Places = dict[str, tuple[int, int]]


def places_of(files: dict[str, str]) -> Places:
    wiki = wiki_of(files)
    return checked(wiki, layout(wiki.graph, wiki.topics))


def checked(wiki: Wiki, places: Places) -> Places:
    assert places.keys() == {*wiki.graph.notes, *wiki.graph.ghosts}
    assert all(type(part) is int and 0 <= part <= MOST for place in places.values() for part in place)
    assert len(set(places.values())) == len(places), "two nodes on one place"
    return places


def far(one: tuple[float, float], other: tuple[float, float]) -> float:
    return math.dist(one, other)


def groups(count: int, size: int, gone: Iterable[str] = ()) -> dict[str, str]:
    """Notes in groups that link to each other at random, and to one note of the next group."""
    chance = random.Random(1)
    files = {}
    for group, note in itertools.product(range(count), range(size)):
        others = [f"[[g{group}n{chance.randrange(size)}]]" for _ in range(6)]
        bridge = f"[[g{(group + 1) % count}n{note}]]" if note < 2 else ""
        files[f"g{group}n{note}.md"] = f"{' '.join(others)} {bridge}"
    return {path: text for path, text in files.items() if path not in set(gone)}


def test_an_empty_wiki_has_no_places() -> None:
    assert places_of({}) == {}


def test_one_note_stands_in_the_middle() -> None:
    assert places_of({"a.md": "Alone."}) == {"a.md": (MOST // 2, MOST // 2)}


def test_a_ghost_stands_beside_the_note_that_wants_it() -> None:
    assert len(places_of({"a.md": "[[Nobody]]"})) == 2


@pytest.mark.parametrize("count", [2, 3, 50, 1000])
def test_notes_without_links_do_not_crowd(count: int) -> None:
    places = list(places_of({f"{n}.md": "Alone." for n in range(count)}).values())
    nearest = min(far(one, other) for one, other in itertools.combinations(places[:300], 2))
    assert nearest > MOST / count**0.5 / 5


def test_ten_thousand_ghosts_of_one_note_take_little_time() -> None:
    files = {"a.md": " ".join(f"[[Ghost {n}]]" for n in range(10_000))}
    wiki = wiki_of(files)
    begin = time.perf_counter()
    checked(wiki, layout(wiki.graph, wiki.topics))
    assert time.perf_counter() - begin < 10


def test_the_same_notes_give_the_same_picture_in_any_order() -> None:
    files = groups(4, 12)
    assert places_of(files) == places_of(dict(reversed(files.items())))


def test_topics_are_islands() -> None:
    wiki = wiki_of(groups(6, 30))
    places = checked(wiki, layout(wiki.graph, wiki.topics))
    assert len(wiki.topics) == 6
    middles = [tuple(mean(places[path][axis] for path in topic.notes) for axis in (0, 1)) for topic in wiki.topics]
    for topic, middle in zip(wiki.topics, middles, strict=True):
        for path in topic.notes:
            nearest = min(middles, key=lambda other: far(places[path], (other[0], other[1])))
            assert nearest == middle, f"{path} stands on the island of another topic"


def test_a_note_in_no_topic_stands_where_its_links_lead() -> None:
    files = groups(3, 20) | {"ztalk.md": "---\ntype: source\n---\n", "g0n5.md": "[[ztalk]] [[g0n6]] [[g0n7]] [[g0n8]]"}
    wiki = wiki_of(files)
    places = checked(wiki, layout(wiki.graph, wiki.topics))
    assert not any("ztalk.md" in topic.notes for topic in wiki.topics)
    by_group = {g: median(far(places["ztalk.md"], places[f"g{g}n{n}.md"]) for n in range(20)) for g in range(3)}
    assert min(by_group, key=lambda group: by_group[group]) == 0


def test_an_index_stands_between_the_islands() -> None:
    files = groups(4, 20)
    files["all.md"] = " ".join(f"[[{path[:-3]}]]" for path in files)
    wiki = wiki_of(files)
    places = checked(wiki, layout(wiki.graph, wiki.topics))
    assert far(places["all.md"], (MOST / 2, MOST / 2)) < MOST / 6


def test_what_nothing_links_to_stands_round_the_rest() -> None:
    wiki = wiki_of(groups(3, 15) | {f"x{n}.md": "Alone." for n in range(20)})
    places = checked(wiki, layout(wiki.graph, wiki.topics))
    middle = (MOST / 2, MOST / 2)
    inside = max(far(place, middle) for node, place in places.items() if node.startswith("g"))
    assert min(far(places[f"x{n}.md"], middle) for n in range(20)) > inside * 0.95


def test_a_few_notes_less_do_not_turn_the_picture_round() -> None:
    before = places_of(groups(8, 25))
    after = places_of(groups(8, 25, gone=("g2n7.md", "g5n11.md", "g0n3.md")))
    moved = median(far(before[node], place) for node, place in after.items() if node in before)
    strangers = random.Random(2).sample(sorted(before.values()), len(before))
    by_chance = median(far(one, other) for one, other in zip(before.values(), strangers, strict=True))
    assert moved < by_chance / 3


def test_topics_with_links_between_them_are_neighbours() -> None:
    """The groups stand in a circle, as they are linked."""
    wiki = wiki_of(groups(10, 15))
    places = checked(wiki, layout(wiki.graph, wiki.topics))
    middles = [
        (mean(places[f"g{g}n{n}.md"][0] for n in range(15)), mean(places[f"g{g}n{n}.md"][1] for n in range(15)))
        for g in range(10)
    ]
    beside = mean(far(middles[g], middles[(g + 1) % 10]) for g in range(10))
    across = mean(far(middles[g], middles[(g + 5) % 10]) for g in range(10))
    assert beside < across * 0.6


def test_points_on_one_place_get_places_of_their_own() -> None:
    points = np.array([0, 0, 0, 1 + 1j, 1 + 1j], np.complex128)
    places = [tuple(place) for place in on_grid(points, 10).tolist()]
    assert len(set(places)) == 5
    assert on_grid(np.zeros(1, np.complex128), 10).tolist() == [[5, 5]]


def test_a_crowd_parts() -> None:
    crowd = np.array([complex(n % 7, n % 5) / 20 for n in range(100)])
    parted = kept_apart(crowd, 1.0, rounds=200)
    nearest = min(abs(one - other) for one, other in itertools.combinations(parted.tolist(), 2))
    assert nearest > 0.8


def test_discs_do_not_lie_on_each_other() -> None:
    radii = np.array([5.0, 3.0, 3.0, 1.0, 1.0])
    centres = discs_apart(np.zeros(5, np.complex128), radii)
    for one, other in itertools.combinations(range(5), 2):
        assert abs(centres[one] - centres[other]) > 0.95 * (radii[one] + radii[other])
