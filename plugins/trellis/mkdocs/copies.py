"""The Markdown copy beside each page of a note, made of its file at the moment it is wanted: kept texts would take as
much memory as the vault."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from trellis.markdown_copy import copy_place, markdown_copy
from trellis.mkdocs.page import NotePage
from trellis.mkdocs.written import write_file
from trellis.texts import read_note


def copy_of(page: NotePage, config: MkDocsConfig) -> bytes:
    """The copy of the note of *page*; of a file that is gone by now, what is known of it."""
    try:
        text = read_note(Path(config.docs_dir, page.path), page.path).text
    except OSError:
        text = ""
    return markdown_copy(page.wiki(), page.path, text, page.canonical_url).encode("utf-8", "replace")


def written_copy(page: NotePage, config: MkDocsConfig, site: Path) -> bytes:
    """That copy from where this build has written it, or from the finished *site*, where it stays."""
    place = copy_place(page.file.dest_uri)
    for folder in (Path(config.site_dir), site):
        with suppress(OSError):
            return (folder / place).read_bytes()
    return copy_of(page, config)


def write_copy(page: NotePage, config: MkDocsConfig) -> None:
    """Writes it to its place."""
    write_file(copy_of(page, config), str(Path(config.site_dir, copy_place(page.file.dest_uri))))
