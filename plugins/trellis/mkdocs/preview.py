"""The site of `mkdocs serve` between two builds: its notes follow the vault edit by edit, and their pages are made when
somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from operator import is_not
from pathlib import Path

from mkdocs.structure.files import File, set_exclusions

from trellis.cache import digest_of
from trellis.check import check_wiki
from trellis.compile import compile_note
from trellis.diagnostics import in_order
from trellis.mkdocs.files import is_left_out, move, nav_paths
from trellis.mkdocs.linking import Linking
from trellis.mkdocs.lists import lists_of, make_page
from trellis.mkdocs.page import ListPage, NotePage
from trellis.mkdocs.pages import NotePages
from trellis.mkdocs.preview_files import PreviewFiles
from trellis.model import Note, NotePath, VaultPath
from trellis.names import folder, stem
from trellis.own_pages import GRAPH_PAGES
from trellis.relink import relink
from trellis.scanned import Known, Source, Vault
from trellis.shelf_view import FOLDERS
from trellis.vault import VaultReader
from trellis.wiki import Wiki, link_wiki

_MOST = 20
"""Objections that are shown."""

_QUICK = 2_000
"""Links among which topics are found in no time; among more of them, they are looked for once nobody waits."""


class Preview:
    """What a build has made of the vault, kept as the vault is from then on."""

    def __init__(self, pages: NotePages, linking: Linking) -> None:
        self.pages, self._linking = pages, linking
        self.root = Path(pages.config.docs_dir)
        self.has_made_pages = any(not isinstance(file.page, NotePage | ListPage) for file in pages.documents)
        """Whether other plugins or MkDocs have made pages."""
        self._read, self._notes, self._reserved = linking.read, dict(linking.notes), linking.reserved
        self._admitted = dict.fromkeys(_paths(linking.read), False) | dict.fromkeys(_paths(linking.vault), True)
        self._in_nav = {page.path for page in pages.nav.pages if isinstance(page, NotePage)}
        self._named_in_nav = frozenset(nav_paths(pages.config.nav)) | self._in_nav
        linking.forget_vault()
        self.files = PreviewFiles(pages, linking, self._renew_lists)
        self._is_listed = True
        """Whether there are the pages of topics and paths that the wiki has."""
        self._compiled: dict[NotePath, tuple[Source, Note]] = {}
        self.is_as_built = True
        """Whether pages that other plugins made of the wiki are as they would be made now."""

    @property
    def wiki(self) -> Wiki:
        """As it is now. Nothing here keeps an older one: it would keep every note that was edited since."""
        return self._linking.wiki

    def _take(self, read: Vault, wiki: Wiki) -> None:
        """Has all that is shown from now on be that of *wiki*, which is made of what was *read*."""
        if wiki.graph.size > _QUICK:
            # For now, pages show the topics that there were before the edit.
            vars(wiki)["topic_of"] = self.wiki.topic_of
        self._read, self._linking.wiki, self.is_as_built = read, wiki, False
        self.files.clear()
        self._is_listed = False

    def follow(self, read: Vault) -> bool:
        """Takes over the folder as it is *read* now; False if another build is needed to show it."""
        if read is self._read:
            return True
        changed = self._edited(read)
        return self._move(read) if changed is None else self._edit(read, changed)

    def _edit(self, read: Vault, changed: list[Source | Known]) -> bool:
        """The same, when nothing but the text of the notes *changed* is another."""
        if not changed and read.canvases == self._read.canvases:
            self._read = read
            return True
        fresh = {source.path: self._compile(source) for source in changed}
        wiki = relink(self.wiki, fresh, read.canvases)
        if wiki is None:
            return self._move(read)
        self._notes |= fresh
        self._take(read, wiki)
        return True

    def _move(self, read: Vault) -> bool:
        """The same, whatever it is that changed."""
        vault = self._published(read)
        moved = self._notes.keys() ^ {source.path for source in vault.sources}
        if any(path in self._named_in_nav or _is_list(path) for path in moved):
            return False
        known = {source.path: source for source in self._read.sources}
        notes = {
            source.path: self._notes[source.path]
            if source is known.get(source.path) and source.path in self._notes
            else self._compile(source)
            for source in vault.sources
        }
        before = self.wiki
        wiki = link_wiki(
            vault,
            notes,
            before.options,
            before.pages,
            reserved=self._reserved,
            results=before.results,
            named=before.named,
            words=before.words,
        )
        if any(_entry(wiki, path) != _entry(self.wiki, path) for path in self._in_nav):
            return False
        if wiki.site.files != self.wiki.site.files:
            self._move_pages(wiki)
        self._notes = notes
        self._take(read, wiki)
        return True

    def _edited(self, read: Vault) -> list[Source | Known] | None:
        """The published notes with another text; None if something else has changed, too."""
        before = self._read
        if before.attachments != read.attachments or before.skipped != read.skipped:
            return None
        if len(before.sources) != len(read.sources):
            return None
        pairs = [*compress(zip(before.sources, read.sources, strict=True), map(is_not, before.sources, read.sources))]
        if any(old.path != new.path for old, new in pairs):
            return None
        return [new for old, new in pairs if self._admitted[new.path] and not self._is_compiled(old, new)]

    def _is_compiled(self, old: Source | Known, new: Source | Known) -> bool:
        """Whether *new* compiles to the same note as *old*: a file may get another date and nothing else."""
        return isinstance(old, Known) and old.digest == digest_of(new, self.wiki.options)

    def forget_texts(self, reader: VaultReader) -> None:
        """Has *reader* and this keep of compiled notes no texts: they would take more memory than all else."""
        self._read = reader.forget_texts(self._read, self._known)

    def _known(self, source: Source) -> Known | None:
        note, wiki = self._notes.get(source.path), self.wiki
        if note is None:
            return None
        digest = wiki.digests.get(source.path) or digest_of(source, wiki.options)
        return Known(source.path, digest, note, source.stamp)

    def find_topics(self) -> bool:
        """Has pages show the topics that there are now; whether they were others so far."""
        wiki = self.wiki
        if [*{id(topic): topic for topic in wiki.topic_of.values()}.values()] == wiki.topics:
            return False
        del vars(wiki)["topic_of"]
        return True

    def _compile(self, source: Source | Known) -> Note:
        if isinstance(source, Known):
            return source.note
        note = compile_note(source, self.wiki.options)
        self._compiled[source.path] = source, note
        return note

    def taken(self) -> dict[Source, Note]:
        """The notes that were compiled since somebody asked last."""
        taken, self._compiled = self._compiled, {}
        return dict(taken.values())

    def objection(self) -> str:
        """What keeps a strict build from publishing the notes; empty if there is nothing, or it is not to be strict."""
        if not self.pages.config.strict:
            return ""
        found = [d for d in in_order(check_wiki(self.wiki)) if d.level in {"error", "warning"}]
        return "\n".join(map(str, found[:_MOST])) + (f"\nand {len(found) - _MOST} more" if len(found) > _MOST else "")

    def page(self, url: str) -> NotePage | ListPage | None:
        """The page at *url*, from the root of the site, which shows the wiki as it is now; None if it is no note's."""
        page = self.pages.by_url.get(url)
        comes_and_goes = page is None or (isinstance(page, ListPage) and page.passing)
        if comes_and_goes and url.startswith(("graph/", *FOLDERS)) and url.endswith(("/", ".html")):
            self._renew_lists()
            page = self.pages.by_url.get(url)
        if page is not None:
            page.renew()
        return page

    def _renew_lists(self) -> None:
        """Brings the pages of topics and paths to what is in the wiki now."""
        if self._is_listed:
            return
        self._is_listed = True
        there = {page.file.src_uri: page for page in self.pages if isinstance(page, ListPage) and page.passing}
        passing = []
        for page in lists_of(self.wiki):
            if page.path not in self.wiki.notes:
                # One that shows the same as before may be in the navigation, which knows its pages.
                old = there.get(page.path)
                kept = old if old and old.shows == page.shows else None
                passing.append(kept or make_page(page, self.pages.config, self._linking.now, passing=True))
        staying = [page for page in self.pages if not (isinstance(page, ListPage) and page.passing)]
        self.pages.renew([*staying, *passing])
        for made in passing:
            made.read_source(self.pages.config)
            made.render(self.pages.config, self.pages.files)

    def media(self, url: str) -> VaultPath | None:
        """The attachment at *url*."""
        path = VaultPath(url)
        return path if self.wiki.site.files.get(path) == url and not path.endswith(".md") else None

    def _published(self, read: Vault) -> Vault:
        """What MkDocs would publish of *read*."""
        for path in _paths(read):
            if path not in self._admitted:
                file = self._file(path)
                self._admitted[path] = not is_left_out(file)
        return Vault(
            self.wiki.name,
            tuple(source for source in read.sources if self._admitted[source.path]),
            tuple(path for path in read.attachments if self._admitted[path]),
            read.canvases,
            read.skipped,
        )

    def _file(self, path: VaultPath) -> File:
        config = self.pages.config
        file = File(path, config.docs_dir, config.site_dir, config.use_directory_urls)
        set_exclusions([file], config)
        return file

    def _move_pages(self, wiki: Wiki) -> None:
        """Gives every note of *wiki* its page at its address, and nothing else."""
        pages = {page.path: page for page in self.pages if isinstance(page, NotePage)}
        lists = [page for page in self.pages if isinstance(page, ListPage)]
        for path in wiki.notes:
            place = wiki.site.files[path]
            if path not in pages or pages[path].file.dest_uri != place:
                file = self._file(path)
                move(file, place)
                pages[path] = NotePage(file, self.pages.config, path, lambda: wiki, None, lazy=True)
                pages[path].wiki = self._linking.now
        self.pages.renew([*lists, *(pages[path] for path in wiki.notes)])


def _paths(vault: Vault) -> Iterator[VaultPath]:
    yield from (source.path for source in vault.sources)
    yield from vault.attachments


def _entry(wiki: Wiki, path: NotePath) -> tuple[str, str] | None:
    """What the navigation shows of a note."""
    return (wiki.notes[path].title, wiki.site.files[path]) if path in wiki.notes else None


def _is_list(path: VaultPath) -> bool:
    """Whether the site has a list of ours at this *path*, or would have one without the note."""
    if folder(path):
        return path in GRAPH_PAGES
    return path.endswith(".md") and stem(path).lower() in {"index", "readme", "all-notes"}
