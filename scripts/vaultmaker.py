"""Vaults for benchmarks: notes of a given size with links whose targets follow a power law, the same for every seed."""

import random
from collections.abc import Iterator
from pathlib import Path

WORDS = (
    "model data learning network training loss gradient feature label metric error sample weight layer input output"
    " the a of and to in is that for with as by on it from this are at be can which when more than only what how"
    " career skill role practice research paper talk source question answer reason example result method change"
).split()


def title(number: int) -> str:
    """The title of note *number*.

    >>> title(8)
    'Note 8 on learning'
    """
    return f"Note {number} on {WORDS[number % 7 * 2 % 16]}"


def target(dice: random.Random, notes: int) -> int:
    """A note that is linked to: the first ones by many, the last ones by few (Zipf, exponent 1)."""
    return min(notes - 1, int(notes ** dice.random()) - 1)


def sentence(dice: random.Random, notes: int, links: float) -> str:
    words = dice.choices(WORDS, k=dice.randint(8, 18))
    if dice.random() < links:
        name = title(target(dice, notes))
        label = dice.choice(("", f"|{dice.choice(WORDS)}"))
        words.insert(dice.randrange(len(words)), f"[[{name}{label}]]")
    if dice.random() < 0.15:
        words.insert(dice.randrange(len(words)), f"**{dice.choice(WORDS)} {dice.choice(WORDS)}**")
    # Only the first letter: names of notes in links keep their case.
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}."


def note(number: int, notes: int, seed: int, size: int) -> str:
    """The text of note *number*, about *size* characters long."""
    dice = random.Random(f"{seed} {number}")  # noqa: S311  # not for secrets
    parts = [f"---\ntitle: {title(number)}\ntags: [{dice.choice(WORDS)}, {dice.choice(WORDS)}]\n---\n"]
    while sum(map(len, parts)) < size:
        kind = dice.random()
        sentences = [sentence(dice, notes, 0.25) for _ in range(dice.randint(3, 6))]
        if kind < 0.1:
            parts.append(f"## {dice.choice(WORDS).capitalize()} and {dice.choice(WORDS)}\n")
        elif kind < 0.2:
            parts.append("".join(f"- {line}\n" for line in sentences))
        elif kind < 0.25:
            parts.append("> [!info] Mind this\n" + "".join(f"> {line}\n" for line in sentences))
        elif kind < 0.28:
            parts.append("```python\ndef f(x: int) -> int:\n    return x + 1\n```\n")
        else:
            parts.append(" ".join(sentences) + "\n")
    return "\n".join(parts)


def paths(notes: int, *, folders: bool) -> Iterator[str]:
    """The file of each note from the root of the vault, in folders of a hundred or flat."""
    for number in range(notes):
        yield f"{f'part {number // 100}/' if folders else ''}{title(number)}.md"


def make_vault(root: Path, notes: int, *, seed: int = 1, size: int = 4_000, folders: bool = False) -> None:
    """Write a vault of *notes* notes of about *size* characters into the new folder *root*."""
    root.mkdir(parents=True)
    (root / "index.md").write_text(f"# Home\n\nBegin with [[{title(0)}]].\n", encoding="utf-8")
    for number, path in enumerate(paths(notes, folders=folders)):
        file = root / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(note(number, notes, seed, size), encoding="utf-8")
