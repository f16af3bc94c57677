"""The search index of a site, made by Pagefind of small documents: in a process and a folder of its own."""

from __future__ import annotations

import subprocess
import tempfile
import zlib
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from pagefind.service import get_executable

from trellis.diagnostics import TrellisError

_NOT_SEARCHED = ("svg", "math", "pre.mermaid", ".timestamp", ".footnote-ref", ".footnote-backref", ".headerlink")
"""What is drawn, or leads somewhere, and says nothing that a reader would search for."""

_NOT_NEEDED = ("pagefind-*ui.*", "pagefind-highlight.js")
"""Parts of Pagefind's own pages; ours has its own."""

_PATIENCE = 20.0
"""Seconds in which a program can say its version."""


class Document(NamedTuple):
    """What Pagefind is given of a page."""

    place: str
    """The file of the page on the site."""
    head: str
    """What is known of the page, as `fact` and `facet` give it."""
    body: bytes
    """Its HTML, compressed."""


def fact(name: str, value: str) -> str:
    """HTML by which a page is found by a *value* that is not in its text."""
    return f'<meta data-pagefind-meta="{name}[content]" content="{escape(value)}">'


def facet(name: str, value: str) -> str:
    """HTML by which a reader may have only pages of this *value*."""
    return f'<meta data-pagefind-filter="{name}[content]" content="{escape(value)}">'


def compressed(html: str) -> bytes:
    return zlib.compress(html.encode("utf-8", "replace"), 1)


@cache
def pagefind() -> tuple[Path, str] | None:
    """The program and its version; None if there is none that runs on this machine."""
    try:
        program = get_executable()
        if program is None:
            return None
        said = subprocess.run(  # noqa: S603  # what is installed with us, or named by the author
            [program, "--version"], check=True, capture_output=True, text=True, timeout=_PATIENCE
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return program, said.stdout.strip()


def maker() -> bytes:
    """By what an index is made, beside its documents."""
    found = pagefind()
    return repr((found and found[1], _NOT_SEARCHED)).encode()


class Indexing:
    """Pagefind at work."""

    def __init__(self, documents: Iterable[Document], out: Path, language: str, *, keep_index: bool) -> None:
        """Has the index of *documents* in *language* written to the folder *out*. Whether *keep_index*: addresses end
        with `index.html` where files do.

        Raises:
            TrellisError: Pagefind cannot be run here.
        """
        found = pagefind()
        if found is None:
            raise TrellisError("there is no Pagefind for this machine; install the package pagefind-bin")
        self._out = out
        self._folder = tempfile.TemporaryDirectory(prefix="trellis-search-", ignore_cleanup_errors=True)
        root = Path(self._folder.name, "pages")
        for document in documents:
            file = root / document.place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(_page(document))
        command: list[str | Path] = [found[0], "--site", root, "--output-path", out.resolve(), "--silent"]
        command += ["--force-language", language]
        for selector in _NOT_SEARCHED:
            command += ["--exclude-selectors", selector]
        if keep_index:
            command.append("--keep-index-url")
        # In an empty folder: Pagefind reads settings where it is run, and a vault may hold some of that name.
        self._process = subprocess.Popen(  # noqa: S603
            command, cwd=self._folder.name, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def finish(self) -> None:
        """Waits until the index is written.

        Raises:
            TrellisError: it was not; the message says what Pagefind said.
        """
        said, _ = self._process.communicate()
        self._folder.cleanup()
        if self._process.returncode:
            reason = " ".join(said.split()[-60:]) or "it was ended, perhaps for want of memory"
            raise TrellisError(f"Pagefind could not make the search index ({self._process.returncode}): {reason}")
        for pattern in _NOT_NEEDED:
            for file in self._out.glob(pattern):
                file.unlink()

    def abort(self) -> None:
        """Ends it, if it is not at its end."""
        self._process.kill()
        self._process.communicate()
        self._folder.cleanup()


def _page(document: Document) -> bytes:
    head = f'<!doctype html><html><head><meta charset="utf-8">{document.head}</head><body>'
    return head.encode("utf-8", "replace") + zlib.decompress(document.body) + b"</body></html>"
