"""The MkDocs plugin: events, each a few lines, that hand values to the core and its answers to MkDocs."""

from __future__ import annotations

import atexit
import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast
from wsgiref.types import WSGIApplication

import click
from jinja2 import Environment, Template
from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from trellis.check import check_wiki
from trellis.database import cache_file
from trellis.fingerprints import Fingerprints
from trellis.garbage import set_apart
from trellis.markdown.said import PREFIX
from trellis.mkdocs.answers import Answers
from trellis.mkdocs.assets import all_assets, assets_for, use_own_worker
from trellis.mkdocs.beside import write_for_programs, write_for_scripts
from trellis.mkdocs.catching_up import CatchingUp
from trellis.mkdocs.copies import write_copy
from trellis.mkdocs.hosts import only_local
from trellis.mkdocs.linking import Linking
from trellis.mkdocs.lists import add_lists
from trellis.mkdocs.making import Making
from trellis.mkdocs.not_found import own_not_found
from trellis.mkdocs.output import StagedOutput
from trellis.mkdocs.page import ListPage, NotePage
from trellis.mkdocs.pages import SITEMAP, NotePages, others_look_at_pages
from trellis.mkdocs.partials import CompiledTemplates, render_once
from trellis.mkdocs.preview import Preview
from trellis.mkdocs.reports import log, report, told_by_mkdocs
from trellis.mkdocs.search import Search, choose, take_over
from trellis.mkdocs.serving import PreviewSite
from trellis.mkdocs.sitemap import date_pages
from trellis.mkdocs.tight import write_tightly
from trellis.mkdocs.unchanged import Unchanged, around
from trellis.mkdocs.wording import keep_off_the_site, words_of
from trellis.options import Options
from trellis.progress import ProgressBar
from trellis.site_memory import SiteMemory
from trellis.vault import scan_vault
from trellis.wiki import Wiki

if TYPE_CHECKING:  # a build needs no server
    from mkdocs.livereload import LiveReloadServer

PACKAGE = Path(__file__).parent.parent
atexit.register(set_apart)  # Python searches once more before it ends

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
    _search: Search | None = None

    site: Path | None = None
    """Where the site will be put by whoever builds it; None if that is us."""

    unchanged: Unchanged
    """What of the site is left as it is, from `on_env` on."""

    preview: PreviewSite | None = None
    """The site that is being served, if one is."""

    _linking: Linking
    """The notes, from `on_files` on."""

    @property
    def wiki(self) -> Wiki:
        """The linked wiki, from `on_files` on; others get it by `built_wiki`."""
        return self._linking.wiki

    def __init__(self) -> None:
        super().__init__()
        # A build may fail before it has begun.
        self._progress, self._output = ProgressBar(0), StagedOutput()

    def on_config(self, config: MkDocsConfig) -> None:
        config.theme.dirs.append(str(PACKAGE / "templates"))
        config.extra_css.insert(0, "assets/trellis/trellis.css")
        if {"offline", "material/offline"} & {*config.plugins}:
            use_own_worker(config.extra)
        self._has_pagefind = choose(config, dirty=self._dirty)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._staged, self._dirty = command != "serve" and not dirty, dirty
        self._bytecode = CompiledTemplates()
        self.preview = PreviewSite() if command == "serve" and not dirty and _follows_edits() else None
        self._catching_up = CatchingUp()

    def on_pre_build(self, config: MkDocsConfig) -> None:
        self._progress = ProgressBar(0)
        site = self.site or Path(config.site_dir)
        self._output = StagedOutput()
        # Without a file, `trellis build` has made the configuration, and a folder of its own.
        if self.preview:
            self.preview.begin(config)
        elif self._staged and config.config_file_path:
            with told_by_mkdocs():
                self._output.begin(config)
        self._place = site.resolve()
        _FILES_LOG.addFilter(_is_true)

    @event_priority(50)
    def _compile_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Notes get their pages, before other plugins' scripts ask for the wiki."""
        _FILES_LOG.removeFilter(_is_true)
        options = Options(
            strict_line_breaks=self.config.strict_line_breaks,
            link_labels="title" if self.config.link_labels == "title" else "target",
            directory_urls=config.use_directory_urls,
            words=words_of(config).unlike_english(PREFIX),
        )
        with told_by_mkdocs():
            scan = self.preview.read if self.preview else scan_vault
            self._linking = Linking(scan, files, config, options, self.config.executor)
        self._progress = self._linking.progress
        if not self.preview:
            self._linking.forget_texts()
        self._linking.set_pages(files, config, lazy=self.preview is not None or self._is_alone(config))
        return files

    @event_priority(-50)
    def _link_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """The site gets what it lacks; pages that other plugins made may be linked to; the vault is checked."""
        self._add_own(files, config)
        self._linking.link_pages(files, config)
        if not self.preview or config.strict:  # it tells once there is time
            report(check_wiki(self.wiki))
        return files

    on_files = CombinedEvent(_compile_files, _link_files)

    def _add_own(self, files: Files, config: MkDocsConfig) -> None:
        """What readers' browsers need, and lists; in a preview the next edit may need any of it."""
        assets = all_assets() if self.preview else assets_for(self.wiki.notes.values())
        for path, asset in assets.items():
            files.append(File.generated(config, path, abs_src_path=str(asset)))
        add_lists(files, config, self._linking.now)
        keep_off_the_site(files, config)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        self._nav = nav

    @event_priority(-100)  # with all that other plugins do to the environment
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        # Templates do not change during a build, and a preview makes a new environment for each.
        env.auto_reload = False
        write_tightly(env)
        render_once(env)
        env.globals["word"] = self.wiki.words
        env.globals["script_words"] = self.wiki.words.beginning("script.")
        alone = self._is_alone(config)
        memory = SiteMemory(cache_file(Path(config.docs_dir)), log.warning)
        self.unchanged = Unchanged(memory, self._place, around(config, self._nav, self.wiki.options) if alone else None)
        self._pages = NotePages(config, files, self._nav, env)
        ours = alone or self.preview is not None
        self._search = take_over(config, env, files, chosen=self._has_pagefind, ours=ours)
        self._finds_in_context = not ours
        self._making = Making(self._pages, self.unchanged, self._search)
        if self.preview:
            env.bytecode_cache = self._bytecode
            config.theme.static_templates.discard(SITEMAP)  # made of the pages that there are when somebody asks
            self._catching_up.search.search = self._search
            self._pages.hold_back()
            for file in files.media_files():
                if file.src_dir == config.docs_dir:
                    self._pages.leave(file)  # it is shown from where it lies
        elif alone:
            self._pages.hold_back()
            self._making.leave_media(files, config.docs_dir)

    def _is_alone(self, config: MkDocsConfig) -> bool:
        """Whether the pages of a build are ours to make."""
        return not (self.preview or self._dirty or others_look_at_pages(config))

    def on_pre_template(self, template: Template, /, *, template_name: str, config: MkDocsConfig) -> Template:
        return own_not_found(template) if template_name == "404.html" else template

    def on_template_context(self, context: TemplateContext, /, *, template_name: str, **_: object) -> TemplateContext:
        self._pages.complete(context)
        if template_name == "sitemap.xml":
            date_pages(context, self._linking.histories.dates)
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
            if self._search and self._finds_in_context:
                self._search.add(page)
            return context
        self._pages.complete(context)
        if self._search:
            self._search.add_other(page, context, nav)
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        if isinstance(page, NotePage):
            if not page.lazy:
                self._progress.step()
            if not self.preview:
                write_copy(page, config)
        return output

    @event_priority(100)  # before other plugins write what they have learnt of the pages
    def _make_pages(self, *, config: MkDocsConfig) -> None:
        self._pages.release()
        if self.preview:
            return  # it makes them when somebody asks
        fingerprints = Fingerprints(self.wiki, self._linking.digests)
        files = partial(write_for_scripts, self.wiki, config, self.unchanged, fingerprints)
        self._making.make(self.wiki, fingerprints, files, self._progress)
        self._progress.stop()
        write_for_programs(self._linking, self._pages, self.unchanged, fingerprints, self._place)

    @event_priority(-100)  # when all plugins have written what they write
    def _finish(self, *, config: MkDocsConfig) -> None:
        self._progress.stop()
        if self._search and not self.preview:
            self._search.finish(self.unchanged)
        if self.preview:
            self.preview.show(Preview(self._pages, self._linking), config)
        with told_by_mkdocs():
            if self._output.finish(config, self.unchanged.kept):
                self.remember()

    def remember(self) -> None:
        """Keeps for the next build what the files of the site were made of, once they are in their places."""
        self._making.remember()

    on_post_build = CombinedEvent(_make_pages, _finish)

    def on_build_error(self, *, error: Exception) -> None:
        self._progress.stop()
        if self._search:
            self._search.abort()
        self._output.abort()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, **_: object) -> LiveReloadServer:
        app = cast("WSGIApplication", server.get_app())
        if self.preview:
            self.preview.serve(server, config, self._catching_up)
            app = Answers(self.preview, app, server.mount_path, self._catching_up.search.file)
        server.set_app(only_local(app, config.dev_addr.host))
        return server


def built_wiki(config: MkDocsConfig) -> Wiki:
    """The wiki of the site that is being built, for scripts of mkdocs-gen-files and other plugins.

    Raises:
        PluginError: the plugin is not there, or comes later than the asker.
    """
    plugin = config.plugins.get("trellis")
    if not isinstance(plugin, TrellisPlugin) or not hasattr(plugin, "_linking"):
        raise PluginError("there is no wiki yet: list `trellis` under `plugins`, before whatever asks for it")
    return plugin.wiki


def _follows_edits() -> bool:
    """Whether `mkdocs serve` looks for changes; with --no-livereload plugins are not told of the server."""
    context = click.get_current_context(silent=True)
    return context is None or context.params.get("livereload") is not False
