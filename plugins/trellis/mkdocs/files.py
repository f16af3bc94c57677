"""MkDocs' own list of files and pages: what of a vault is in it, and what it says of them."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from trellis.mkdocs.page import ListPage
from trellis.mkdocs.settings import plainly
from trellis.names import title_of
from trellis.scanned import Vault


def named_in(config: MkDocsConfig) -> list[str]:
    """Files that the configuration itself asks for; whoever may write it may publish them."""
    scripts = (str(getattr(script, "path", script)) for script in config.extra_javascript)
    logo = [str(config.theme.get("logo") or ""), str(config.theme.get("favicon") or "")]
    return [*config.extra_css, *scripts, *config.extra_templates, *logo]


def admitted(vault: Vault, files: Files, config: MkDocsConfig) -> Vault:
    """What of *vault* MkDocs is to publish; *files* lose whatever of the folder is not in the vault, such as links
    that lead out of it, and gain a README.md that MkDocs drops beside an index.md."""
    for source in vault.sources:
        if source.path not in files.src_uris:
            files.append(File(source.path, config.docs_dir, config.site_dir, config.use_directory_urls))
    known = {*(source.path for source in vault.sources), *vault.attachments}
    for file in list(files):
        if file.src_dir == config.docs_dir and file.src_uri not in known:
            files.remove(file)
    excluded = {file.src_uri for file in files if is_left_out(file)}
    for path in excluded:
        # MkDocs shows drafts in its preview; here that shows what is published.
        files.src_uris[path].inclusion = InclusionLevel.EXCLUDED
    return Vault(
        name=plainly(config.site_name),
        sources=tuple(source for source in vault.sources if source.path not in excluded),
        attachments=tuple(path for path in vault.attachments if path not in excluded),
        canvases=vault.canvases,
        skipped=vault.skipped,
    )


def is_left_out(file: File) -> bool:
    """Whether MkDocs' settings keep *file* off the site, drafts among them."""
    return file.inclusion in {InclusionLevel.EXCLUDED, InclusionLevel.DRAFT}


def has_home(files: Files) -> bool:
    return any(file.dest_uri == "index.html" for file in files.documentation_pages())


def nav_titles(nav: object) -> Iterator[tuple[str, str]]:
    """Path and title of every entry in *nav*, however deep, that gives a title to a page."""
    match nav:
        case list():
            for item in nav:
                yield from nav_titles(item)
        case dict():
            for title, value in nav.items():
                if isinstance(value, str):
                    yield value, str(title)
                yield from nav_titles(value)
        case _:
            pass


def nav_paths(nav: object) -> Iterator[str]:
    """The path of every entry in *nav*, however deep."""
    match nav:
        case str():
            yield nav
        case list():
            for item in nav:
                yield from nav_paths(item)
        case dict():
            for value in nav.values():
                yield from nav_paths(value)
        case _:
            pass


def title_of_page(file: File) -> str:
    """The title of a page that is no note: its first heading, else its file name."""
    if isinstance(file.page, ListPage):
        return file.page.heading.unescape()
    first = next((line for line in file.content_string.splitlines() if line.startswith("# ")), "")
    return first.removeprefix("# ").strip() or title_of(file.src_uri)


def move(file: File, place: str) -> None:
    """*file* is published at *place*; what MkDocs derived from its old one is forgotten."""
    for derived in ("url", "abs_dest_path"):
        vars(file).pop(derived, None)
    file.dest_uri = place
