"""What a vault asks of its own notes: the rules of the house that one of them declares, and names that are wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from trellis.diagnostics import Diagnostic
from trellis.model import Link, Note, NotePath
from trellis.nodes import ghost
from trellis.properties import HouseRules, Wanted
from trellis.resolve import Unresolved
from trellis.wiki import Wiki


def house_rules(wiki: Wiki) -> Iterator[Diagnostic]:
    """Where notes break the rules; those of the first note that declares some are the rules of all."""
    if not wiki.house_rules:
        return
    by, rules = wiki.house_rules
    for path, note in wiki.notes.items():
        kind = note.properties.type
        if "type" in rules.properties and not kind:
            kinds = f", one of {', '.join(rules.types)}" if rules.types else ""
            yield Diagnostic("missing-property", path, 1, 1, f"the note has no `type:`; give it one{kinds} ({by})")
            continue
        if kind and rules.types and kind not in rules.types:
            yield Diagnostic("unlisted-type", path, 1, 1, f"{_unlisted('type', kind, rules.types)} ({by})")
        if not rules.applies_to or kind in rules.applies_to:
            for code, message in _broken(note, rules):
                yield Diagnostic(code, path, 1, 1, f"{message} ({by})")


def _broken(note: Note, rules: HouseRules) -> Iterator[tuple[str, str]]:
    for name in rules.properties:
        if not _has(note, name):
            yield "missing-property", f"the note has no `{name}:`, which every note of its type has"
    if rules.words and not rules.words[0] <= note.words <= rules.words[1]:
        do = "say more, or make it a part of another note" if note.words < rules.words[0] else "divide it, or cut"
        yield "note-length", f"the note has {note.words} words, and should have {_between(rules.words)}: {do}"
    count = len({link.target.casefold() for link in note.links if link.kind in {"links", "embeds"} and link.target})
    if rules.links and not rules.links[0] <= count <= rules.links[1]:
        do = "link where a reader would go next" if count < rules.links[0] else "keep the links that help most"
        yield "note-links", f"the text leads to {count} others, and should lead to {_between(rules.links)}: {do}"
    for tag in note.tags if rules.tags else ():
        if tag not in rules.tags:
            yield "unlisted-tag", _unlisted("tag", tag, rules.tags)


def _has(note: Note, name: str) -> bool:
    properties = note.properties
    known = {"title": properties.title, "type": properties.type, "tags": note.tags, "aliases": properties.aliases}
    known |= {"videoId": properties.video_id, "description": properties.description}
    return bool(known.get(name, True))


def _between(least_most: tuple[int, int]) -> str:
    return f"{least_most[0]} to {least_most[1]}"


def _unlisted(what: str, name: str, listed: Collection[str]) -> str:
    near = get_close_matches(name, listed, 1)
    hint = f"did you mean {near[0]}?" if near else f"the {what}s are {', '.join(listed)}"
    return f"`{name}` is no {what} of this wiki: {hint}"


def wanted_names(wiki: Wiki) -> Iterator[Diagnostic]:
    """Names that are declared as wanted and are not, or no longer."""
    for path, wanted in _declared(wiki):
        place, node = (path, wanted.line, 3), ghost(wanted.name)
        found = wiki.index.resolve(Link("links", wanted.name, None, None, *place[1:], wanted.name), path)
        if not isinstance(found, Unresolved):
            yield Diagnostic("not-wanted", *place, f"{wanted.name} is written ({found.path}): take it out of the list")
        elif wiki.wanted[node] != (path, wanted):
            yield Diagnostic("not-wanted", *place, f"{wanted.name} stands in a list already: take it out of this one")
        elif not wiki.graph.links_to(node):
            message = f"no note links to {wanted.name}: link to it where a reader would look for it, or take it out"
            yield Diagnostic("not-wanted", *place, message)


def _declared(wiki: Wiki) -> Iterator[tuple[NotePath, Wanted]]:
    for path, note in wiki.notes.items():
        for wanted in note.properties.wanted:
            yield path, wanted
