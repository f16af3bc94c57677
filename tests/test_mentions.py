"""Unlinked mentions: Markdown in, sentences out."""

import hashlib
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from casefile import wiki_of
from trellis import NotePath, Source, VaultPath, Wiki
from trellis.compile import compile_note
from trellis.model import Note
from trellis.name_search import Mention, NameSearch
from trellis.options import Options
from trellis.relink import relink
from trellis.results import Results
from trellis.view import NoteView

TARGET = '---\ntitle: Gradient descent\naliases: [SGD, "Bayes’ rule", Été, AT&T]\n---\n'


def said(wiki: Wiki, name: str = "target") -> dict[str, str]:
    """The sentences on the page of a note, by the titles of those that say them, `*` round the name."""
    view = NoteView(wiki, NotePath(VaultPath(f"{name}.md")))
    return {one.title: re.sub("</?mark>", "*", one.excerpt) for one in view.unlinked}


SAID = {
    "as it is written": ("Steps of gradient descent.", "Steps of *gradient descent*."),
    "in any case": ("GRADIENT Descent works", "*GRADIENT Descent* works"),
    "first of several": ("One.\n\nGradient descent. Gradient descent again.", "*Gradient descent*."),
    "its sentence alone": ("Before it. It is gradient descent. After it.", "It is *gradient descent*."),
    "an alias": ("SGD is fast.", "*SGD* is fast."),
    "quotes, dashes and brackets": ("So — “gradient descent” (here)…", "So — “*gradient descent*” (here)…"),
    "another script of letters": ("En été, il fait beau.", "En *été*, il fait beau."),
    "what HTML escapes": ("Ask AT&T if 1 < 2.", "Ask *AT&amp;T* if 1 &lt; 2."),
    "a possessive, and a curly mark": ("It is Bayes’ rule’s turn.", "It is *Bayes’ rule*’s turn."),
    "in a list, in bold, in a callout": ("> [!tip] Mind\n> - use **gradient descent**", "use *gradient descent*"),
    "in a table": ("| a | b |\n| - | - |\n| x | by gradient descent |", "by *gradient descent*"),
    "beside links": (
        "In [[other]] and [so](other.md), SGD, `code`.",
        "In Other and so, *SGD*, code.",
    ),
    "in a footnote": ("Text[^1].\n\n[^1]: By gradient descent.", "By *gradient descent*."),
}
NOT_SAID = {
    "a part of a word": "Stochasticgradient descents. SGDs.",
    "an acronym in small letters": "It is sgd.",
    "code": "`gradient descent`\n\n```\ngradient descent\n```\n\n    SGD",
    "a link": "[gradient descent](https://example.org) [[other|SGD]] ![gradient descent](x.png) https://example.org/SGD",
    "a heading": "# SGD\n\n## Gradient descent",
    "a formula": "$SGD$\n\n$$SGD$$",
    "front matter": "---\ntags: [SGD]\ndescription: gradient descent\n---\n",
    "a tag or a handle": "#SGD @SGD",
    "the end of a compound": "Non-gradient descent.",
    "a comment": "%% SGD %% <!-- SGD -->",
    "a note that links to it as well": "SGD is [[target]].",
    "a note that is not published": "---\npublish: false\n---\nSGD",
}


@pytest.mark.parametrize(("text", "sentence"), SAID.values(), ids=SAID)
def test_a_name_is_found(text: str, sentence: str) -> None:
    wiki = wiki_of({"target.md": TARGET, "other.md": "# Other", "by.md": text})
    assert said(wiki) == {"By": sentence}


@pytest.mark.parametrize("text", NOT_SAID.values(), ids=NOT_SAID)
def test_no_name_is_found_in(text: str) -> None:
    assert said(wiki_of({"target.md": TARGET, "other.md": "# Other", "by.md": text})) == {}


def test_the_longest_name_counts() -> None:
    texts = {"ml.md": "# Learning", "mle.md": "# Learning engineer", "x.md": "Hire a learning engineer, then learning."}
    wiki = wiki_of(texts)
    assert said(wiki, "mle") == {"X": "Hire a *learning engineer*, then learning."}
    assert said(wiki, "ml") == {"X": "Hire a learning engineer, then *learning*."}


def test_a_note_does_not_mention_itself_nor_a_name_within_its_own() -> None:
    wiki = wiki_of({"a.md": "# Learning", "b.md": "# Deep learning\n\nDeep learning is deep learning."})
    assert said(wiki, "a") == said(wiki, "b") == {}


def test_names_that_say_too_little_are_left_out() -> None:
    many = {f"n{number}.md": "Of data, and of art." for number in range(21)}
    short = {"ai.md": "# AI", "digits.md": "# 1984", "x.md": "AI in 1984, twice: Twin."}
    twins = {"one/twin.md": "# Twin", "two/twin.md": "# Twin"}
    wiki = wiki_of({"data.md": "# Data", "art.md": "# Art", **short, **twins, **many, "n0.md": "Of data."})
    assert [said(wiki, name) for name in ("data", "ai", "digits", "one/twin")] == [{}] * 4
    assert len(said(wiki, "art")) == 20


def test_an_edit_is_followed() -> None:
    before = wiki_of({"target.md": TARGET, "by.md": "SGD once.", "x.md": "No word."})
    assert said(before) == {"By": "*SGD* once."}
    for text, expected in (("Nothing.", {}), ("Now SGD.", {"By": "Now *SGD*."}), ("SGD: [[target]]", {})):
        by = NotePath(VaultPath("by.md"))
        fresh = {by: compile_note(Source(by, text), Options())}
        after = relink(before, fresh, {})
        assert after
        assert said(after) == expected


def test_an_edit_that_leaves_what_is_said_leaves_the_digest() -> None:
    texts = {"target.md": TARGET, "a.md": "SGD once.", "b.md": "SGD, too."}
    before = wiki_of(texts)
    a = NotePath(VaultPath("a.md"))
    for text, same in (("SGD once.\n\nAnd more.", True), ("SGD twice.", False)):
        after = relink(before, {a: compile_note(Source(a, text), Options())}, {})
        assert after
        assert (after.mentions.digest == before.mentions.digest) is same
        assert after.mentions.digest == wiki_of({**texts, "a.md": text}).mentions.digest


def test_what_was_found_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    look = NameSearch.mentions

    def mentions(self: NameSearch, note: Note) -> list[Mention]:
        looked.append(note.path)
        return look(self, note)

    monkeypatch.setattr(NameSearch, "mentions", mentions)
    results = Results(tmp_path / "notes.sqlite", pytest.fail)

    def of(**texts: str) -> dict[str, str]:
        looked.clear()
        wiki = wiki_of({"target.md": TARGET, **{f"{name}.md": text for name, text in texts.items()}})
        digests = {path: hashlib.md5(note.packed_body).digest() for path, note in wiki.notes.items()}
        return said(replace(wiki, results=results, digests=digests))

    first = of(by="SGD once.", x="No word.")
    assert first == {"By": "*SGD* once."}
    assert len(looked) == 3
    assert of(by="SGD once.", x="No word.") == first
    assert looked == []
    assert of(by="SGD once.", x="But SGD.") == {**first, "X": "But *SGD*."}
    assert looked == ["x.md"]
    assert len(of(by="SGD once.", x="But SGD.", another="SGD")) == 3
    assert len(looked) == 4, "another name is looked for everywhere"


def test_time_grows_linearly() -> None:
    def seconds(notes: int) -> float:
        text = "# Topic {} of many\n\n" + "".join(f"loss {k} falls, the step topic {k} of few " for k in range(60))
        wiki = wiki_of({f"n{number}.md": text.format(number) for number in range(notes)})
        begin = time.process_time()
        assert wiki.mentions
        return time.process_time() - begin

    small, large = min(seconds(100) for _ in range(3)), min(seconds(400) for _ in range(3))
    assert large < 10 * small
