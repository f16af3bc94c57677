"""The pages of notes, which MkDocs leaves to us: the same steps and events as its own, but one at a time and when they
are wanted. A build makes those that changed, a preview those that somebody asks for."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import cast
from urllib.parse import unquote

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.utils.templates import TemplateContext

from trellis.mkdocs.frames import Frames
from trellis.mkdocs.page import ListPage, NotePage

log = logging.getLogger("mkdocs.plugins.trellis")

SITEMAP = "sitemap.xml"


class NotePages:
    """The pages of the notes and lists in one build."""

    def __init__(self, config: MkDocsConfig, files: Files, nav: Navigation, env: Environment) -> None:
        self.config, self.files, self.nav = config, files, nav
        self._env = env
        self._frames = Frames(env)
        self._in_nav = set(map(id, nav.pages))
        self.documents: Sequence[File] = files.documentation_pages()
        """All pages of the site, those held back included."""
        self.by_url: dict[str, NotePage | ListPage] = {}
        self._levels: dict[File, InclusionLevel] = {}

    def hold_back(self) -> None:
        """Keeps MkDocs from building them."""
        for file in self.documents:
            if isinstance(file.page, NotePage | ListPage):
                self.by_url[_address(file)] = file.page
                self.leave(file)

    def leave(self, file: File) -> None:
        """Has MkDocs pass over *file*."""
        self._levels[file] = file.inclusion
        file.inclusion = InclusionLevel.EXCLUDED

    def release(self) -> None:
        """Undoes `hold_back` and `leave`, for whoever asks for the files later."""
        for file, level in self._levels.items():
            file.inclusion = level
        self._levels.clear()

    def renew(self, pages: Iterable[NotePage | ListPage]) -> None:
        """Has these for the *pages* of notes and lists."""
        self.by_url = {_address(page.file): page for page in pages}
        others = [file for file in self.documents if not isinstance(file.page, NotePage | ListPage)]
        self.documents = [*others, *(page.file for page in self.by_url.values())]

    def __iter__(self) -> Iterator[NotePage | ListPage]:
        return iter(self.by_url.values())

    def html(self, page: NotePage | ListPage) -> str:
        """What is published of *page*.

        Raises:
            Exception: whatever a template or another plugin raises; MkDocs' log then says for which page.
        """
        plugins = self.config.plugins
        page.active = True
        try:
            self.fill(page)
            template = self._env.get_template(str(page.meta.get("template", "main.html")))
            context = get_context(self.nav, self.documents, self.config, page)
            context = plugins.on_page_context(context, page=page, config=self.config, nav=self.nav)
            variables = cast("dict[str, object]", context)
            framed = id(page) not in self._in_nav
            output = self._frames.render(template, variables) if framed else template.render(variables)
            return plugins.on_post_page(output, page=page, config=self.config)
        except Exception as error:
            reason = "" if isinstance(error, BuildError) else f" {error}"
            log.error("Error building page '%s':%s", page.file.src_uri, reason)  # noqa: TRY400  # it is raised
            raise
        finally:
            page.active = False

    def fill(self, page: NotePage | ListPage) -> None:
        """Makes the content of *page*, if it has none yet."""
        if isinstance(page, NotePage) and not page.is_filled:
            page.fill()
            page.content = self.config.plugins.on_page_content(
                page.content or "", page=page, config=self.config, files=self.files
            )

    def sitemap(self) -> str:
        """MkDocs' map of the site, of the pages that there are now.

        Raises:
            Exception: whatever a template or another plugin raises.
        """
        config, plugins = self.config, self.config.plugins
        template = plugins.on_pre_template(self._env.get_template(SITEMAP), template_name=SITEMAP, config=config)
        context = get_context(self.nav, self.documents, config, base_url=".")
        context = plugins.on_template_context(context, template_name=SITEMAP, config=config)
        output = template.render(cast("dict[str, object]", context))
        return plugins.on_post_template(output, template_name=SITEMAP, config=config)

    def complete(self, context: TemplateContext) -> None:
        """Puts the pages held back where templates look for all pages of the site."""
        context["pages"] = [file for file in self.documents if not _is_unlisted(file)]


def _is_unlisted(file: File) -> bool:
    page = file.page
    return isinstance(page, NotePage) and page.wiki().notes[page.path].properties.unlisted


def _address(file: File) -> str:
    """Where *file* is on the site, as a browser asks for it. MkDocs calls the home page `./`."""
    return unquote(file.url).removeprefix("./")


def others_look_at_pages(config: MkDocsConfig) -> bool:
    """Whether a plugin or hook that we do not know puts something into the templates of pages."""
    own = {id(plugin) for name, plugin in config.plugins.items() if name.rpartition("/")[2] in {"search", "trellis"}}
    return any(id(getattr(method, "__self__", None)) not in own for method in config.plugins.events["page_context"])
