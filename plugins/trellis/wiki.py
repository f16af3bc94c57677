"""The spine: a vault goes in, a wiki comes out. The stages in their order, each a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from trellis.attachments import used_attachments
from trellis.cache import NoteCache, digest_of
from trellis.executors import compile_sources
from trellis.file_states import FileStates
from trellis.garbage import not_collected
from trellis.graph import Mention, TopicGraph
from trellis.layout import layout
from trellis.mentions import Mentions, find_mentions
from trellis.model import Finding, Link, Note, NotePath, VaultPath
from trellis.names import caselessly, loose_path, stem, suffixes
from trellis.nodes import ghost
from trellis.options import Options
from trellis.own_pages import OWN_PAGES
from trellis.prerequisites import Prerequisites
from trellis.properties import HouseRules, Wanted
from trellis.related import RelatedNotes
from trellis.render import Linker
from trellis.resolve import LinkIndex, Resolution, Unresolved
from trellis.results import Results
from trellis.scanned import Canvas, Known, Source, Vault
from trellis.shelves import Shelf, shelves
from trellis.tag_tree import TagTree
from trellis.topics import Bridge, Topic, find_bridges, find_topics
from trellis.trails import Trails
from trellis.urls import SiteMap, site_map
from trellis.vault import scan_vault
from trellis.words import Words, english

_UNPUBLISHED = Finding("unpublished", 1, "`publish: false` or `draft: true` keeps it off the site")
_STEPS = re.compile(r"^/?(?:\.{1,2}/)*")


@dataclass(frozen=True)
class Wiki:
    """Everything that is known of a vault once it is linked."""

    name: str
    notes: Mapping[NotePath, Note]
    attachments: tuple[VaultPath, ...]
    """All that there are; those that are published have a place on the site."""
    canvases: Mapping[VaultPath, Canvas]
    skipped: Mapping[VaultPath, Finding]
    pages: Mapping[VaultPath, str]
    """Pages of the site that are no notes but may be linked to, with their titles."""
    options: Options
    site: SiteMap
    index: LinkIndex
    resolved: Mapping[NotePath, Sequence[Resolution]]
    """What each link of a note means, in the order of `Note.links`."""
    graph: TopicGraph
    titles: Mapping[VaultPath, str]
    """Of notes and pages."""
    results: Results | None = None
    """Where what takes long is kept between builds."""
    named: frozenset[str] = frozenset()
    """Attachments that the site itself asks for."""

    words: Words = field(default_factory=english)
    """What its pages say beside the notes."""
    digests: Mapping[NotePath, bytes] = field(default_factory=dict)
    """Of all that each note was compiled from, where they are known; none after an edit."""

    @cached_property
    def listed(self) -> Mapping[NotePath, Note]:
        """The notes that lists, drawings and search may show: all but the unlisted ones."""
        return listed(self.notes)

    @cached_property
    def linker(self) -> Linker:
        return Linker(self.notes, self.titles, self.resolved, self.site, self.options, self.canvases, self.words)

    @cached_property
    def _left_out(self) -> dict[str, Finding]:
        names: dict[str, Finding] = {}
        for path, finding in self.skipped.items():
            for name in suffixes(caselessly(path)):
                names[name] = names[name.removesuffix(".md")] = finding
        return names

    def left_out(self, link: Link) -> Finding | None:
        """Why the file that *link* names is not on the site; None if there is no such file."""
        return self._left_out.get(caselessly(_STEPS.sub("", link.target)))

    def suggestions(self, link: Link, source: NotePath) -> tuple[str, ...]:
        """Names that *link* in the note *source* may have been meant to be, the likeliest first."""
        name = loose_path(link.target) or link.target
        if name not in self._suggested:
            self._suggested[name] = self.index.suggestions(link.target, most=4)
        return tuple(known for known in self._suggested[name] if known != stem(source))[:3]

    @cached_property
    def _suggested(self) -> dict[str, tuple[str, ...]]:
        """By folded name: one that many notes want is looked for once."""
        return {}

    @cached_property
    def wanted(self) -> dict[str, tuple[NotePath, Wanted]]:
        """The names that notes declare as wanted, by their ghosts; of a name declared twice, the first."""
        declared = ((path, wanted) for path, note in self.notes.items() for wanted in note.properties.wanted)
        return {ghost(wanted.name): (path, wanted) for path, wanted in reversed([*declared])}

    @property
    def house_rules(self) -> tuple[NotePath, HouseRules] | None:
        """The rules that notes are held to, and the first note that declares some."""
        declared = ((path, note.properties.house_rules) for path, note in self.notes.items())
        return next(((path, rules) for path, rules in declared if rules), None)

    @cached_property
    def topics(self) -> list[Topic]:
        """The topics, the largest first."""
        return find_topics(self.graph, self.results)

    @cached_property
    def topic_of(self) -> Mapping[NotePath, Topic]:
        """The topic of each note that is in one."""
        return {note: topic for topic in self.topics for note in topic.notes}

    @cached_property
    def places(self) -> dict[str, tuple[int, int]]:
        """Where each node stands in the picture of the whole graph."""
        return layout(self.graph, self.topics, self.results)

    @cached_property
    def bridges(self) -> list[list[Bridge]]:
        """For each topic, what ties it to others."""
        return find_bridges(self.graph, self.topics)

    @cached_property
    def shelves(self) -> list[Shelf]:
        """All notes from A to Z."""
        return shelves((note.title, path) for path, note in self.listed.items())

    @cached_property
    def tag_tree(self) -> TagTree:
        return TagTree(self.graph.tags)

    @cached_property
    def prerequisites(self) -> Prerequisites:
        return Prerequisites(self.graph)

    @cached_property
    def source_notes(self) -> frozenset[str]:
        """The notes that say of themselves that they are a source."""
        return frozenset(path for path, note in self.notes.items() if note.properties.type == "source")

    @cached_property
    def naming_parts(self) -> Mapping[VaultPath, frozenset[NotePath]]:
        """By file, the notes with links to parts of it."""
        found: dict[VaultPath, frozenset[NotePath]] = {}
        for path, note in self.notes.items():
            for target in parts_named(note, self.resolved[path]):
                found[target] = found.get(target, frozenset()) | {path}
        return found

    @cached_property
    def roles(self) -> tuple[NotePath, ...]:
        """The notes that say of themselves that they are a role."""
        return tuple(path for path, note in self.listed.items() if note.properties.type == "role")

    @cached_property
    def trails(self) -> Trails:
        """The paths to roles."""
        return Trails(self.roles, self.prerequisites)

    @cached_property
    def related(self) -> RelatedNotes:
        return RelatedNotes(self.graph, self.notes)

    @cached_property
    def mentions(self) -> Mentions:
        """Where notes say the names of others."""
        return find_mentions(self.listed, self.results, self.digests)

    def sentence(self, mention: Mention) -> str:
        """The sentence in which a link stands, as plain text."""
        excerpt = self.notes[mention.source].links[mention.link].excerpt
        return self.linker.words(mention.source, excerpt or (mention.link,))

    def sources(self, path: NotePath) -> list[tuple[Link, Resolution]]:
        """What the note *path* names as its sources."""
        pairs = zip(self.notes[path].links, self.resolved[path], strict=True)
        return [(link, resolution) for link, resolution in pairs if link.kind == "source"]

    def of_source(self, source: NotePath) -> list[NotePath]:
        """The notes that name the note *source* as theirs."""
        named = (mention.source for mention in self.graph.backlinks(source) if mention.kind == "source")
        return list(dict.fromkeys(named))


def compile_vault(
    vault: Vault,
    options: Options,
    *,
    executor: str = "auto",
    cache: NoteCache | None = None,
    digests: Mapping[NotePath, bytes] | None = None,
    watch: Callable[[Iterable[Note]], Iterable[Note]] = iter,
) -> dict[NotePath, Note]:
    """The notes of *vault*: those that *cache* knows, and the rest compiled by *executor*; *watch* may see them come.
    *digests* are those of the sources, where somebody has them already.

    Raises:
        TrellisError: there is no such executor, or it cannot be reached.
    """
    if digests is None:
        digests = {source.path: digest_of(source, options) for source in vault.sources} if cache else {}
    notes = {source.path: source.note for source in vault.sources if isinstance(source, Known)}
    found = cache.find(digest for path, digest in digests.items() if path not in notes) if cache else {}
    notes |= {path: found[digest] for path, digest in digests.items() if digest in found}
    missing = [source for source in vault.sources if isinstance(source, Source) and source.path not in notes]
    compiled = {note.path: note for note in watch(compile_sources(missing, options, executor))}
    if cache:
        # What went wrong may go right another time.
        sound = (path for path, note in compiled.items() if not any(found.code == "fault" for found in note.findings))
        cache.keep({digests[path]: compiled[path] for path in sound}, (digests[path] for path in notes))
    notes |= compiled
    return {source.path: notes[source.path] for source in vault.sources}


def left_out(vault: Vault, notes: Mapping[NotePath, Note]) -> dict[VaultPath, Finding]:
    """What of *vault* is not on the site, with the reasons: files that scanning skipped, and private *notes*."""
    return {**vault.skipped, **{path: _UNPUBLISHED for path, note in notes.items() if not note.properties.publish}}


def listed(notes: Mapping[NotePath, Note]) -> Mapping[NotePath, Note]:
    """Those of *notes* that are not unlisted; a graph is made of these alone."""
    return {path: note for path, note in notes.items() if not note.properties.unlisted}


def parts_named(note: Note, resolved: Sequence[Resolution]) -> set[VaultPath]:
    """The files that links of *note*, which mean what is *resolved*, name a part of."""
    pairs = zip(note.links, resolved, strict=True)
    return {found.path for link, found in pairs if link.fragment and not isinstance(found, Unresolved)}


def link_wiki(
    vault: Vault,
    notes: Mapping[NotePath, Note],
    options: Options,
    pages: Mapping[VaultPath, str] | None = None,
    reserved: Iterable[str] = (),
    results: Results | None = None,
    named: Collection[str] = (),
    digests: Mapping[NotePath, bytes] | None = None,
    words: Words | None = None,
) -> Wiki:
    """Compiled *notes* linked: every link resolved, the graph made.

    *pages* are others of the site, with their titles; *reserved* are files of the site that something else writes;
    *results* is where the wiki may keep what takes long, of notes with these *digests*; *named* are attachments that
    are published though no note uses them; *words* are what pages say, in English without them.
    """
    pages = pages or {}
    skipped = left_out(vault, notes)
    notes = {path: note for path, note in notes.items() if note.properties.publish}
    index = LinkIndex(notes, vault.attachments, pages)
    resolved = {path: tuple(index.resolve(link, path) for link in note.links) for path, note in notes.items()}
    published = sorted([*notes, *map(NotePath, pages)])
    used = used_attachments(vault.attachments, vault.canvases, resolved, named)
    site = site_map(published, used, directory_urls=options.directory_urls, reserved=reserved)
    return Wiki(
        name=vault.name,
        notes=notes,
        attachments=vault.attachments,
        canvases=vault.canvases,
        skipped=skipped,
        pages=pages,
        options=options,
        site=site,
        index=index,
        resolved=resolved,
        graph=TopicGraph(listed(notes), resolved),
        titles={**{path: note.title for path, note in notes.items()}, **pages},
        results=results,
        named=frozenset(named),
        digests=digests or {},
        words=words or english(),
    )


def build_wiki(vault: Vault, options: Options | None = None) -> Wiki:
    """All stages after the scan, in one call."""
    options = options or Options()
    return link_wiki(vault, compile_vault(vault, options), options)


@not_collected()
def load_wiki(root: Path, options: Options | None = None, cache: NoteCache | None = None) -> Wiki:
    """The wiki of the vault in the folder *root*; notes that *cache* knows are not compiled.

    Raises:
        TrellisError: *root* is no folder, or cannot be read.
    """
    options = options or Options()
    states = FileStates(cache, options) if cache else None
    vault = scan_vault(root, recall=states)
    digests = {source.path: digest_of(source, options) for source in vault.sources}
    notes = compile_vault(vault, options, cache=cache, digests=digests)
    if states:
        states.remember(vault.sources, digests)
    files = {*notes, *vault.attachments}
    pages = {path: english()(title) for path, title in OWN_PAGES.items() if path not in files}
    results = Results(cache.file, cache.warn) if cache else None
    return link_wiki(vault, notes, options, pages, results=results, digests=digests)
