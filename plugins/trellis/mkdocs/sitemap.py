"""What MkDocs' sitemap says of pages: when they changed last, instead of when the site was built."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from trellis.feeds import dates_of
from trellis.mkdocs.page import NotePage
from trellis.model import NotePath


class _Dated:
    """A *page* as the sitemap sees it."""

    def __init__(self, page: Page, date: str) -> None:
        self._page, self.update_date = page, date

    def __getattr__(self, name: str) -> object:
        return getattr(self._page, name)


class _Listed:
    """Its file."""

    def __init__(self, file: File, page: _Dated) -> None:
        self._file, self.page = file, page

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


def date_pages(context: TemplateContext, committed: Mapping[NotePath, str]) -> None:
    """Gives the pages in *context* their dates; of pages that are no note's nobody knows one."""
    files = context["pages"]
    page = next((file.page for file in files if isinstance(file.page, NotePage)), None)
    dates = dates_of(page.wiki(), committed) if page else {}
    context["pages"] = [_Listed(file, _Dated(file.page, _date(file.page, dates))) for file in files if file.page]  # type: ignore[misc]


def _date(page: Page, dates: Mapping[NotePath, str]) -> str:
    return dates.get(page.path, "") if isinstance(page, NotePage) else ""
