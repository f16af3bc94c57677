"""What is the same on every page is rendered once: those partials of a theme, its overrides included, in which nothing
about the page can be seen. Which these are is read from the templates themselves, so that nothing has to be listed.

Jinja's own doors: `Environment.template_class`, and `Environment.filters` for the addresses in all the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from types import CodeType
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    Template,
    TemplateError,
    TemplateNotFound,
    Undefined,
    meta,
    nodes,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import url_filter

_OF_A_PAGE = frozenset({"page", "nav", "note", "pages", "self", "build_date_utc"})
"""Names that say where a template is, directly or through what they hold."""

_UNKNOWN = object()

_FEW = 8
"""Times that a partial is rendered in less time than it takes to find out whether its output may be kept."""

_Render = Callable[[Context], Iterator[str]]


def render_once(env: Environment) -> None:
    """Makes *env* render constant partials once, and work out the same address once for each depth of folders."""
    each_template(env, _keep_constant(env))
    env.filters["url"] = _url_filter()


class CompiledTemplates(BytecodeCache):
    """Compiled templates, for the next build of a preview; Jinja sees by their text whether they changed."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


def each_template(env: Environment, change: Callable[[Template], None]) -> None:
    """Has *change* do something to every template that *env* loads from now on."""
    before: type[Template] = env.template_class

    class ChangedTemplate(before):  # type: ignore[valid-type,misc]
        """A template that somebody has changed."""

        @classmethod
        def from_code(
            cls,
            environment: Environment,
            code: CodeType,
            globals: Any,  # noqa: A002  # Jinja's name
            uptodate: Callable[[], bool] | None = None,
        ) -> Template:
            template: Template = super().from_code(environment, code, globals, uptodate)
            change(template)
            return template

    env.template_class = ChangedTemplate


def _keep_constant(env: Environment) -> Callable[[Template], None]:
    """What keeps the output of a template, if it is a constant partial."""
    # One that defines macros is imported for them, not for what it writes.
    facts = cache(lambda name: None if _defines(env, name) else _facts(env, name))

    def change(template: Template) -> None:
        if template.name and template.name.startswith("partials/"):
            template.root_render_func = _looked_at_again(template.root_render_func, template.name, facts)

    return change


def _looked_at_again(render: _Render, name: str, facts: Callable[[str], frozenset[str] | None]) -> _Render:
    """*render* as it is for the first few times: most partials of a small build are rendered no more often. From then
    on with its output kept, if the partial *name* allows it."""
    times = count(1)
    chosen: list[_Render] = []

    def rendered(context: Context) -> Iterator[str]:
        if not chosen and next(times) > _FEW:
            names = facts(name)
            chosen.append(render if names is None else _once(render, sorted(names)))
        yield from (chosen[0] if chosen else render)(context)

    return rendered


def _once(render: _Render, names: list[str]) -> _Render:
    """*render*, which reads nothing but *names*, with its output kept for each of their values."""
    kept: dict[tuple[object, ...], list[str]] = {}

    def rendered(context: Context) -> Iterator[str]:
        key = tuple(_key(context.get(name)) for name in names)
        if _UNKNOWN in key:
            yield from render(context)
            return
        if key not in kept:
            kept[key] = list(render(context))
        yield from kept[key]

    return rendered


def _key(value: object) -> object:
    """What tells *value* from others; `_UNKNOWN` for objects that may change."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, MkDocsConfig):
        return id(value)  # one for all pages
    if isinstance(value, (list, tuple)):
        return tuple(map(_key, value))
    return None if isinstance(value, Undefined) else _UNKNOWN


def _facts(env: Environment, name: str, within: tuple[str, ...] = ()) -> frozenset[str] | None:
    """The names that the template *name* reads, with all that it includes; None if it may be different on each page."""
    try:
        assert env.loader
        tree = env.parse(env.loader.get_source(env, name)[0])
        names = set(meta.find_undeclared_variables(tree))
    except TemplateNotFound:
        return frozenset()  # included where it exists
    except TemplateError:
        return None  # whoever renders it will say what is wrong
    # `lang` is a module of words that Material imports anew for each page; it reads the language alone.
    if "lang" in names and _facts(env, "partials/language.html") == frozenset({"config"}):
        names.discard("lang")
    if names & _OF_A_PAGE or not _is_plain(env, tree):
        return None
    parts: list[nodes.Expr] = [part.template for part in tree.find_all(nodes.Include)]
    parts += [part.template for part in tree.find_all(nodes.Import)]
    parts += [part.template for part in tree.find_all(nodes.FromImport)]
    parts += [part.template for part in tree.find_all(nodes.Extends)]
    for part in parts:
        inner = _included(env, part, (*within, name))
        if inner is None:
            return None
        names |= inner
    return frozenset(names)


def _defines(env: Environment, name: str) -> bool:
    assert env.loader
    return env.parse(env.loader.get_source(env, name)[0]).find(nodes.Macro) is not None


def _is_plain(env: Environment, tree: nodes.Template) -> bool:
    """Whether no filter, test or function in *tree* looks at the page behind the template's back."""
    used = [env.filters.get(node.name) for node in tree.find_all(nodes.Filter)]
    used += [env.tests.get(node.name) for node in tree.find_all(nodes.Test)]
    used += [env.globals.get(node.name) for node in tree.find_all(nodes.Name)]
    return not any(getattr(getattr(function, "jinja_pass_arg", None), "name", "") == "context" for function in used)


def _included(env: Environment, template: nodes.Expr, within: tuple[str, ...]) -> frozenset[str] | None:
    """The names that an included *template* reads; None if they cannot be known."""
    if isinstance(template, nodes.Const) and isinstance(template.value, str):
        return frozenset() if template.value in within else _facts(env, template.value, within)
    first = template.nodes[0] if isinstance(template, nodes.Concat) else template
    while isinstance(first, nodes.Add):
        first = first.left
    # An icon by its name, or the words of a language: these read nothing.
    is_data = isinstance(first, nodes.Const) and str(first.value).startswith((".icons/", "partials/languages/"))
    return frozenset() if is_data else None


def _url_filter() -> Callable[[Context, str], str]:
    """MkDocs' `url` filter. The address of a file is the same from all pages of a depth that share no folder."""
    kept: dict[tuple[str, int, bool], str] = {}

    @pass_context
    def url(context: Context, value: str) -> str:
        text, page = str(value), context.get("page")
        if not isinstance(page, Page):
            return url_filter(context, text)  # type: ignore[arg-type]
        place = page.url
        folder = place.partition("/")[0]
        if not folder or text.lstrip("./").startswith(folder):
            return url_filter(context, text)  # type: ignore[arg-type]
        key = (text, place.count("/"), "." in place.rpartition("/")[2])
        if key not in kept:
            kept[key] = url_filter(context, text)  # type: ignore[arg-type]
        return kept[key]

    return url
