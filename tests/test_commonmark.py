"""CommonMark beneath Obsidian's dialect: the official examples, but for those that the dialect changes on purpose.

The specification comes as a package for development (`commonmark-spec`), since its licence is another than ours. What
is compared is the HTML before the sanitiser, without what we add to elements: ids, colours of code, lazy loading.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest

from conftest import ROOT
from hatch_build import fetch_packages
from trellis import sanitise
from trellis.markdown import parser

WIKILINK = "`[[x]]` is a wikilink"
ADDRESS = "GFM makes links of bare addresses"
DIFFERENT = {
    64: "`#hashtag` is a tag",
    173: "`<style>` that is never closed would hide the rest of the page, so it is shown",
    548: WIKILINK,
    559: WIKILINK,
    590: WIKILINK,
    608: ADDRESS,
    611: ADDRESS,
    612: ADDRESS,
}
"""Examples decided otherwise, by number, with the reason."""

_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
_BLOCKS = frozenset(
    "address article blockquote dd del div dl dt fieldset figure form h1 h2 h3 h4 h5 h6 hr iframe ins li ol p pre"
    " script section style table tbody td th thead tr ul".split()
)
_OURS = frozenset({"id", "loading", "rel"})


@dataclass(frozen=True)
class Example:
    number: int
    markdown: str
    html: str


def examples() -> list[Example]:
    spec = (fetch_packages(ROOT, development=True) / "node_modules/commonmark-spec/spec.txt").read_text("utf-8")
    body = spec.partition("<!-- END TESTS -->")[0].replace("→", "\t")
    return [Example(number, *found.groups()) for number, found in enumerate(_EXAMPLE.finditer(body), 1)]


def rendered(markdown: str) -> str:
    """The HTML of *markdown* as it goes to the sanitiser, with our widgets put in."""
    md = parser(strict_line_breaks=True)
    env: dict[str, Any] = {}
    tokens = md.parse(markdown, env)
    for token in tokens:
        for child in token.children or []:
            if child.type in {"wikilink", "embed"}:
                child.meta["link"] = 0
    html: str = md.renderer.render(tokens, md.options, env)
    while sanitise.OPEN in html:
        html = re.sub(f"{sanitise.OPEN}(\\d+){sanitise.CLOSE}", lambda n: _widget(env["held"][int(n[1])]), html)
    return html.replace(sanitise.SIGN, "")


def _widget(fragments: list[Any]) -> str:
    return "".join(fragment for fragment in fragments if isinstance(fragment, str))


class Meaning(HTMLParser):
    """What a browser makes of HTML: tags with their attributes, and text with its spaces as one."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[tuple[str, ...]] = []
        self._pre = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._pre += tag == "pre"
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        # Code is coloured, in the markup that Material styles.
        if tag == "span" and self._pre:
            return
        if tag == "div" and "highlight" in classes:
            language = next((f" class={name}" for name in classes if name.startswith("language-")), "")
            self.events.append(("language", language))
            return
        kept = sorted(f" {name}={value}" for name, value in given.items() if name not in _OURS)
        self.events.append(("open", tag, *kept))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._pre -= tag == "pre"
        if not (tag == "span" and self._pre):
            self.events.append(("close", tag))

    def handle_data(self, data: str) -> None:
        text = data if self._pre else re.sub(r"\s+", " ", data)
        if self.events and self.events[-1][0] == "text":
            text = self.events.pop()[1] + text
        self.events.append(("text", text if self._pre else re.sub(" +", " ", text)))

    def handle_comment(self, data: str) -> None:
        self.events.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.events.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.events.append(("instruction", data))

    def unknown_decl(self, data: str) -> None:
        self.events.append(("declaration", data))


def meaning(html: str) -> list[tuple[str, ...]]:
    """*html* without spaces that mean nothing: those beside the edges of blocks."""
    events = Meaning(_with_languages(html)).events
    found: list[tuple[str, ...]] = []
    for index, event in enumerate(events):
        if event[0] == "text":
            text = event[1]
            before = events[index - 1] if index else ("open", "div")
            after = events[index + 1] if index + 1 < len(events) else ("close", "div")
            text = text.lstrip() if before[-1] in _BLOCKS or before[1] in _BLOCKS | {"br"} else text
            text = text.rstrip() if after[1] in _BLOCKS else text
            if not text:
                continue
            found.append(("text", text))
        else:
            found.append(event)
    return found


def _with_languages(html: str) -> str:
    """The language of a code block at the `code`, where the specification has it, not at our `div`."""
    code = re.compile(
        r'<div class="(?:(language-\S*) )?highlight"[^>]*><pre[^>]*>(?:<span></span>)?<code>(.*?)</div>', re.DOTALL
    )
    return code.sub(lambda m: f"<pre><code{f' class={chr(34)}{m[1]}{chr(34)}' if m[1] else ''}>{m[2]}", html)


@pytest.mark.parametrize("example", examples(), ids=lambda example: str(example.number))
def test_example(example: Example) -> None:
    same = meaning(rendered(example.markdown)) == meaning(example.html)
    if example.number in DIFFERENT:
        assert not same, "this example is met again: take it off the list"
    else:
        assert same, f"{example.markdown}\n{meaning(example.html)}\n{meaning(rendered(example.markdown))}"


def test_there_are_all() -> None:
    assert len(examples()) == 652
