"""The pages of a build: each is made and written, or left as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from mkdocs.structure.files import Files

from trellis.card_drawing import Card
from trellis.copied import done_by_two, may_copy
from trellis.fingerprints import Fingerprints
from trellis.markdown_copy import copy_place
from trellis.mkdocs.card_files import CardFiles
from trellis.mkdocs.made import Made
from trellis.mkdocs.page import ListPage, NotePage
from trellis.mkdocs.pages import NotePages
from trellis.mkdocs.search import Search
from trellis.mkdocs.unchanged import Unchanged
from trellis.mkdocs.written import write_file
from trellis.progress import ProgressBar
from trellis.wiki import Wiki

_CHUNK = 50
"""Pages that are made at once: about a fifth of a second."""

_FEW = 3
"""Lists of the whole wiki that are made at once: one may take a second."""

_WORTHWHILE = 6
"""Chunks from which on a second process saves more than it takes to start."""


class Making:
    """What one build does with the pages of notes and lists, and with attachments."""

    def __init__(self, pages: NotePages, unchanged: Unchanged, search: Search | None) -> None:
        self._pages, self._unchanged, self._search = pages, unchanged, search
        self._cards = CardFiles(pages.config, unchanged)

    def leave_media(self, files: Files, folder: str) -> None:
        """Those of *files* that lie in *folder* and are as they were copied are not copied again."""
        for file in files.media_files():
            if file.src_dir == folder:
                of = self._unchanged.media(file)
                if self._unchanged.is_as_made(file.dest_uri, of):
                    self._unchanged.note({}, [file.dest_uri])
                    self._pages.leave(file)
                else:
                    self._unchanged.note({file.dest_uri: of}, [])

    def make(self, wiki: Wiki, fingerprints: Fingerprints, files: Callable[[], Made], progress: ProgressBar) -> None:
        """Makes the pages that would not come out the same, what *files* makes beside them, and cards; then begins the
        search index.

        Raises:
            Exception: whatever a template or another plugin raises.
        """
        if self._search:
            self._search.prepare(wiki)
        cards: dict[str, Card] = {}
        for done in self._all(wiki, fingerprints, files, progress):
            cards |= done.cards
            self._unchanged.note(done.made, done.kept, done.texts)
            progress.step(done.pages)
            if self._search:
                for place, found in done.searched.items():
                    self._search.put(place, found)
        if self._search:
            self._search.begin(self._unchanged)
        self._cards.write(cards)

    def _all(
        self, wiki: Wiki, fingerprints: Fingerprints, files: Callable[[], Made], progress: ProgressBar
    ) -> Iterator[Made]:
        left = Made()
        pages = [page for page in self._pages if isinstance(page, NotePage)]
        if self._unchanged.is_certain:
            self._unchanged.surround(fingerprints.of_surroundings)
        notes = [page for page in pages if not self._leaves_at_once(page, fingerprints, left)]
        yield left
        lists = [page for page in self._pages if isinstance(page, ListPage)]
        # With the first chunk comes what all of them need: a copy made later has it.
        yield self._some(fingerprints, notes[:_CHUNK])
        chunks = [*_cut(lists, _FEW), *_cut(notes[_CHUNK:], _CHUNK)]
        tasks = [partial(self._some, fingerprints, chunk) for chunk in chunks]
        rest: Sequence[Callable[[], Made]] = [files, partial(self._site_card, wiki), *tasks]
        progress.pause()
        if self._unchanged.is_certain and len(rest) >= _WORTHWHILE and may_copy():
            yield from done_by_two(rest, progress.stop)
        else:
            yield from (task() for task in rest)

    def _leaves_at_once(self, page: NotePage, fingerprints: Fingerprints, left: Made) -> bool:
        """Whether *page* and what lies beside it can stay, because nothing has changed but the texts of other notes;
        what is *left* is noted."""
        if not self._unchanged.is_certain:
            return False
        place, card, text = page.file.dest_uri, self._cards.place(page), self._text(page, fingerprints)
        shown = {place: text, copy_place(place): text, **({card: b""} if card else {})}
        if not all(self._unchanged.is_as_it_was(one, of) for one, of in shown.items()):
            return False
        left.kept += shown
        left.pages += 1
        if self._search:
            left.searched[place] = self._search.look(page, self._unchanged.search(place))
        return True

    def _text(self, page: NotePage, fingerprints: Fingerprints) -> bytes:
        """A digest of what *page* shows of the text of its note, and of nothing else but its address."""
        shown = fingerprints.of_text(page.path) + repr(page.beside()).encode("utf-8", "surrogatepass")
        return self._unchanged.page(page, shown)

    def _site_card(self, wiki: Wiki) -> Made:
        done = Made()
        self._look_at(self._cards.of_site(wiki), done)
        return done

    def _some(self, fingerprints: Fingerprints, pages: Sequence[NotePage | ListPage]) -> Made:
        """Makes those of *pages* that would not come out the same."""
        done = Made(pages=len(pages))
        for page in pages:
            if isinstance(page, NotePage):
                self._look_at(self._cards.of_note(page), done)
            place = page.file.dest_uri
            if self._leaves(page, fingerprints, done):
                if self._search:
                    done.searched[place] = self._search.look(page, self._unchanged.search(place))
            else:
                self._pages.fill(page)
                if self._search:
                    done.searched[place] = self._search.look(page)
                write_file(self._pages.html(page).encode("utf-8", "xmlcharrefreplace"), page.file.abs_dest_path)
            if self._unchanged.is_certain:
                page.forget()
        return done

    def _look_at(self, card: tuple[str, Card] | None, done: Made) -> None:
        """Notes whether the *card* at a place has to be drawn."""
        if card is None:
            return
        place, shown = card
        of = self._cards.made_of(shown)
        if self._unchanged.is_as_made(place, of):
            done.kept.append(place)
        else:
            done.made[place] = of
            done.cards[place] = shown

    def _leaves(self, page: NotePage | ListPage, fingerprints: Fingerprints, done: Made) -> bool:
        """Whether *page* can stay; if not, what it is made of is noted in what is *done*."""
        if not self._unchanged.is_certain:
            return False
        shown = _shown(page, fingerprints)
        of, place = self._unchanged.page(page, shown), page.file.dest_uri
        # Beside the page of a note lies its copy for programs.
        both = [place, copy_place(place)] if isinstance(page, NotePage) else [place]
        if all(self._unchanged.is_as_made(one, of) for one in both):
            done.kept += both
            return True
        done.made.update(dict.fromkeys(both, of))
        if isinstance(page, NotePage):
            done.texts.update(dict.fromkeys(both, self._text(page, fingerprints)))
        return False

    def remember(self) -> None:
        """Keeps for the next build what all files were made of, once they are in their places."""
        self._unchanged.remember(self._search.kept() if self._search else {})


def _cut(pages: Sequence[NotePage | ListPage], size: int) -> Iterator[Sequence[NotePage | ListPage]]:
    return (pages[at : at + size] for at in range(0, len(pages), size))


def _shown(page: NotePage | ListPage, fingerprints: Fingerprints) -> bytes:
    """A digest of all that *page* shows of the wiki, and beside it."""
    of = fingerprints.of(page.view) if isinstance(page, NotePage) else fingerprints.of_all
    return of + repr(page.beside()).encode("utf-8", "surrogatepass")
