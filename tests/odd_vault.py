"""A vault of pages that are hard to lay out: empty, long, tiny and odd ones."""

from __future__ import annotations

_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
_FORMULA = " + ".join(f"x_{{{n}}}^2 y_{{{n}}}" for n in range(40))
_ROW = f"| {' | '.join(f'Column {n}' for n in range(14))} |\n"

_ODD = f"""---
title: Odd things on one page
tags: [odd, layout]
---

A long word, {_WORD * 2}, an address, https://example.org/{"path/" * 40}, and `{"code_" * 40}`.

{_ROW}{"|---:" * 14}|
{_ROW * 3}

```python
def f(): return {" + ".join(f"variable_{n}" for n in range(40))}
```

$$
{_FORMULA} = 0
$$

In a line: ${_FORMULA}$, and some aligned ones:

$$\\begin{{align*}} a &= b \\\\ c &= d \\end{{align*}}$$

- one
  - two
    - three
      - four
        - five
          - six
            - seven
              - eight, with words that go on and on until the line has to be broken

> [!note] A note
> text
> > [!warning] A warning in it
> > text [[hub]]
> > > [!tip]- A folded tip in that
> > > deep text

> A quotation
> > in a quotation

![[embedding]]

A sentence with a footnote.[^1] And ==marked== words, <kbd>Ctrl</kbd>, [[not_written]], #tag.

[^1]: The words of the footnote, with a [[hub|link]].

## Talk

At [12:30](https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=750) something is said, and at [a site](https://example.org/).
"""


def odd_vault() -> dict[str, str]:
    """Its notes by file."""
    headings = "".join(f"{'#' * (2 + n % 5)} Heading number {n}\n\nA line.\n\n" for n in range(100))
    tags = ", ".join(f"tag{n}" for n in range(60))
    return {
        "empty.md": "",
        "one_word.md": "Word",
        "headings.md": f"# A hundred headings\n\nSee [[hub]].\n\n{headings}",
        "long_title.md": f"---\ntitle: {'Abcdefghij' * 20}\ntags: [{tags}, {_WORD}/x]\n---\nSee [[hub]], [[odd]].\n",
        "odd.md": _ODD,
        "embedding.md": "# Embedding\n\nBefore.\n\n![[embedded#Part]]\n\nAfter, [[odd]].\n",
        "embedded.md": "# Embedded\n\n## Part\n\nIts text. ![[one_word]]\n",
        "hub.md": "---\ntags: [hub]\n---\n# Hub\n\nLinked from everywhere. See [[odd]].\n",
        **{f"leaf_{n}.md": f"# Leaf {n}\n\nIt speaks of [[hub]] and [[leaf_{n * 7 % 70}]].\n" for n in range(70)},
    }
