"""A made-up graph as the explorer loads it, of any size, to see how the picture of a large one does."""

import argparse
import json
import math
import random
from pathlib import Path
from typing import Any

KINDS = ["links", "embeds", "source", "requires", "part_of"]
TYPES = ["concept", "role", "source", "ghost"]
WORDS = "model data network training learning vision language robot agent signal theory market mind energy".split()
SAID = 256


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the folder `graph` of a site")
    parser.add_argument("--nodes", type=int, default=20_000)
    parser.add_argument("--edges", type=int, default=200_000)
    options = parser.parse_args()
    (options.out / "said").mkdir(parents=True, exist_ok=True)
    data = made_up(options.nodes, options.edges)
    (options.out / "explorer.json").write_text(json.dumps(data, separators=(",", ":")), encoding="utf-8")
    for part in range(math.ceil(options.nodes / SAID)):
        leads = {str(node): f"This is the first sentence of note {node}." for node in _part(part, options.nodes)}
        (options.out / f"said/{part}.json").write_text(json.dumps({"leads": leads, "said": {}}), encoding="utf-8")


def _part(number: int, nodes: int) -> range:
    return range(number * SAID, min((number + 1) * SAID, nodes))


def made_up(nodes: int, edges: int, seed: int = 1) -> dict[str, Any]:
    """What `graph/explorer.json` holds: topics as round heaps, most links within them, and few notes with many."""
    chance = random.Random(seed)  # noqa: S311  # nothing secret
    count = max(1, round(math.sqrt(nodes) / 3))
    topic = [min(count - 1, int(count * chance.random() ** 1.5)) for _ in range(nodes)]
    members: list[list[int]] = [[] for _ in range(count)]
    for node, number in enumerate(topic):
        members[number].append(node)
    places = [_place(chance, number, count, len(members[number])) for number in topic]
    found: set[tuple[int, int]] = set()
    while len(found) < min(edges, nodes * (nodes - 1) // 4):
        begin = chance.randrange(nodes)
        group = members[topic[begin]] if chance.random() < 0.8 else range(nodes)
        end = group[int(len(group) * chance.random() ** 3)]
        if begin != end:
            found.add((begin, end))
    kinds = [0] * 12 + [1, 2, 3, 4]
    return {
        "version": 1,
        "kinds": KINDS,
        "types": TYPES,
        "topics": [[f"{WORDS[number % 14]} {number}".title(), f"topics/topic-{number}/"] for number in range(count)],
        "tags": WORDS,
        "said": SAID,
        "titles": [f"{chance.choice(WORDS)} and {chance.choice(WORDS)} {node}".capitalize() for node in range(nodes)],
        "urls": [f"note_{node}/" for node in range(nodes)],
        "type": [0 if chance.random() < 0.9 else chance.randrange(3) for _ in range(nodes)],
        "topic": topic,
        "x": [place[0] for place in places],
        "y": [place[1] for place in places],
        "tagged": [[chance.randrange(len(WORDS))] if chance.random() < 0.3 else [] for _ in range(nodes)],
        "aliases": {str(node): [f"N{node}"] for node in range(0, nodes, 10)},
        "edges": [number for begin, end in sorted(found) for number in (begin, end, chance.choice(kinds))],
    }


def _place(chance: random.Random, topic: int, topics: int, members: int) -> tuple[int, int]:
    """A place in the heap of *topic*; the heaps lie on the spiral of a sunflower."""
    turn, far = 2.4 * topic, 4200 * math.sqrt((topic + 0.5) / topics)
    spread = 4200 / math.sqrt(topics) * 0.9 * math.sqrt(chance.random()) * min(1.0, 0.5 + members * topics / 1e5)
    angle = chance.random() * 2 * math.pi
    x = 5000 + far * math.cos(turn) + spread * math.cos(angle)
    y = 5000 + far * math.sin(turn) + spread * math.sin(angle)
    return round(min(10_000, max(0, x))), round(min(10_000, max(0, y)))


if __name__ == "__main__":
    main()
