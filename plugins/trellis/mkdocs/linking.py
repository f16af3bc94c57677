"""The notes of one build: read, compiled and linked, with pages among those of MkDocs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions

from trellis.cache import NoteCache, digest_of
from trellis.changes import Changes, read_changes
from trellis.database import cache_file
from trellis.file_states import FileStates
from trellis.garbage import not_collected, set_apart
from trellis.mkdocs.assets import all_assets
from trellis.mkdocs.files import admitted, is_left_out, move, named_in, nav_titles, title_of_page
from trellis.mkdocs.lists import HOME, lists_lacking
from trellis.mkdocs.machine_files import Histories
from trellis.mkdocs.mentions import mentioned, shown_by
from trellis.mkdocs.page import ListPage, NotePage
from trellis.mkdocs.reports import log
from trellis.mkdocs.wording import words_of
from trellis.model import Note, NotePath, Url, VaultPath
from trellis.options import Options
from trellis.progress import ProgressBar
from trellis.recent_view import MOST_AT_HOME, RecentNote, recent_notes
from trellis.results import Results
from trellis.scanned import Source, Vault
from trellis.wiki import Wiki, compile_vault, link_wiki

Scan = Callable[[Path, tuple[str, ...], FileStates], Vault]
"""The vault in a folder; of files that only some configuration asks for, those of these paths."""


class Linking:
    """From the files of a vault to a wiki whose notes have their pages."""

    @not_collected()
    def __init__(self, scan: Scan, files: Files, config: MkDocsConfig, options: Options, executor: str) -> None:
        """Has *scan* read the vault, compiles what of it is published, and links it.

        Raises:
            TrellisError: the vault cannot be read, or there is no such executor, or it cannot be reached, or a file of
                words cannot be read.
        """
        self._config, self._options, self._words = config, options, words_of(config)
        cache = NoteCache(cache_file(Path(config.docs_dir)), log.warning)
        states = FileStates(cache, options)
        self.read = scan(Path(config.docs_dir), tuple(named_in(config)), states)
        self.vault = admitted(self.read, files, config)
        self.progress = ProgressBar(2 * len(self.vault.sources))
        self.digests = {source.path: digest_of(source, options) for source in self.vault.sources}
        self.notes: Mapping[NotePath, Note] = compile_vault(
            self.vault, options, executor=executor, cache=cache, digests=self.digests, watch=self.progress.watch
        )
        states.remember(self.vault.sources, self.digests)
        self.reserved = [file.dest_uri for file in files if file.src_dir != config.docs_dir] + [*all_assets()]
        self._named = mentioned(config, self.vault.attachments)
        # Most often nothing but these is added later, and then everything is linked already.
        pages = {VaultPath(page.path): page.title for page in lists_lacking(files, config, self._words)}
        self._results = Results(cache.file, cache.warn)
        self.wiki = self._linked(pages, self._named)
        for path in self.notes.keys() - self.wiki.notes.keys():
            if file := files.src_uris.get(path):
                files.remove(file)
        set_apart()

    def _linked(self, pages: Mapping[VaultPath, str], named: Collection[str]) -> Wiki:
        return link_wiki(
            self.vault,
            self.notes,
            self._options,
            pages,
            reserved=self.reserved,
            results=self._results,
            named=named,
            digests=self.digests,
            words=self._words,
        )

    def forget_texts(self) -> None:
        """Frees the memory of what is compiled, when nobody will ask again what has changed."""
        self.vault = replace(self.vault, sources=tuple(Source(source.path, "") for source in self.vault.sources))
        self.read = self.vault

    def forget_vault(self) -> None:
        """Frees that of all notes as they were read and compiled, once somebody else follows the vault."""
        self.vault = self.read = Vault(self.vault.name)
        self.notes = {}

    def set_pages(self, files: Files, config: MkDocsConfig, *, lazy: bool) -> None:
        """Gives every note its page, which somebody else will fill if it is *lazy*."""
        titles = dict(nav_titles(config.nav))
        for path in self.wiki.notes:
            file = files.src_uris[path]
            if file.dest_uri != self.wiki.site.files[path]:
                move(file, self.wiki.site.files[path])  # before the page asks for its address
            page = NotePage(file, config, path, self.now, titles.get(path), lazy=lazy)
            if page.is_homepage:
                page.recent = self._recent
            # Material draws the whole navigation into every page, so a thousand notes in it are a thousand lines
            # in each of a thousand pages. Curated sections are in `nav`; the home page is always.
            if path != HOME:
                file.inclusion = min(file.inclusion, InclusionLevel.NOT_IN_NAV, key=lambda level: level.value)

    def link_pages(self, files: Files, config: MkDocsConfig) -> None:
        """Pages that other plugins made may be linked to, and everything is where it belongs."""
        made = {
            file.src_uri: file
            for file in files.documentation_pages()
            if not isinstance(file.page, NotePage) and not (isinstance(file.page, ListPage) and file.page.passing)
        }
        titles = {VaultPath(path): title_of_page(file) for path, file in made.items()}
        named = self._named | shown_by(
            (f for f in made.values() if not isinstance(f.page, ListPage)), self.vault.attachments
        )
        if titles != self.wiki.pages or named != self.wiki.named:
            self.wiki = self._linked(titles, named)
        for path in self.vault.attachments:
            if path not in self.wiki.site.files and (file := files.src_uris.get(path)):
                files.remove(file)
        for path, place in self.wiki.site.files.items():
            if (file := files.src_uris.get(path)) and file.dest_uri != place:
                move(file, place)
                if file.page:
                    file.page._set_canonical_url(config.site_url)  # noqa: SLF001  # no other way

    def _recent(self, start: Url) -> list[RecentNote]:
        """What changed last, for the home page."""
        return recent_notes(self.now(), Changes(self.histories.dates), start, MOST_AT_HOME)

    @cached_property
    def histories(self) -> Histories:
        """What Git knows of the notes; a former path that the settings keep off the site is none to tell of."""
        changes = read_changes(Path(self._config.docs_dir), self._results)
        files = {old: File(old, "", "", use_directory_urls=True) for old in changes.moved}
        set_exclusions(files.values(), self._config)
        return Histories(changes.dates, {old: new for old, new in changes.moved.items() if not is_left_out(files[old])})

    def now(self) -> Wiki:
        """The wiki as it is linked by now. A preview keeps pages of a build while the next one is made, each with a
        wiki of its own."""
        return self.wiki
