"""The command `trellis`: a vault is built, served, checked or shown piece by piece.

Exit codes: 0 all is well; 1 there are findings that fail; 2 nothing could be done.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from trellis.cache import NoteCache
from trellis.check import check_wiki
from trellis.database import cache_file, cards_folder
from trellis.diagnostics import TrellisError, fails, summary, totals
from trellis.export import FORMATS, export_graph
from trellis.model import Link, Note, NotePath, VaultPath
from trellis.resolve import Ambiguous, Found, Resolution
from trellis.whole_file import check_target, write_whole
from trellis.wiki import Wiki, load_wiki

_vault = click.argument("vault", type=click.Path(path_type=Path))
_strict = click.option("--strict", is_flag=True, help="Fail on warnings too: every link must lead to one note.")
_verbose = click.option("-v", "--verbose", is_flag=True, help="List every finding, however many there are.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-trellis")
def main() -> None:
    """Make a site of a folder of notes, and look into it."""


def _run(call: object, *arguments: object, **options: object) -> object:
    """What *call* returns; a `TrellisError` ends the command with its message and code 2."""
    try:
        return call(*arguments, **options)  # type: ignore[operator]
    except TrellisError as error:
        click.echo(f"trellis: {error}", err=True)
        raise click.exceptions.Exit(2) from error


@main.command()
@_vault
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder for the site.")
@_strict
@_verbose
def build(vault: Path, out: Path, strict: bool, verbose: bool) -> None:
    """Build the site of the folder VAULT. It needs no configuration; a site with one is built by `mkdocs build`."""
    from trellis.mkdocs.site import build_site  # noqa: PLC0415  # MkDocs is slow to import, and only two commands need it

    _run(build_site, vault, out, strict=strict, verbose=verbose)


@main.command()
@_vault
@click.option("-a", "--dev-addr", default="127.0.0.1:8000", show_default=True, help="Host and port.")
@click.option("-o", "--open", "open_", is_flag=True, help="Open the site in a browser.")
@_strict
@_verbose
def serve(vault: Path, dev_addr: str, open_: bool, strict: bool, verbose: bool) -> None:
    """Serve the site of the folder VAULT and renew it when a note is saved."""
    from trellis.mkdocs.site import serve_site  # noqa: PLC0415

    _run(serve_site, vault, dev_addr, strict=strict, verbose=verbose, open_=open_)


@main.command()
@_vault
@_strict
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_verbose
def check(vault: Path, strict: bool, format_: str, verbose: bool) -> None:
    """Say what is wrong in the folder VAULT, without building its site."""
    diagnostics = check_wiki(_wiki(vault))
    if format_ == "json":
        click.echo(_json_lines(d.as_dict() for d in diagnostics))
    else:
        for level, line in summary(diagnostics, everything=verbose):
            click.echo(f"{level}: {line}")
        click.echo(totals(diagnostics), err=bool(diagnostics))
    raise click.exceptions.Exit(int(fails(diagnostics, strict=strict)))


@main.command()
@_vault
@click.option("--json", "as_json", is_flag=True, help="One object for each link, in a list.")
def links(vault: Path, as_json: bool) -> None:
    """List every link in the folder VAULT and what it means."""
    rows = list(_links(_wiki(vault)))
    if as_json:
        click.echo(_json_lines(rows))
        return
    for row in rows:
        meaning = row["path"] or "nothing"
        click.echo(f"{row['source']}:{row['line']}:{row['column']}: {row['outcome']}: {row['target']} → {meaning}")


@main.command()
@click.argument("note")
@click.option("--vault", required=True, type=click.Path(path_type=Path), help="The folder that holds the note.")
def render(note: str, vault: Path) -> None:
    """Print the HTML of NOTE, a path or a name in the vault, with its links as they are on the site."""
    wiki = _wiki(vault)
    path = _run(_note_named, note, vault, wiki)
    assert isinstance(path, str)
    click.echo(wiki.linker.heading(NotePath(path)) + wiki.linker.body(NotePath(path)), nl=False)  # type: ignore[arg-type]


@main.command()
@_vault
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="json", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="The file to write; without it, the graph is printed.")
@click.option("--base-url", default="", help="The address of the site, so that links to its pages are whole.")
def graph(vault: Path, format_: str, out: Path | None, base_url: str) -> None:
    r"""Write the graph of the folder VAULT for other programs: its notes, what they say of each other, and where.

    \b
    json     for programs, as graph.schema.json in the package describes it
    graphml  for Gephi, networkx and others
    skos     a vocabulary for the semantic web, as JSON-LD
    dot      for Graphviz
    """
    if out:
        _run(check_target, out)
    data = _run(export_graph, _wiki(vault), format_, base_url)
    assert isinstance(data, bytes)
    if out:
        _run(write_whole, out, data)
    else:
        click.echo(data, nl=False)


@main.group()
def cache() -> None:
    """What is kept of compiled notes, so that the next build compiles only those that changed."""


@cache.command()
@_vault
def info(vault: Path) -> None:
    """Say what is kept of the notes in the folder VAULT."""
    try:
        found = _cache(vault).info()
    except (OSError, sqlite3.Error) as error:
        click.echo(
            f"trellis: {_cache(vault).file}: cannot be read: {error}; `trellis cache clear` removes it", err=True
        )
        raise click.exceptions.Exit(2) from error
    click.echo(f"{found.file}: {found.notes} notes, {found.size / 1e6:.1f} MB")


@cache.command()
@_vault
def clear(vault: Path) -> None:
    """Remove what is kept of the notes in the folder VAULT; nothing is lost but time."""
    try:
        _cache(vault).clear()
        if cards_folder(vault).exists():
            shutil.rmtree(cards_folder(vault))
    except OSError as error:
        click.echo(f"trellis: {error.filename}: cannot be removed: {error.strerror}", err=True)
        raise click.exceptions.Exit(2) from error


def _wiki(vault: Path) -> Wiki:
    wiki = _run(load_wiki, vault, cache=_cache(vault))
    assert isinstance(wiki, Wiki)
    return wiki


def _cache(vault: Path) -> NoteCache:
    return NoteCache(cache_file(vault), lambda line: click.echo(f"trellis: {line}", err=True))


def _note_named(name: str, vault: Path, wiki: Wiki) -> NotePath:
    """The note that *name* means: its path in the vault or on disk, or a name as in a link.

    Raises:
        TrellisError: there is no such note.
    """
    disk = Path(name)
    if disk.is_file() and disk.resolve().is_relative_to(vault.resolve()):
        name = disk.resolve().relative_to(vault.resolve()).as_posix()
    match wiki.index.resolve(Link("links", name, None, None, 1, 1, name), NotePath(VaultPath(""))):
        case Found(path=path) | Ambiguous(paths=(path, *_)) if path in wiki.notes:
            return NotePath(path)
    guesses = wiki.index.suggestions(name)
    hint = f"; did you mean {' or '.join(guesses)}?" if guesses else ""
    raise TrellisError(f"{vault} has no note {name!r}{hint}")


def _links(wiki: Wiki) -> Iterator[dict[str, object]]:
    for path, note in wiki.notes.items():
        for link, resolution in zip(note.links, wiki.resolved[path], strict=True):
            yield _link(wiki, note, link, resolution)


def _link(wiki: Wiki, note: Note, link: Link, resolution: Resolution) -> dict[str, object]:
    found, reason = isinstance(resolution, Found | Ambiguous), wiki.left_out(link)
    suggestions: tuple[str, ...] = () if found else wiki.suggestions(link, note.path)
    if isinstance(resolution, Ambiguous):
        suggestions = tuple(path.removesuffix(".md") for path in resolution.paths)
    return {
        "source": note.path,
        "line": link.line,
        "column": link.column,
        "target": link.target,
        "fragment": link.fragment,
        "label": link.label,
        "embed": link.embed,
        "outcome": type(resolution).__name__.lower(),
        "path": resolution.path if isinstance(resolution, Found | Ambiguous) else None,
        "how": resolution.how if isinstance(resolution, Found | Ambiguous) else None,
        "suggestions": list(suggestions),
        "reason": reason.message if reason and not found else None,
    }


def _json_lines(rows: Iterator[dict[str, object]] | list[dict[str, object]]) -> str:
    """A JSON list with an object a line, for programs and for `grep`."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]" if lines else "[]"


if __name__ == "__main__":
    sys.exit(main())
