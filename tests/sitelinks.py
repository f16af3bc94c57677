"""Every link within a built site, followed on the disk: fast enough for thousands of pages, and strict on fragments."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

_BASE = "http://site.invalid/"


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in {"href", "src"} and value is not None:
                self.links.append(value)


def broken_links(site: Path) -> list[str]:
    """`page: link` for every link within *site* to a file or a part of a page that is not there."""
    pages = {file.relative_to(site).as_posix(): _Page(file.read_text("utf-8")) for file in site.rglob("*.html")}
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    return [f"{name}: {link}" for name, page in pages.items() for link in _broken(name, page, pages, files)]


def _broken(name: str, page: _Page, pages: dict[str, _Page], files: set[str]) -> Iterator[str]:
    for link in page.links:
        address = urlsplit(urljoin(_BASE + quote(name), link))
        if f"{address.scheme}://{address.netloc}/" != _BASE:
            continue
        path = unquote(address.path.removeprefix("/"))
        file = f"{path}index.html" if not path or path.endswith("/") else path
        # Material's own switches (`__…`) are links to what only its scripts know.
        parts = (
            pages[file].ids if file in pages and not address.fragment.startswith("__") else {unquote(address.fragment)}
        )
        fragment = unquote(address.fragment)
        if file not in files or (fragment and fragment not in parts):
            yield link
