"""Cases a note-writer can read: Markdown in, HTML and diagnostics out, in files of `tests/cases`.

A `vault` block lists the files that exist besides the note under test, a `file NAME` block gives one of them its
text; both hold for the examples after them, until the next `vault` block. An `example` has three parts, divided by
lines with a dot: the note `test.md` (or the path behind the word `example`), the HTML of its body, and what `trellis
check` says of it, if anything. The heading above is the name of the test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from trellis import NotePath, Options, Source, Vault, VaultPath, Wiki, build_wiki, check_wiki
from trellis.canvas import read_canvas
from trellis.diagnostics import Diagnostic

FENCE = "`" * 32
_BLOCK = re.compile(rf"^{FENCE} (?P<info>\S[^\n]*)\n(?P<text>.*?)^{FENCE}$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

# True of every note in these files, and no part of what they show.
_BESIDE_THE_POINT = {"no-title", "empty-note", "duplicate-name"}


@dataclass(frozen=True)
class Case:
    file: Path
    line: int
    name: str
    path: str
    source: str
    html: str
    diagnostics: str
    span: tuple[int, int]
    """Where the example's text begins and ends in its file."""
    files: dict[str, str] = field(default_factory=dict)

    def results(self) -> tuple[str, str]:
        """The HTML and the diagnostics that Trellis gives."""
        wiki = wiki_of({**self.files, self.path: self.source})
        path = NotePath(VaultPath(self.path))
        html = wiki.linker.heading(path) + wiki.linker.body(path)
        found = [d for d in check_wiki(wiki) if d.path == self.path and d.code not in _BESIDE_THE_POINT]
        return html.rstrip("\n"), "\n".join(map(_shown, found))

    def block(self, html: str, diagnostics: str) -> str:
        """The example's text with these results."""
        parts = [self.source.rstrip("\n"), html, *([diagnostics] if diagnostics else [])]
        return "\n.\n".join(parts) + "\n"


def wiki_of(files: dict[str, str], options: Options | None = None) -> Wiki:
    """The wiki of a vault with these *files*, by path; what is no note has no text."""
    notes = tuple(Source(NotePath(VaultPath(p)), text) for p, text in sorted(files.items()) if p.endswith(".md"))
    attachments = tuple(VaultPath(p) for p in sorted(files) if not p.endswith(".md"))
    canvases = {path: read_canvas(files[path]) for path in attachments if path.endswith(".canvas")}
    return build_wiki(Vault("Test", notes, attachments, canvases), options)


def _shown(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.code}: {diagnostic}"


def read_cases(file: Path) -> Iterator[Case]:
    text = file.read_text("utf-8")
    headings = [(m.start(), m[1]) for m in _HEADING.finditer(_BLOCK.sub(lambda m: " " * len(m[0]), text))]
    files: dict[str, str] = {}
    for block in _BLOCK.finditer(text):
        kind, _, name = block["info"].partition(" ")
        if kind == "vault":
            files = dict.fromkeys(block["text"].split("\n")[:-1], "")
        elif kind == "file":
            files = {**files, name: block["text"]}
        elif kind == "example":
            heading = [title for start, title in headings if start < block.start()][-1]
            source, html, diagnostics = ([part.rstrip("\n") for part in block["text"].split("\n.\n")] + ["", ""])[:3]
            line = text.count("\n", 0, block.start()) + 1
            yield Case(
                file, line, heading, name or "test.md", source + "\n", html, diagnostics, block.span("text"), files
            )
        else:
            raise ValueError(f"{file}: a block is a vault, a file or an example, not {kind}")


def rewrite(file: Path) -> None:
    """Puts the present results into *file*; the difference is for a person to read."""
    text = file.read_text("utf-8")
    for case in reversed(list(read_cases(file))):
        begin, end = case.span
        text = text[:begin] + case.block(*case.results()) + text[end:]
    file.write_text(text, "utf-8")
