"""The search index of a site, made by Pagefind of small documents: in a process and a folder of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import weakref
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from html import escape
from pathlib import Path
from threading import Event
from typing import NamedTuple

from pagefind.service import get_executable

from trellis import search_fragments
from trellis.diagnostics import TrellisError

_NOT_SEARCHED = ("svg", "math", "pre.mermaid", ".timestamp", ".footnote-ref", ".footnote-backref", ".headerlink")
"""What is drawn, or leads somewhere, and says nothing that a reader would search for."""

_NOT_NEEDED = ("pagefind-*ui.*", "pagefind-highlight.js")
"""Parts of Pagefind's own pages; ours has its own."""

_WRITTEN = ("pagefind*", "wasm.*", "*/*.pf_*")
"""The files of an index. Others may be beside them: a note may be called `search`."""

_OLDEST = (1, 5)
"""The first version that finds pages by facts that are not in their text."""

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
    version = re.search(r"(\d+)\.(\d+)", said.stdout)
    return (program, said.stdout.strip()) if version and (int(version[1]), int(version[2])) >= _OLDEST else None


def maker() -> bytes:
    """By what an index is made, beside its documents."""
    found = pagefind()
    return repr((found and found[1], _NOT_SEARCHED)).encode()


class Index(NamedTuple):
    """An index that is written."""

    files: list[Path]
    """All of it."""
    fragments: dict[str, str]
    """Of these, the paths of the fragments, by the places of their pages. A page without words has none."""


class Indexing:
    """Pagefind at work."""

    def __init__(
        self,
        documents: Iterable[Document],
        out: Path,
        language: str,
        *,
        keep_index: bool,
        gently: bool = False,
        known: Mapping[str, str] | None = None,
    ) -> None:
        """Has the index of *documents* in *language* written to the folder *out*. With *keep_index*, addresses end with
        `index.html` where files do; *gently* leaves the machine to others. *known* are paths of fragments of an earlier
        index, by page, of those documents that are as they were in it.

        Raises:
            TrellisError: Pagefind cannot be run here, or the documents cannot be written for it.
        """
        found = pagefind()
        if found is None:
            raise TrellisError("there is no Pagefind for this machine; install the package pagefind-bin")
        self._out, self._keep_index, self._gently = out, keep_index, gently
        self._folder = tempfile.TemporaryDirectory(prefix="trellis-search-", ignore_cleanup_errors=True)
        root = Path(self._folder.name, "pages")
        root.mkdir()
        self._pages = {_written(document, root, keep_index=keep_index): document.place for document in documents}
        self._laid = search_fragments.lay(known or {}, out)
        self._command: list[str | Path] = [found[0], "--site", root, "--output-path", out.resolve(), "--silent"]
        self._command += ["--force-language", language]
        for selector in _NOT_SEARCHED:
            self._command += ["--exclude-selectors", selector]
        if keep_index:
            self._command.append("--keep-index-url")
        self._ended = Event()
        self._run()

    def _run(self) -> None:
        # In an empty folder: Pagefind reads settings where it is run, and a vault may hold some of that name.
        self._process = subprocess.Popen(  # noqa: S603
            self._command, cwd=self._folder.name, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        # A preview that is ended has no time for it, and takes the folder away that it writes to.
        self._end = weakref.finalize(self, _stop, self._process, self._ended)
        if self._gently and os.name == "posix":
            with suppress(OSError):  # it may have ended already
                os.setpriority(os.PRIO_PROCESS, self._process.pid, 15)

    def finish(self) -> Index:
        """Waits until the index is written, and says what it is: nothing, if this program ends before.

        Raises:
            TrellisError: it was not; the message says what Pagefind said.
        """
        said, _ = self._process.communicate()
        fragments = self._fragments()
        if fragments.keys() & self._laid.keys() and not self._ended.is_set():
            # The name of a fragment that was laid is that of another now: once in ten thousand times.
            shutil.rmtree(self._out / search_fragments.FOLDER)
            self._laid = {}
            self._run()
            said, _ = self._process.communicate()
            fragments = self._fragments()
        self._folder.cleanup()
        if self._ended.is_set():
            return Index([], {})
        written = [file for pattern in _WRITTEN for file in self._out.glob(pattern) if file.is_file()]
        if self._process.returncode:
            for file in written:
                file.unlink()
            reason = " ".join(said.split()[-60:]) or "it was ended, perhaps for want of memory"
            raise TrellisError(f"Pagefind could not make the search index ({self._process.returncode}): {reason}")
        needed = []
        for file in written:
            if any(file.match(pattern) for pattern in _NOT_NEEDED):
                file.unlink()
            else:
                needed.append(file)
        return Index(needed, fragments | self._laid)

    def _fragments(self) -> dict[str, str]:
        """Those that were made, by page."""
        return search_fragments.made(self._out, self._laid.values(), self._pages, keep_index=self._keep_index)

    def abort(self) -> None:
        """Ends it, if it is not at its end."""
        self._end()
        self._process.communicate()
        self._folder.cleanup()


def _written(document: Document, root: Path, *, keep_index: bool) -> str:
    """Writes *document* into the folder *root*, and returns its path there."""
    name = search_fragments.file_for(document.place, keep_index=keep_index)
    file = f"{root}/{name}"
    try:
        if "/" in name:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
        with open(file, "wb") as stream:  # noqa: PTH123  # twenty thousand times
            stream.write(_page(document))
    except OSError as error:
        raise TrellisError(f"{file}: cannot be written for the search index: {error.strerror}") from error
    except zlib.error as error:
        reason = f"what is kept of {document.place} is broken; run `trellis cache clear` and build again"
        raise TrellisError(f"The search index cannot be made: {reason}") from error
    return name


def _stop(process: subprocess.Popen[str], ended: Event) -> None:
    if process.poll() is None:
        ended.set()
        process.kill()


def _page(document: Document) -> bytes:
    head = f'<!doctype html><html><head><meta charset="utf-8">{document.head}</head><body>'
    return head.encode("utf-8", "replace") + zlib.decompress(document.body) + b"</body></html>"
