"""A wiki that is relinked after an edit is the wiki that linking everything anew gives."""

import random

import pytest

from edits import edited, first_files
from trellis import NotePath, Options, Source, Vault, VaultPath, Wiki, as_network, check_wiki
from trellis.canvas import read_canvas
from trellis.relink import relink
from trellis.view import NoteView
from trellis.wiki import compile_vault, link_wiki


def vault_of(files: dict[str, str], before: Vault) -> Vault:
    known = {source.path: source for source in before.sources}
    sources = (Source(NotePath(VaultPath(name)), files[name]) for name in sorted(files) if name.endswith(".md"))
    kept = tuple(known[s.path] if s == known.get(s.path) else s for s in sources)
    attachments = tuple(VaultPath(name) for name in sorted(files) if not name.endswith(".md"))
    canvases = {path: read_canvas(files[path]) for path in attachments if path.endswith(".canvas")}
    return Vault("V", kept, attachments, canvases)


def shown(wiki: Wiki) -> object:
    """All that a reader or an author can see of *wiki*."""
    pages: list[object] = []
    for path in wiki.notes:
        view = NoteView(wiki, path)
        pages.append((wiki.linker.heading(path), wiki.linker.body(path)))
        pages.append((view.sources, view.backlinks, view.local_graph, view.tags))
    network = as_network(wiki)
    graph = {(a, b, *d.values()) for a, b, d in network.edges(data=True)}
    nodes = dict(network.nodes(data=True))
    return pages, graph, nodes, wiki.graph.size, check_wiki(wiki), dict(wiki.site.files), wiki.skipped


@pytest.mark.parametrize("seed", range(40))
def test_relinking_gives_what_linking_gives(seed: int) -> None:
    chance = random.Random(seed)
    options = Options()
    files = first_files(chance)
    vault = vault_of(files, Vault("V"))
    notes = compile_vault(vault, options)
    wiki = link_wiki(vault, notes, options)
    for step in range(12):
        files = edited(files, chance)
        after = vault_of(files, vault)
        old = {source.path: source for source in vault.sources}
        fresh = compile_vault(after, options)
        notes = {s.path: notes[s.path] if old.get(s.path) is s else fresh[s.path] for s in after.sources}
        edits = {s.path: notes[s.path] for s in after.sources if old.get(s.path) is not s}
        same_files = old.keys() == notes.keys() and after.attachments == vault.attachments
        linked, vault = link_wiki(after, notes, options), after
        relinked = relink(wiki, edits, after.canvases) if same_files else None
        if relinked:
            assert shown(relinked) == shown(linked), f"step {step}"
        wiki = relinked or linked


def test_an_edit_of_the_text_resolves_its_own_links_alone() -> None:
    options = Options()
    files = {"a.md": "[[b]]", "b.md": "[[a]]", "c.md": "[[a]] [[b]]"}
    vault = vault_of(files, Vault("V"))
    notes = compile_vault(vault, options)
    wiki = link_wiki(vault, notes, options)
    after = vault_of({**files, "a.md": "[[b]] and [[c]]"}, vault)
    renewed = relink(wiki, {path: note for path, note in compile_vault(after, options).items() if path == "a.md"}, {})
    assert renewed
    kept = {str(path) for path in renewed.resolved if renewed.resolved[path] is wiki.resolved[path]}
    assert kept == {"b.md", "c.md"}
