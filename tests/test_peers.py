"""What other projects expect of the same Markdown: their cases, as data in `../shared/cases`, where that is there.

A case is a note and its vault, and what a peer says of it. `DIFFERENT` names those we decide otherwise, each with the
reason; Obsidian's documentation wins over a peer, and where it is silent the majority of peers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from typing import Any

import pytest

from casefile import wiki_of
from conftest import SHARED
from trellis import Ambiguous, Link, Note, NotePath, Unresolved, VaultPath, Wiki
from trellis.markdown.callouts import style_of
from trellis.resolve import Resolution

FOLDER = SHARED / "cases"

MATERIAL = "tabs of Material are not Obsidian's Markdown; in a note they are indented code"
NESTED = "a second `[!type]` in one quote is text; only a deeper quote is a callout of its own (Obsidian, Callouts)"
PICTURES = "a name without extension means a note, never a picture (Obsidian, Internal links)"
LINES = "how many empty lines stand before an id does not matter"
DIFFERENT = {
    "foam-parser-024": "the title of a note without one is its file name made readable",
    "foam-parser-057": "the first block of an id counts; a second could not be told from it in a link",
    "foam-parser-068": LINES,
    "foam-parser-069": LINES,
    "foam-resolve-030": "what is shown of another note stands under the title of that note, here “Before”",
    "foam-resolve-031": "a part that is not there is not replaced by the whole note (Obsidian 0.12.2)",
    "mkdocs-callouts-033": NESTED,
    "mkdocs-callouts-048": MATERIAL,
    "mkdocs-callouts-051": MATERIAL,
    "mkdocs-callouts-061": NESTED,
    "mkdocs-ezlinks-008": PICTURES,
    "mkdocs-ezlinks-009": PICTURES,
    "obsidian-docs-017": "a bare alias is resolved, which Obsidian leaves open; nothing else could be meant",
}


class _Text(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@dataclass(frozen=True)
class Answer:
    """What Trellis says of a case."""

    wiki: Wiki
    path: NotePath

    @cached_property
    def note(self) -> Note:
        return self.wiki.notes[self.path]

    @cached_property
    def links(self) -> list[tuple[Link, Resolution]]:
        return list(zip(self.note.links, self.wiki.resolved[self.path], strict=True))

    @cached_property
    def wikilinks(self) -> list[Link]:
        return [link for link in self.note.links if link.written.startswith(("[[", "![["))]

    @cached_property
    def html(self) -> str:
        return self.wiki.linker.heading(self.path) + self.wiki.linker.body(self.path)

    @cached_property
    def text(self) -> str:
        return " ".join("".join(_Text(self.html).words).split())

    def callouts(self) -> list[dict[str, str]]:
        found = re.findall(r'<(div|details) class="callout callout-(\w+)"[^>]*?( open="")?>', self.html)
        return [{"type": style, "fold": "" if tag == "div" else "+" if open_ else "-"} for tag, style, open_ in found]


def _written(answer: Answer, expected: list[dict[str, Any]]) -> tuple[object, object]:
    def parts(link: Link) -> dict[str, object]:
        block = link.fragment is not None and link.fragment.startswith("^")
        said: dict[str, object] = {"target": link.target, "alias": link.label, "embed": link.embed}
        return said | {"block" if block else "heading": (link.fragment or "").removeprefix("^")}

    got = [{k: v for k, v in parts(link).items() if v} for link in answer.wikilinks]
    return got, [{k: v for k, v in link.items() if v} for link in expected]


def _backlinks(answer: Answer, expected: dict[str, list[str]]) -> tuple[object, object]:
    graph = answer.wiki.graph
    got = {p: sorted({m.source for m in graph.backlinks(NotePath(VaultPath(p)))}) for p in expected}
    return got, {path: sorted(set(sources)) for path, sources in expected.items()}


def _callouts(answer: Answer, expected: list[dict[str, str]]) -> tuple[object, object]:
    keys = [{"type", "fold"} & set(callout) for callout in expected]
    # Peers name the type as written or the one it looks like; we hold them to the looks.
    looks = [callout | {"type": style_of(callout["type"])} for callout in expected]
    want = [{key: callout[key] for key in sorted(kept)} for callout, kept in zip(looks, keys, strict=True)]
    got = answer.callouts()
    if len(got) != len(want):
        return got, want
    return [{key: callout[key] for key in sorted(kept)} for callout, kept in zip(got, keys, strict=True)], want


def _block_ids(answer: Answer) -> list[str]:
    blocks, headings = answer.note.blocks, answer.note.headings
    return sorted([*(block.id for block in blocks), *(h.block_id for h in headings if h.block_id)])


QUESTIONS: dict[str, Callable[[Answer, Any], tuple[object, object]]] = {
    "links": _written,
    "targets": lambda a, v: ([link.target for link in a.wikilinks if not link.embed], v),
    "embeds": lambda a, v: ([link.target for link in a.wikilinks if link.embed], v),
    "resolves": lambda a, v: ([None if isinstance(r, Unresolved) else r.path for _, r in a.links], v),
    "unresolved": lambda a, v: ([link.target for link, r in a.links if isinstance(r, Unresolved)], v),
    "ambiguous": lambda a, v: ([link.target for link, r in a.links if isinstance(r, Ambiguous)], v),
    "backlinks": _backlinks,
    "backlink_sources": _backlinks,
    "tags": lambda a, v: (list(a.note.tags), v),
    "aliases": lambda a, v: (list(a.note.properties.aliases), v),
    "title": lambda a, v: (a.note.title, v),
    "headings": lambda a, v: ([[heading.level, heading.text] for heading in a.note.headings], v),
    "blocks": lambda a, v: (_block_ids(a), sorted(block["id"] for block in v)),
    "block_ids": lambda a, v: (_block_ids(a), sorted(v)),
    "callouts": _callouts,
    "html_lacks": lambda a, v: ([part for part in v if part in a.html], []),
    "text_has": lambda a, v: ([part for part in v if " ".join(part.split()) not in a.text], []),
    "text_lacks": lambda a, v: ([part for part in v if part in a.text], []),
}
"""For each kind of expectation, what we say and what is expected, in one form. Others are the peer's own business: its
URLs, its HTML to the letter, its exporters; or of what is not built yet (mathematics, diagrams)."""


def cases() -> Iterator[dict[str, Any]]:
    for file in sorted(FOLDER.glob("*.json")):
        yield from (case for case in json.loads(file.read_text("utf-8")) if QUESTIONS.keys() & case["expect"].keys())


CASES = list(cases())


def mismatches(case: dict[str, Any]) -> list[str]:
    path = case["from"] or "note.md"
    files = {**dict.fromkeys(case["vault"], ""), **(case.get("files") or {}), path: case["input"]}
    answer = Answer(wiki_of({name: text or "" for name, text in files.items()}), NotePath(VaultPath(path)))
    asked = ((kind, *QUESTIONS[kind](answer, value)) for kind, value in case["expect"].items() if kind in QUESTIONS)
    return [f"{kind}: {got!r}, the peer has {want!r}" for kind, got, want in asked if got != want]


@pytest.mark.skipif(not CASES, reason="../shared/cases is not there")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_we_say_what_the_peer_says(case: dict[str, Any]) -> None:
    found = mismatches(case)
    if case["id"] in DIFFERENT:
        assert found, f"{case['id']} passes now: take it off the list"
    else:
        assert not found, f"{case['dialect']} on {case['input']!r}"


@pytest.mark.skipif(not CASES, reason="../shared/cases is not there")
def test_few_are_decided_differently() -> None:
    assert DIFFERENT.keys() <= {case["id"] for case in CASES}
    assert len(DIFFERENT) < 0.05 * len(CASES)
