"""What stands round the note on its page is nearly the same on every page. A frame is that part of a template's output,
rendered once for a kind of pages, with holes where it shows something of the page itself.

How it is found that nothing else in it depends on the page: the template is rendered with a stand-in, whose attributes
may be written out, put through filters and asked whether they are empty, and nothing else. Whoever does more with them
gets no frame, and every page is rendered in full; so does a kind of pages whose first two do not come out the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import wraps
from typing import Any

from jinja2 import Environment, Template, TemplateNotFound, meta, nodes
from jinja2.runtime import Context
from mkdocs.structure.pages import Page

from trellis.mkdocs.partials import each_template
from trellis.mkdocs.stand_ins import SIGN, Hole, NotFramedError, Read, Refusing, StandIn, Toc, Variables, tells

_PARTS = ("partials/toc.html", "trellis/content.html", "trellis/head.html")
"""Partials that are rendered for each page, in a hole of its frame."""

_OF_EVERY_PAGE = frozenset(
    {"nav", "pages", "extra_css", "extra_javascript", "mkdocs_version", "build_date_utc", "config", "base_url"}
)
_OF_A_NOTE = frozenset({"page", "note", "needs"})
_META = frozenset({"template", "title", "description"})
_TELLING_NOTHING = frozenset({"defined", "undefined", "none"})
_TOKEN = re.compile(f"{SIGN}([0-9]+)\ue001")
_FEW = 8  # pages of a kind that are rendered in full sooner than a frame is made
_PROOFS = 2  # pages of a kind that are rendered both ways


class Frames:
    """The frames of the pages that *env* renders. `render` stands in for `Template.render`."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._frames: dict[object, _Frame | None] = {}
        self._rendered: Counter[object] = Counter()
        self._recording: _Recording | None = None
        self._names = _Names(env)
        each_template(env, self._leave_hole)

    def render(self, template: Template, variables: Variables) -> str:
        """What *template* makes of *variables*, among which are a `page` that is not in `nav`, and its `note`."""
        kind = _kind(template, variables)
        if kind is None:
            return template.render(variables)
        if kind not in self._frames:
            self._rendered[kind] += 1
            if self._rendered[kind] <= _FEW:
                return template.render(variables)
            self._frames[kind] = self._frame(template, variables)
        frame = self._frames[kind]
        filled = frame.filled(variables) if frame else None
        if frame is None or filled is None:
            return template.render(variables)
        if frame.proofs < _PROOFS:
            frame.proofs += 1
            rendered = template.render(variables)
            if rendered != filled:
                self._frames[kind] = None
            return rendered
        return filled

    def _frame(self, template: Template, variables: Variables) -> _Frame | None:
        recording = self._recording = _Recording(variables)
        filters: dict[str, Any] = dict(self._env.filters)
        tests: dict[str, Any] = dict(self._env.tests)
        try:
            self._env.filters.update({name: recording.filter(name, filters[name]) for name in filters})
            self._env.tests.update({name: recording.test(name, tests[name]) for name in tests})
            output = template.render({**variables, "page": recording.page(), "note": Refusing()})
            return recording.frame(output)
        except Exception:  # noqa: BLE001  # whatever the template tried, it works on real pages
            return None
        finally:
            self._recording = None
            self._env.filters.update(filters)
            self._env.tests.update(tests)

    def _leave_hole(self, template: Template) -> None:
        if template.name in _PARTS:
            template.root_render_func = self._part(template, template.root_render_func)

    def _part(
        self, template: Template, render: Callable[[Context], Iterator[str]]
    ) -> Callable[[Context], Iterator[str]]:
        def rendered(context: Context) -> Iterator[str]:
            if self._recording is None:
                yield from render(context)
                return
            around = {name: value for name, value in context.get_all().items() if not tells(value)}
            lost = context.get_all().keys() - around.keys() - _OF_A_NOTE
            assert template.name
            if lost & self._names.of(template.name):
                raise NotFramedError(template.name)
            yield self._recording.token(
                lambda variables: "".join(render(template.new_context({**around, **variables}, shared=True)))
            )

        return rendered


def _kind(template: Template, variables: Variables) -> object:
    """What pages must have in common to share a frame; None for a page that gets none."""
    page, needs = variables.get("page"), variables.get("needs")
    if not isinstance(page, Page) or needs is None or variables.keys() - _OF_EVERY_PAGE - _OF_A_NOTE:
        return None
    if page.is_homepage or page.parent or page.previous_page or page.next_page or page.meta.keys() - _META:
        return None
    shown = (
        page.title,
        page.toc,
        getattr(page, "markdown_copy", ""),
        page.canonical_url,
        page.edit_url,
        *map(page.meta.get, sorted(_META)),
    )
    return template.name, variables["base_url"], tuple(map(bool, shown)), tuple(sorted(needs.items()))


class _Frame:
    """Texts and the holes between them."""

    def __init__(self, parts: list[str | Read], conditions: list[tuple[Read, bool]], folders: set[str]) -> None:
        self._parts, self._conditions, self._folders = parts, conditions, folders
        self.proofs = 0

    def filled(self, variables: Variables) -> str | None:
        """The page; None if it has to be rendered in full."""
        # Addresses are relative, and shorter from a page that shares a folder with what they lead to.
        if variables["page"].url.partition("/")[0] in self._folders:
            return None
        if any(bool(read(variables)) is not true for read, true in self._conditions):
            return None
        return "".join(part if isinstance(part, str) else str(part(variables)) for part in self._parts)


class _Recording:
    """What a template does with a page while a frame is made of it."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self._reads: list[Read] = []
        self._conditions: list[tuple[Read, bool]] = []
        self._folders: set[str] = set()
        config = variables["config"]
        for path in (*config.extra_css, *map(str, config.extra_javascript)):
            self._folders.add(_first_folder(path))

    def token(self, read: Read) -> str:
        self._reads.append(read)
        return f"{SIGN}{len(self._reads) - 1}\ue001"

    def is_true(self, read: Read) -> bool:
        true = bool(read(self._variables))
        self._conditions.append((read, true))
        return true

    def page(self) -> Page:
        page = self._variables["page"]
        here: dict[str, object] = {
            **dict.fromkeys(("previous_page", "next_page", "parent", "children"), None),
            "is_homepage": False,
            "is_page": True,
            "is_section": False,
            "is_link": False,
            "active": True,
            "ancestors": [],
            "meta": {
                key: page.meta[key] if key == "template" else Hole(self, lambda v, key=key: v["page"].meta[key])  # type: ignore[misc]
                for key in page.meta
            },
            "toc": Toc(self, page),
        }
        for name in ("title", "canonical_url", "edit_url", "markdown_copy"):
            value = getattr(page, name, None)
            here[name] = Hole(self, lambda v, name=name: getattr(v["page"], name)) if value else value  # type: ignore[misc]
        return StandIn(here)

    def frame(self, output: str) -> _Frame:
        pieces: list[str] = _TOKEN.split(output)
        parts = [self._reads[int(piece)] if number % 2 else piece for number, piece in enumerate(pieces)]
        # What the frame keeps may keep this: it would keep the wiki that the page showed, and all its notes.
        self._variables = {}
        return _Frame(parts, self._conditions, self._folders)

    def filter(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        passed = getattr(getattr(function, "jinja_pass_arg", None), "name", "")
        sees_page = passed == "context"

        @wraps(function)
        def recorded(*arguments: Any, **options: Any) -> Any:
            fixed, rest = arguments[: bool(passed)], arguments[bool(passed) :]
            leading = fixed
            if sees_page:
                if name not in {"url", "script_tag"}:
                    raise NotFramedError(name)
                self._folders.update(_first_folder(str(value)) for value in rest if not tells(value))
                leading = (self._variables,)
            value, others = rest[0] if rest else None, (*rest[1:], *options.values())
            if any(map(tells, others)):
                raise NotFramedError(name)
            if not isinstance(value, Hole):
                if tells(value) and not isinstance(value, Toc):
                    raise NotFramedError(name)
                return function(*leading, *rest, **options)
            read = value.read
            # Nothing here may hold on to the variables of the page.
            fixed = () if sees_page else fixed
            return Hole(self, lambda v: function(*((v,) if sees_page else fixed), read(v), *rest[1:], **options))

        return recorded

    def test(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def recorded(*arguments: Any) -> Any:
            if name not in _TELLING_NOTHING and any(map(tells, arguments)):
                raise NotFramedError(name)
            return function(*arguments)

        return recorded


class _Names(dict[str, tuple[set[str], set[str]]]):
    """By template, the names that it reads, and the templates that it includes by name."""

    def __init__(self, env: Environment) -> None:
        super().__init__()
        self._env = env

    def __missing__(self, name: str) -> tuple[set[str], set[str]]:
        assert self._env.loader
        self[name] = set(), set()
        with suppress(TemplateNotFound):
            tree = self._env.parse(self._env.loader.get_source(self._env, name)[0])
            parts = (part.template for part in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport)))  # type: ignore[attr-defined]
            included = {part.value for part in parts if isinstance(part, nodes.Const)}
            self[name] = set(meta.find_undeclared_variables(tree)), included
        return self[name]

    def of(self, name: str) -> set[str]:
        """Those that the template *name* reads, with all that it includes."""
        waiting, seen, names = [name], {name}, set[str]()
        while waiting:
            read, included = self[waiting.pop()]
            names |= read
            waiting += included - seen
            seen |= included
        return names


def _first_folder(path: str) -> str:
    return path.lstrip("./").partition("/")[0]
