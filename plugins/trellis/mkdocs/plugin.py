"""The MkDocs plugin: events, each a few lines, that hand values to the core and its answers to MkDocs."""

from __future__ import annotations

import atexit
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal, cast
from wsgiref.types import WSGIApplication

import click
from jinja2 import Environment
from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import write_file
from mkdocs.utils.templates import TemplateContext

from trellis.cache import NoteCache, digest_of
from trellis.check import check_wiki
from trellis.database import cache_file
from trellis.diagnostics import Diagnostic, TrellisError, in_order, summary, totals
from trellis.fingerprints import Fingerprints
from trellis.garbage import collect_all, not_collected, set_apart
from trellis.mkdocs.answers import Answers
from trellis.mkdocs.assets import all_assets, assets_for
from trellis.mkdocs.files import admitted, has_home, move, named_in, nav_titles, title_of_page
from trellis.mkdocs.hosts import only_local
from trellis.mkdocs.output import StagedOutput
from trellis.mkdocs.page import ListPage, NotePage
from trellis.mkdocs.pages import NotePages, others_look_at_pages
from trellis.mkdocs.partials import CompiledTemplates, render_once
from trellis.mkdocs.preview import Preview
from trellis.mkdocs.preview_search import PreviewSearch
from trellis.mkdocs.search import NoteSearch
from trellis.mkdocs.serving import PreviewSite
from trellis.mkdocs.unchanged import Unchanged, around
from trellis.model import Source, Vault, VaultPath
from trellis.options import Options
from trellis.progress import ProgressBar
from trellis.site_memory import SiteMemory
from trellis.vault import scan_vault
from trellis.wiki import Wiki, compile_vault, link_wiki

PACKAGE = Path(__file__).parent.parent
HOME, ALL_NOTES = "index.md", "all-notes.md"

log = get_plugin_logger("trellis")

_FILES_LOG = logging.getLogger("mkdocs.structure.files")


def _is_true(record: logging.LogRecord) -> bool:
    """MkDocs says that it leaves out a README.md beside an index.md; here both are notes."""
    return "because it conflicts with" not in record.getMessage()


class TrellisConfig(base.Config):  # type: ignore[no-untyped-call]
    """The plugin's options in mkdocs.yml; `Options` says what each means."""

    strict_line_breaks = c.Type(bool, default=Options.strict_line_breaks)
    link_labels = c.Choice(("title", "target"), default=Options.link_labels)
    executor = c.Type(str, default="auto")


class TrellisPlugin(BasePlugin[TrellisConfig]):  # type: ignore[no-untyped-call]
    """Every Markdown file of `docs_dir` becomes a note; pages that other plugins generate stay MkDocs' own."""

    _staged = _dirty = False

    site: Path | None = None
    """Where the site will be put by whoever builds it; None if that is us."""

    unchanged: Unchanged
    """What of the site is left as it is, from `on_env` on."""

    preview: PreviewSite | None = None
    """The site that is being served, if one is."""

    wiki: Wiki
    """The linked wiki, from `on_files` on; others get it by `built_wiki`."""

    def on_config(self, config: MkDocsConfig) -> None:
        config.theme.dirs.append(str(PACKAGE / "templates"))
        config.extra_css.insert(0, "assets/trellis/trellis.css")

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._staged, self._dirty = command != "serve" and not dirty, dirty
        self._bytecode = CompiledTemplates()
        self.preview = PreviewSite() if command == "serve" and not dirty and _follows_edits() else None
        self._preview_search = PreviewSearch()
        self._followed: Preview | None = None
        self._told: set[Diagnostic] = set()

    def on_pre_build(self, config: MkDocsConfig) -> None:
        self._progress = ProgressBar(0)
        site = self.site or Path(config.site_dir)
        self._output = StagedOutput()
        # Without a file, `trellis build` has made the configuration, and a folder of its own.
        if self.preview:
            self.preview.begin(config)
        elif self._staged and config.config_file_path:
            with _told_by_mkdocs():
                self._output.begin(config)
        self._place = site.resolve()
        _FILES_LOG.addFilter(_is_true)

    @event_priority(50)
    @not_collected()
    def _compile_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Notes get their pages, before other plugins' scripts ask for the wiki."""
        _FILES_LOG.removeFilter(_is_true)
        with _told_by_mkdocs():
            folder, extra = Path(config.docs_dir), tuple(named_in(config))
            read = self.preview.read(folder, extra) if self.preview else scan_vault(folder, extra)
            vault = admitted(read, files, config)
            options = Options(
                strict_line_breaks=self.config.strict_line_breaks,
                link_labels="title" if self.config.link_labels == "title" else "target",
                directory_urls=config.use_directory_urls,
            )
            self._progress = ProgressBar(2 * len(vault.sources))
            self._digests = {source.path: digest_of(source, options) for source in vault.sources}
            notes = compile_vault(
                vault,
                options,
                executor=self.config.executor,
                cache=self._cache(config),
                digests=self._digests,
                watch=self._progress.watch,
            )
        self._read = read if self.preview else Vault("")
        self._vault = vault if self.preview else _without_texts(vault)
        self._reserved = [file.dest_uri for file in files if file.src_dir != config.docs_dir]
        self._reserved += all_assets()
        self._notes = notes
        # Most often nothing but these is added later, and then everything is linked already.
        pages = {VaultPath(path): title for path, title, _ in _lists(files, config)}
        self.wiki = link_wiki(vault, notes, options, pages, self._reserved)
        for path in notes.keys() - self.wiki.notes.keys():
            if file := files.get_file_from_path(path):
                files.remove(file)
        self._set_pages(files, config)
        set_apart()
        return files

    @event_priority(-50)
    def _link_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Pages that other plugins made may be linked to; the site gets what it lacks; the vault is checked."""
        self._add_lists(files, config)
        made = {file.src_uri: file for file in files.documentation_pages() if not isinstance(file.page, NotePage)}
        titles = {VaultPath(path): title_of_page(file) for path, file in made.items()}
        if titles != self.wiki.pages:
            self.wiki = link_wiki(self._vault, self._notes, self.wiki.options, titles, self._reserved)
        for path, place in self.wiki.site.files.items():
            if (file := files.get_file_from_path(path)) and file.dest_uri != place:
                move(file, place)
        # A preview keeps pages of a build while the next one is made, with a wiki of its own.
        linked = self.wiki
        for file in files.documentation_pages():
            if isinstance(file.page, NotePage | ListPage):
                file.page.wiki = lambda: linked
        if not self.preview or config.strict:  # it tells once there is time
            _report(check_wiki(self.wiki))
        return files

    def _cache(self, config: MkDocsConfig) -> NoteCache:
        return NoteCache(cache_file(Path(config.docs_dir)), log.warning)

    on_files = CombinedEvent(_compile_files, _link_files)

    def _set_pages(self, files: Files, config: MkDocsConfig) -> None:
        titles = dict(nav_titles(config.nav))
        for path in self.wiki.notes:
            file = files.get_file_from_path(path)
            assert file is not None
            if file.dest_uri != self.wiki.site.files[path]:
                move(file, self.wiki.site.files[path])  # before the page asks for its address
            lazy = self.preview is not None or self._is_alone(config)
            NotePage(file, config, path, lambda: self.wiki, titles.get(path), lazy=lazy)
            # Material draws the whole navigation into every page, so a thousand notes in it are a thousand lines
            # in each of a thousand pages. Curated sections are in `nav`; the home page is always.
            if path != HOME:
                file.inclusion = min(file.inclusion, InclusionLevel.NOT_IN_NAV, key=lambda level: level.value)

    def _add_lists(self, files: Files, config: MkDocsConfig) -> None:
        # In a preview the next edit may need any of them.
        assets = all_assets() if self.preview else assets_for(self.wiki.notes.values())
        for path, asset in assets.items():
            files.append(File.generated(config, path, abs_src_path=str(asset)))
        for path, title, template in _lists(files, config):
            file = File.generated(config, path, content="", inclusion=InclusionLevel.INCLUDED)
            files.append(file)
            ListPage(file, config, title, template, lambda: self.wiki)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        self._nav = nav

    @event_priority(-100)  # with all that other plugins do to the environment
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        # Templates do not change during a build, and a preview makes a new environment for each.
        env.auto_reload = False
        render_once(env)
        self._search = None
        alone = self._is_alone(config)
        memory = SiteMemory(cache_file(Path(config.docs_dir)), log.warning)
        self.unchanged = Unchanged(memory, self._place, around(config, self._nav, self.wiki.options) if alone else None)
        self._pages = NotePages(config, files, self._nav, env)
        if self.preview:
            env.bytecode_cache = self._bytecode
            self._preview_search.search = NoteSearch.take_over(config)
            self._pages.hold_back()
            for file in files.media_files():
                if file.src_dir == config.docs_dir:
                    self._pages.leave(file)  # it is shown from where it lies
        elif alone:
            self._search = NoteSearch.take_over(config)
            self._pages.hold_back()
            self._leave_media(config, files)

    def _is_alone(self, config: MkDocsConfig) -> bool:
        """Whether the pages of a build are ours to make."""
        return not (self.preview or self._dirty or others_look_at_pages(config))

    def _leave_media(self, config: MkDocsConfig, files: Files) -> None:
        """Files that are as they were copied are not copied again."""
        for file in files.media_files():
            if file.src_dir == config.docs_dir:
                of = self.unchanged.media(file)
                if self.unchanged.keep(file.dest_uri, of):
                    self._pages.leave(file)
                else:
                    self.unchanged.make(file.dest_uri, of)

    def on_template_context(self, context: TemplateContext, /, **_: object) -> TemplateContext:
        self._pages.complete(context)
        return context

    def on_page_context(
        self,
        context: TemplateContext,
        /,
        *,
        page: Page,
        config: MkDocsConfig,
        nav: Navigation,
    ) -> TemplateContext:
        if isinstance(page, NotePage | ListPage):
            cast("dict[str, object]", context).update(page.context())
            return context
        self._pages.complete(context)
        if search := self._search or self._preview_search.search:
            search.add_other(page, context, nav)
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        if isinstance(page, NotePage):
            self._progress.step()
        return output

    @event_priority(100)  # before other plugins write what they have learnt of the pages
    def _make_pages(self, *, config: MkDocsConfig) -> None:
        self._pages.release()
        if self.preview:
            return  # it makes them when somebody asks
        fingerprints = Fingerprints(self.wiki, self._digests)
        for page in self._pages:
            place = page.file.dest_uri
            if self.unchanged.is_certain:
                shown = fingerprints.of(page.path) if isinstance(page, NotePage) else fingerprints.of_all()
                of = self.unchanged.page(page, shown)
                if made := self.unchanged.keep(place, of):
                    if self._search:
                        self._search.add_known(page, made.search)
                    self._progress.step()
                    page.forget()
                    continue
                self.unchanged.make(place, of)
            self._pages.fill(page)
            if self._search:
                self._search.add(page)
            write_file(self._pages.html(page).encode("utf-8", "xmlcharrefreplace"), page.file.abs_dest_path)
            if self.unchanged.is_certain:
                page.forget()
        self._progress.stop()
        if self._search:
            self._search.write()

    @event_priority(-100)  # when all plugins have written what they write
    def _finish(self, *, config: MkDocsConfig) -> None:
        self._progress.stop()
        # Python searches once more before it ends.
        atexit.register(set_apart)
        if self.preview:
            # Those that a build has compiled are in the cache already.
            preview = Preview(self._pages, self.wiki, self._read, self._vault, self._notes, self._reserved)
            self.preview.show(preview, config)
        with _told_by_mkdocs():
            if self._output.finish(config, self.unchanged.kept):
                self.remember()

    def remember(self) -> None:
        """Keeps for the next build what the files of the site were made of, once they are in their places."""
        self.unchanged.remember(self._search.fragments() if self._search else {})

    on_post_build = CombinedEvent(_make_pages, _finish)

    def on_build_error(self, *, error: Exception) -> None:
        self._progress.stop()
        self._output.abort()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, **_: object) -> LiveReloadServer:
        app = cast("WSGIApplication", server.get_app())
        if self.preview:
            self.preview.serve(server, config, self._catch_up)
            app = Answers(self.preview, app, server.mount_path, self._preview_search.index)
        server.set_app(only_local(app, config.dev_addr.host))
        return server

    def _catch_up(self, site: PreviewSite) -> None:
        """After an edit, what nobody waits for: messages on the terminal, the cache, and search."""
        preview = site.current
        assert preview
        if self._followed and preview is not self._followed:
            collect_all()  # what is left of the build before
        self._followed = preview
        found = check_wiki(preview.wiki)
        _report([diagnostic for diagnostic in found if diagnostic not in self._told])
        self._told = set(found)
        options = preview.wiki.options
        compiled = {digest_of(source, options): note for source, note in preview.taken().items()}
        self._cache(preview.pages.config).keep(compiled, ())
        self._preview_search.catch_up(site)


def _lists(files: Files, config: MkDocsConfig) -> list[tuple[str, str, str]]:
    """Path, title and template of each list that the site lacks."""
    wanted = (
        (HOME, "Home", "trellis/home.html", not has_home(files)),
        (ALL_NOTES, "All notes", "trellis/all_notes.html", config.nav is None),
    )
    return [
        (path, title, template)
        for path, title, template, is_wanted in wanted
        if is_wanted and path not in files.src_uris
    ]


@contextmanager
def _told_by_mkdocs() -> Iterator[None]:
    """Our errors as MkDocs' own, which it shows without a traceback."""
    try:
        yield
    except TrellisError as error:
        raise PluginError(str(error)) from error


def built_wiki(config: MkDocsConfig) -> Wiki:
    """The wiki of the site that is being built, for scripts of mkdocs-gen-files and other plugins.

    Raises:
        PluginError: the plugin is not there, or comes later than the asker.
    """
    plugin = config.plugins.get("trellis")
    if not isinstance(plugin, TrellisPlugin) or not hasattr(plugin, "wiki"):
        raise PluginError("there is no wiki yet: list `trellis` under `plugins`, before whatever asks for it")
    return plugin.wiki


def _without_texts(vault: Vault) -> Vault:
    """*vault* once its notes are compiled."""
    return replace(vault, sources=tuple(Source(source.path, "") for source in vault.sources))


def _follows_edits() -> bool:
    """Whether `mkdocs serve` looks for changes; with --no-livereload plugins are not told of the server."""
    context = click.get_current_context(silent=True)
    return context is None or context.params.get("livereload") is not False


def _report(diagnostics: list[Diagnostic]) -> None:
    everything = logging.getLogger("mkdocs").isEnabledFor(logging.DEBUG)
    levels = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO}
    for level, line in summary(in_order(diagnostics), everything=everything):
        log.log(levels[level], line)
    if diagnostics:
        log.info(totals(diagnostics))
