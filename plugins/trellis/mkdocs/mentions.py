"""Attachments that the site itself asks for, though no note uses them: whoever may write its settings, its templates or
a plugin may publish them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from trellis.model import VaultPath
from trellis.texts import read_file

_IN_STYLE = re.compile(r"""url\(\s*["']?([^"')]+)""")
_IN_TEMPLATE = re.compile(r"""["']([^"'\n]+)["']""")
_IN_PAGE = re.compile(
    r"""\]\(\s*<?([^)\s>]+)|(?:src|href)\s*=\s*["']([^"']+)|^\s*\[[^\]]+\]:\s*<?([^\s>]+)""", re.MULTILINE
)


def mentioned(config: MkDocsConfig, attachments: Collection[VaultPath]) -> frozenset[str]:
    """Those of *attachments* that a setting names, a style sheet of the vault or a template of the site's own."""
    if not attachments:
        return frozenset()
    names = {*_strings(dict(config)), *_strings(dict(config.theme))}
    for plugin in config.plugins.values():
        names.update(_strings(dict(plugin.config)))
    for style in map(str, config.extra_css):
        names.update(_relative(style, _IN_STYLE.findall(_text(Path(config.docs_dir, style)))))
    if config.theme.custom_dir:
        for template in sorted(Path(config.theme.custom_dir).rglob("*.html")):
            names.update(_IN_TEMPLATE.findall(_text(template)))
    return frozenset(attachments) & {name.removeprefix("./").removeprefix("/") for name in names}


def shown_by(pages: Iterable[File], attachments: Collection[VaultPath]) -> frozenset[str]:
    """Those of *attachments* that *pages* lead to that other plugins have made."""
    found: set[str] = set()
    for page in pages if attachments else ():
        addresses = ("".join(match) for match in _IN_PAGE.findall(page.content_string))
        found.update(_relative(page.src_uri, addresses))
    return frozenset(found.intersection(attachments))


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for part in value.values():
                yield from _strings(part)
        case list() | tuple():
            for part in value:
                yield from _strings(part)
        case _:
            pass


def _relative(file: str, addresses: Iterable[str]) -> Iterator[str]:
    """The files that *addresses* in *file* mean, from the root of the vault."""
    for address in addresses:
        path = unquote(re.split(r"[?#]", address)[0])
        yield posixpath.normpath(posixpath.join(posixpath.dirname(file), path))


def _text(file: Path) -> str:
    with suppress(OSError):
        return read_file(file).decode("utf-8", "replace")
    return ""
