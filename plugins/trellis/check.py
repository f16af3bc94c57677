"""The rules a vault is held to; each is a small function that yields diagnostics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from trellis.diagnostics import Diagnostic, in_order
from trellis.house import house_rules, wanted_names
from trellis.model import Link, NotePath, VaultPath
from trellis.names import caselessly, folder, loose_path, stem
from trellis.nodes import ghost
from trellis.parts import part_of
from trellis.redirects import redirects_of
from trellis.resolve import Ambiguous, Found, Resolution, Unresolved, fragment_suggestions
from trellis.wiki import Wiki

Rule = Callable[[Wiki], Iterator[Diagnostic]]

_Links = Sequence[tuple[NotePath, Link, Resolution]]
"""Links, each with the note it stands in and what it leads to."""

LinkRule = Callable[[Wiki, _Links], Iterator[Diagnostic]]

_Part = tuple[NotePath, str | None]
"""A note, or what an anchor of it names."""

_BY_NAME = frozenset({"exact", "path"})


def check_wiki(wiki: Wiki) -> list[Diagnostic]:
    """Everything the rules find in *wiki*, in the order of the notes."""
    links = list(_odd_links(wiki))
    found = (diagnostic for rule in RULES for diagnostic in rule(wiki))
    return in_order(chain(found, (diagnostic for check in LINK_RULES for diagnostic in check(wiki, links))))


def _findings(wiki: Wiki) -> Iterator[Diagnostic]:
    """What scanning and compiling noticed."""
    for path, finding in wiki.skipped.items():
        yield Diagnostic(finding.code, path, finding.line, 1, finding.message)
    for path, note in wiki.notes.items():
        for finding in note.findings:
            yield Diagnostic(finding.code, path, finding.line, 1, finding.message)
    if not wiki.notes:
        yield Diagnostic("no-notes", "index.md", 1, 1, "the vault has no notes yet; write this one first")


def _odd_links(wiki: Wiki) -> Iterator[tuple[NotePath, Link, Resolution]]:
    """Links that a rule may find something in: not the many that mention a whole file by its name, which no rule need
    look at."""
    for path, note in wiki.notes.items():
        for link, resolution in zip(note.links, wiki.resolved[path], strict=True):
            if (
                not (isinstance(resolution, Found) and resolution.how in _BY_NAME)
                or link.fragment
                or link.kind == "requires"
            ):
                yield path, link, resolution


def _unresolved(wiki: Wiki, links: _Links) -> Iterator[Diagnostic]:
    for path, link, resolution in links:
        if not isinstance(resolution, Unresolved) or (wiki.wanted and ghost(link.target) in wiki.wanted):
            continue
        name = loose_path(link.target) or link.target
        finding = wiki.left_out(link)
        if finding and link.target.lower().endswith(".base"):
            yield _at(link, path, "differs", f"{link.written} is shown in Obsidian alone; here only its name is")
            continue
        if finding and finding.code == "unpublished":
            message = f"{link.written} names a note that is kept off the site, so it leads nowhere"
            yield _at(link, path, "unpublished", message)
            continue
        if finding:
            message = f"{link.written} names a file that is left out: {finding.message}"
        else:
            message = f"{link.written} is not the name of any file in the vault"
        yield _at(link, path, "unresolved-link", message, name, wiki.suggestions(link, path))


def _ambiguous(_: Wiki, links: _Links) -> Iterator[Diagnostic]:
    for path, link, resolution in links:
        if not isinstance(resolution, Ambiguous):
            continue
        chosen, *others = (_written(path) for path in resolution.paths)
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        message = (
            f"{link.written} could mean {', '.join(f'[[{name}]]' for name in (chosen, *others[:3]))}{more};"
            f" it leads to the first: write one in full"
        )
        yield _at(link, path, "ambiguous-link", message, link.target)


def _written(path: VaultPath) -> str:
    return path.removesuffix(".md")


def _loose(_: Wiki, links: _Links) -> Iterator[Diagnostic]:
    for path, link, resolution in links:
        if not isinstance(resolution, Unresolved) and resolution.how == "loose":
            message = f"{link.written} matches by its letters alone; the name is [[{_written(resolution.path)}]]"
            yield _at(link, path, "loose-link", message, link.target)


def _aliases(_: Wiki, links: _Links) -> Iterator[Diagnostic]:
    for path, link, resolution in links:
        if isinstance(resolution, Found) and resolution.how == "alias":
            name = _written(resolution.path) + (f"#{link.fragment}" if link.fragment else "")
            full = f"{'!' * link.embed}[[{name}|{link.label or link.target}]]"
            message = f"{link.written} is found by an alias, which leads nowhere in Obsidian; write {full}"
            yield _at(link, path, "alias-link", message, link.target)


def _names(wiki: Wiki) -> Iterator[Diagnostic]:
    """Characters that end a name in a link (Obsidian, Internal links)."""
    for path in (*wiki.notes, *wiki.attachments):
        if found := _unlinkable(path):
            signs = " ".join(found)
            message = f"{signs} in the name keeps links from finding it in Obsidian; rename the file or folder"
            yield Diagnostic("unlinkable-name", path, 1, 1, message)


def _unlinkable(path: VaultPath) -> list[str]:
    return [sign for sign in ("#", "^", "|", "[[", "]]", "%%", ":") if sign in path]


def _fragments(wiki: Wiki, links: _Links) -> Iterator[Diagnostic]:
    for path, link, resolution in links:
        if isinstance(resolution, Unresolved) or not link.fragment or resolution.anchor:
            continue
        if note := wiki.notes.get(NotePath(resolution.path)):
            kind = "block" if link.fragment.startswith("^") else "heading"
            message = f"{link.written}: {note.path} has no {kind} “{link.fragment}”"
            names = (f"{link.target}#{name}" for name in fragment_suggestions(note, link.fragment))
            yield _at(link, path, "missing-fragment", message, f"{note.path}#{link.fragment}", tuple(names))


def _at(
    link: Link, path: NotePath, code: str, message: str, about: str = "", suggestions: tuple[str, ...] = ()
) -> Diagnostic:
    return Diagnostic(code, path, link.line, link.column, message, about, suggestions)


def _embed_cycles(wiki: Wiki) -> Iterator[Diagnostic]:
    """Embeds that would show themselves: cycles among the parts of notes, not among the notes."""
    edges: list[tuple[_Part, _Part]] = []
    waiting: list[_Part] = [(path, None) for path, note in wiki.notes.items() if any(link.embed for link in note.links)]
    links: defaultdict[tuple[object, object], list[tuple[NotePath, Link]]] = defaultdict(list)
    seen: set[_Part] = set(waiting)
    while waiting:
        part = waiting.pop()
        path, anchor = part
        for slot in part_of(wiki.notes[path], anchor):
            if isinstance(slot, str) or slot.kind != "embed":
                continue
            resolution = wiki.resolved[path][slot.ref]
            link = wiki.notes[path].links[slot.ref]
            if isinstance(resolution, Unresolved) or resolution.path not in wiki.notes:
                continue
            if link.fragment and not resolution.anchor:
                continue  # what does not exist shows nothing
            shown = (NotePath(resolution.path), resolution.anchor)
            edges.append((part, shown))
            links[part, shown].append((path, link))
            if shown not in seen:
                seen.add(shown)
                waiting.append(shown)
    for edge in _within_cycles(edges):
        for path, link in links[edge]:
            message = f"{link.written} would show itself without end; a link stands in its place"
            yield _at(link, path, "embed-cycle", message)


def _within_cycles(edges: list[tuple[_Part, _Part]]) -> list[tuple[_Part, _Part]]:
    """Those of *edges* by which one comes back to where one began."""
    if not edges:
        return []
    import networkx as nx  # noqa: PLC0415  # it takes a fifth of a second, and few vaults show notes in notes

    shows = nx.DiGraph(edges)
    return [edge for parts in nx.strongly_connected_components(shows) for edge in shows.subgraph(parts).edges]


def _requirements(wiki: Wiki, links: _Links) -> Iterator[Diagnostic]:
    """What `requires:` properties lead to that nobody can learn."""
    for path, link, resolution in links:
        if link.kind != "requires" or isinstance(resolution, Unresolved):
            continue
        if resolution.path == path:
            yield _at(link, path, "no-requirement", f"requires: {link.written} is this note itself; take it out")
        elif resolution.path not in wiki.notes:
            message = f"requires: {link.written} is no note, so nobody can learn it first; link to a note"
            yield _at(link, path, "no-requirement", message)


def _learning_paths(wiki: Wiki) -> Iterator[Diagnostic]:
    """What keeps learning paths from being followed."""
    for cycle in wiki.prerequisites.cycles:
        mention = wiki.prerequisites.mention(cycle[0], cycle[1])
        assert mention
        link = wiki.notes[mention.source].links[mention.link]
        way = " → ".join(_written(path) for path in (*cycle, cycle[0]))
        message = f"these notes require each other, so none can be read first: {way}; take one `requires:` out"
        yield _at(link, mention.source, "requires-cycle", message)
    for mention, node, other in wiki.prerequisites.redundant:
        link = wiki.notes[mention.source].links[mention.link]
        message = f"requires: {link.written} follows from [[{_written(VaultPath(other))}]], which requires it already"
        yield _at(link, mention.source, "redundant-requirement", message, node)


def _collisions(wiki: Wiki) -> Iterator[Diagnostic]:
    for path, by in wiki.site.moved.items():
        message = f"its address is taken by {by}, so it is published as {wiki.site.url(path)}; rename one of them"
        yield Diagnostic("url-collision", path, 1, 1, message)


def _redirects(wiki: Wiki) -> Iterator[Diagnostic]:
    yield from redirects_of(wiki).findings


def _attachments(wiki: Wiki) -> Iterator[Diagnostic]:
    for path in wiki.attachments:
        if path not in wiki.site.files:
            message = "no published note uses it, so it stays off the site; link to it, or name it in mkdocs.yml"
            yield Diagnostic("unused-attachment", path, 1, 1, message)


def _duplicate_names(wiki: Wiki) -> Iterator[Diagnostic]:
    """Notes of one name: each is its own page, but a link by name alone can mean only one of them."""
    named: defaultdict[str, list[NotePath]] = defaultdict(list)
    for path in wiki.notes:
        named[caselessly(stem(path))].append(path)
    for name, paths in named.items():
        if len(paths) < 2 or name in {"index", "readme"}:
            continue
        for path in paths:
            others = ", ".join(other for other in paths if other != path)
            linkable = folder(path) and not _unlinkable(path)
            hint = f"link to it as [[{_written(path)}]], or rename one" if linkable else "rename one of them"
            yield Diagnostic("duplicate-name", path, 1, 1, f"has the same name as {others}; {hint}", name)


RULES: tuple[Rule, ...] = (
    _findings,
    _names,
    _embed_cycles,
    _learning_paths,
    _collisions,
    _redirects,
    _attachments,
    _duplicate_names,
    house_rules,
    wanted_names,
)

LINK_RULES: tuple[LinkRule, ...] = (_unresolved, _ambiguous, _fragments, _loose, _aliases, _requirements)
