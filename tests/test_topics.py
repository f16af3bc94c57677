"""Topics: the same notes give the same groups, and few edits change few of them."""

import random

from casefile import wiki_of
from trellis import NotePath, VaultPath, Wiki


def circles(*sizes: int, without: frozenset[str] = frozenset()) -> Wiki:
    """Groups of so many notes: each links to the three after it and to the first, which links to the next group."""
    texts = {}
    for group, size in enumerate(sizes):
        for i in range(size):
            links = [f"[[g{group}n{(i + step) % size}]]" for step in range(1, 4)] + [f"[[g{group}n0]]"]
            if i == 0:
                links.append(f"[[g{(group + 1) % len(sizes)}n0]]")
            texts[f"g{group}n{i}.md"] = " ".join(links)
    return wiki_of({name: text for name, text in texts.items() if name not in without})


def groups(wiki: Wiki) -> list[list[str]]:
    return [sorted(path.removesuffix(".md") for path in topic.notes) for topic in wiki.topics]


def test_groups_are_found_and_named_by_their_first_note() -> None:
    wiki = circles(9, 7, 8)
    assert [len(group) for group in groups(wiki)] == [9, 8, 7]
    assert all(len({name[:2] for name in group}) == 1 for group in groups(wiki))
    assert [topic.slug for topic in wiki.topics] == ["g0n0", "g2n0", "g1n0"]
    assert [topic.notes[0] for topic in wiki.topics] == ["g0n0.md", "g2n0.md", "g1n0.md"]


def test_the_same_notes_give_the_same_topics() -> None:
    assert circles(9, 7, 8, 12).topics == circles(9, 7, 8, 12).topics


def test_most_topics_stay_when_notes_go() -> None:
    sizes = (12, 10, 14, 9, 11, 13, 10, 12)
    before = {topic.slug for topic in circles(*sizes).topics}
    names = [f"g{group}n{i}.md" for group, size in enumerate(sizes) for i in range(1, size)]
    for seed in range(5):
        gone = frozenset(random.Random(seed).sample(names, 3))
        assert {topic.slug for topic in circles(*sizes, without=gone).topics} == before


def test_ties_between_topics() -> None:
    wiki = circles(9, 7, 8)
    first = wiki.bridges[0]
    assert sorted((bridge.topic, bridge.links) for bridge in first) == [(1, 1), (2, 1)]
    assert [bridge.notes for bridge in first] == [("g0n0.md",), ("g0n0.md",)]


def test_few_notes_make_no_topic() -> None:
    assert wiki_of({}).topics == []
    assert wiki_of({"a.md": ""}).topics == []
    assert wiki_of({"a.md": "[[b]]", "b.md": "[[a]]", "c.md": "[[a]] [[b]]"}).topics == []


def test_an_index_ties_nothing_together() -> None:
    texts = {
        f"g{group}n{i}.md": f"[[g{group}n{(i + 1) % 40}]] [[g{group}n{(i + 3) % 40}]]"
        for group in range(2)
        for i in range(40)
    }
    texts["index.md"] = " ".join(f"[[{name}]]" for name in texts)
    wiki = wiki_of(texts)
    assert not any(NotePath(VaultPath("index.md")) in topic.notes for topic in wiki.topics)


def test_names_that_are_no_text() -> None:
    wiki = wiki_of({"a.md": '---\nrequires: "[[\\ud800]]"\n---\n', "b.md": "[[a]]"})
    assert wiki.topics == []


def test_wanted_names_belong_to_the_topic_that_wants_them() -> None:
    texts = {f"n{i}.md": f"[[n{(i + 1) % 6}]] [[n{(i + 2) % 6}]] [[unwritten]]" for i in range(6)}
    (topic,) = wiki_of(texts).topics
    assert topic.ghosts == ("ghost:unwritten",)
    assert len(topic.notes) == 6
