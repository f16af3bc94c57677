"""Files of the last build that would come out the same: they are neither made nor written again.

A page depends on what it shows of the wiki and on what stands round it. The first is compared page by page; of the
second, anything that is different makes all pages anew: a setting, a template, an entry of the navigation, a version.
Whatever cannot be compared, such as what an unknown plugin does, keeps nothing.
"""

from __future__ import annotations

import hashlib
import inspect
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from importlib.metadata import version
from pathlib import Path

import msgspec
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation

from trellis.cache import compiler
from trellis.mkdocs.page import ListPage, NotePage
from trellis.options import Options
from trellis.site_memory import MadeFile, SiteMemory

_KNOWN_PLUGINS = frozenset(
    {"trellis", "search", "gen-files", "redirects", "awesome-nav", "literate-nav", "minify", "offline"}
)
"""Plugins that do the same to a page as long as the page and their settings are the same."""

_ELSEWHERE = frozenset({"config_file_path", "dev_addr", "docs_dir", "site_dir", "plugins", "theme"})
_PACKAGES = ("mkdocs", "mkdocs-material", "jinja2", "markupsafe")
_TEMPLATES = (".html", ".xml", ".json", ".txt", ".md", ".svg")

_SURROUNDINGS = "."
"""As the place of this no file, the digest of what surrounds all notes is kept."""

_NOTHING = MadeFile(b"", 0, 0)


class Unchanged:
    """What of a site can stay."""

    def __init__(self, memory: SiteMemory, site: Path, around: bytes | None) -> None:
        """*around* is a digest of all that is round the pages; None if nothing can stay."""
        self.site = site
        """Where the finished site lies."""
        self._memory, self._around = memory, around
        self._before = memory.recall(site) if around else {}
        self._surroundings_before = self._before.get(_SURROUNDINGS, _NOTHING).of
        self._surroundings = b""
        self._texts: dict[str, bytes] = {}
        self._made: dict[str, bytes] = {}
        self.kept: set[str] = set()
        """The files that stay, by their path within the site."""

    @property
    def is_certain(self) -> bool:
        """Whether all that is done to pages is known."""
        return self._around is not None

    def page(self, page: NotePage | ListPage, shown: bytes) -> bytes:
        """A digest of what the page of a note or a list is made of; *shown* is that of what it shows of the wiki."""
        return self._digest(shown + repr((page.title, page.url, page.edit_url, page.canonical_url)).encode())

    def media(self, file: File) -> bytes:
        """The same for a *file* that is copied."""
        assert file.abs_src_path
        found = os.stat(file.abs_src_path)  # noqa: PTH116
        return self._digest(repr((found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)).encode())

    def surround(self, shown: bytes) -> None:
        """Says that all notes are surrounded by what has the digest *shown*."""
        self._surroundings = self._digest(shown)

    def is_as_it_was(self, place: str, text: bytes) -> bool:
        """Whether the file at *place* is as it was made of the same *text* of a note, if it shows one, in the same
        surroundings."""
        made = self._before.get(place)
        if made is None or made.text != text or self._surroundings != self._surroundings_before:
            return False
        return self.is_as_made(place, made.of)

    def files(self, shown: bytes) -> bytes:
        """The same for files that are made together."""
        return self._digest(shown)

    def all_as_made(self, of: bytes) -> list[str]:
        """The files that were made of the same, if all are as they were made; none if one is not."""
        places = [place for place, made in self._before.items() if made.of == of]
        return places if all(self.is_as_made(place, of) for place in places) else []

    def made_in(self, folder: str) -> dict[bytes, str]:
        """The files beneath *folder* that were made, by what each was made of."""
        return {made.of: place for place, made in self._before.items() if place.startswith(folder)}

    def is_as_made(self, place: str, of: bytes) -> bool:
        """Whether the file at *place* was made of the same, and is as it was made."""
        made = self._before.get(place)
        # Asked of each file of a site: no `Path` for that.
        return made is not None and made.of == of and _stat(f"{self.site}/{place}") == (made.size, made.time)

    def note(self, made: Mapping[str, bytes], kept: Iterable[str], texts: Mapping[str, bytes] | None = None) -> None:
        """Says of what files are *made* in this build, and which are *kept* as they are; of those that show the text of
        a note, *texts* are digests of it."""
        self._made.update(made)
        self._texts.update(texts or {})
        self.kept.update(kept)

    def search(self, place: str) -> bytes:
        """What of the file at *place* was in the search index."""
        return self._before[place].search

    def remember(self, search: Mapping[str, bytes]) -> None:
        """Keeps all that for the next build, once the files are in their places. *search* is what of them is in the
        search index."""
        if self._around is None:
            return
        files = {place: self._before[place] for place in self.kept}
        for place, of in self._made.items():
            if found := _stat(self.site / place):
                files[place] = MadeFile(of, *found, search.get(place, b""), self._texts.get(place, b""))
        files[_SURROUNDINGS] = msgspec.structs.replace(_NOTHING, of=self._surroundings)
        self._memory.remember(self.site, files, self._before)

    def _digest(self, data: bytes) -> bytes:
        digest = hashlib.blake2b(self._around or b"", digest_size=16)
        digest.update(data)
        return digest.digest()


def _stat(file: str | Path) -> tuple[int, int] | None:
    try:
        found = os.stat(file, follow_symlinks=False)  # noqa: PTH116
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def around(config: MkDocsConfig, nav: Navigation, options: Options) -> bytes | None:
    """A digest of all that is round the pages of a site; None if there is something that nobody can compare."""
    if config.hooks or {name.rpartition("/")[2] for name in config.plugins} - _KNOWN_PLUGINS:
        return None
    digest = hashlib.blake2b(compiler(), digest_size=16)
    settings = {name: value for name, value in config.items() if name not in _ELSEWHERE}
    plugins = [(name, plugin.config, _code(type(plugin))) for name, plugin in config.plugins.items()]
    theme = {**config.theme, "locale": str(config.theme.locale)}
    parts = (settings, plugins, theme, str(nav), astuple(options), [*map(version, _PACKAGES)], [*_own_code()])
    try:
        digest.update(_plainly(parts).encode("utf-8", "surrogatepass"))
    except TypeError:
        return None
    for name, text in _templates(config):
        if b"build_date_utc" in text:
            return None
        digest.update(f"{name} {len(text)}\n".encode("utf-8", "surrogatepass"))
        digest.update(text)
    return digest.digest()


def _plainly(value: object) -> str:
    """*value* as text that is the same whenever the value is."""
    if isinstance(value, (Mapping, Config)):
        return "{" + ",".join(sorted(f"{key}:{_plainly(part)}" for key, part in value.items())) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_plainly, value)) + "]"
    if value is None or isinstance(value, (str, int, float, bool, Path)):
        return f"{type(value).__name__} {value!r} {_plainly(vars(value)) if hasattr(value, '__dict__') else ''}"
    raise TypeError(type(value))


def _code(plugin: type) -> tuple[int, int] | None:
    return _stat(Path(inspect.getfile(plugin)))


def _own_code() -> Iterator[tuple[str, tuple[int, int] | None]]:
    package = Path(__file__).parent.parent
    return ((str(file), _stat(file)) for name in ("mkdocs", "export") for file in sorted((package / name).glob("*.py")))


def _templates(config: MkDocsConfig) -> Iterator[tuple[str, bytes]]:
    """Every template of the theme that Material does not bring with it, by its name."""
    for number, folder in enumerate(config.theme.dirs):
        if "material/templates" in Path(folder).as_posix() or not Path(folder).is_dir():
            continue
        for file in sorted(Path(folder).rglob("*")):
            if file.suffix in _TEMPLATES and file.is_file():
                yield f"{number}/{file.relative_to(folder).as_posix()}", file.read_bytes()
