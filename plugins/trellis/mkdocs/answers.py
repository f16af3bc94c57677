"""What a browser gets from the preview: pages with a script that loads them again once they look different."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable, Iterable
from html import escape
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from jinja2 import TemplateSyntaxError

from trellis.mkdocs.card_files import card_file
from trellis.mkdocs.preview import Preview
from trellis.mkdocs.serving import PreviewSite
from trellis.texts import read_file

_OWN = "_trellis/"
_ERROR = (
    '<div role="alert" style="background:#8c1d18;color:#fff;padding:1rem;white-space:pre-wrap;font-family:monospace">'
    "<strong>{}</strong>\n\n{}</div>"
)
_NOT_BUILT = "This page is as it was before the last change: the site cannot be built."
_NOT_MADE = "This page cannot be made."
_RELOAD = b"""(async () => {
  const { base, seen } = document.currentScript.dataset
  const page = encodeURIComponent(location.pathname)
  for (;;) {
    try {
      const answer = await fetch(`${base}changed?page=${page}&seen=${seen}`)
      if ((await answer.text()) === "yes") return location.reload()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
  }
})()
"""
_WAIT = 25.0
"""Seconds after which a browser that waits for a change is told that there is none, and asks anew."""

Index = Callable[[str], bytes | None]
"""A file of the search index by its address, if it is one of those that are ours to make."""


class Answer(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def is_html(self) -> bool:
        return any(name.lower() == "content-type" and value.startswith("text/html") for name, value in self.headers)


class Answers:
    """A WSGI application that shows *site*; what is not of notes comes from *app*, beneath the path *mount*."""

    def __init__(self, site: PreviewSite, app: WSGIApplication, mount: str, index: Index) -> None:
        self._site, self._app, self._mount, self._index = site, app, mount, index

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "ignore")
        if not path.startswith(self._mount) or path.startswith("/livereload/"):
            return self._app(environ, start_response)
        url = path.removeprefix(self._mount)
        if url == f"{_OWN}reload.js":
            answer = _found(_RELOAD, "text/javascript")
        elif url == f"{_OWN}changed":
            query = parse_qs(environ.get("QUERY_STRING", ""))
            page, seen = (query.get(name, [""])[0] for name in ("page", "seen"))
            shown = unquote(page).removeprefix(self._mount)  # a browser names the page as it is encoded
            answer = _found(b"yes" if self._has_changed(shown, seen, environ) else b"no")
        else:
            answer = self._watching(self._answer(url, environ))
        length = ("Content-Length", str(len(answer.body)))
        start_response(answer.status, [*(h for h in answer.headers if h[0].lower() != "content-length"), length])
        return [answer.body]

    def _answer(self, url: str, environ: WSGIEnvironment) -> Answer:
        self._site.refresh()
        with self._site.lock:
            preview = self._site.current
            assert preview
            place = url.removesuffix("index.html") if f"/{url}".endswith("/index.html") else url
            if answer := self._of_vault(preview, place):
                return answer
            if place and (preview.page(f"{place}/") or preview.files.machine_file(f"{place}/")):
                return Answer("302 Found", [("Location", quote(f"{self._mount}{place}/"))], b"")
            if not preview.is_as_built and preview.has_made_pages and (place.endswith(("/", ".html")) or not place):
                self._site.rebuild()
        if (found := self._index(url)) is not None:
            return _found(found, mimetypes.guess_type(url)[0] or "application/octet-stream")
        return _called(self._app, {**environ, "PATH_INFO": (self._mount + url).encode().decode("latin-1")})

    def _of_vault(self, preview: Preview, url: str) -> Answer | None:
        """The page of a note or an attachment at *url*."""
        page = preview.page(url)
        if page is not None:
            try:
                html = preview.pages.html(page)
                page.forget()
            except Exception as error:  # noqa: BLE001  # of a template or another plugin: the author wants to read it
                return _failed(error)
            return _found(self._with_error(html).encode("utf-8", "xmlcharrefreplace"), "text/html")
        if (data := preview.files.graph_file(url)) is not None:
            return _found(data, mimetypes.guess_type(url)[0] or "application/json")
        if (data := card_file(preview, url)) is not None:
            return _found(data, "image/png")
        if (copy := preview.files.copy(url)) is not None:
            return _found(copy, "text/markdown")
        path = preview.media(url)
        if path is None:
            try:
                made = preview.files.machine_file(url)
            except Exception as error:  # noqa: BLE001  # as above: the sitemap has a template
                return _failed(error)
            whole = made.encode("utf-8", "replace") if isinstance(made, str) else made
            kind = "text/html" if url.endswith("/") else mimetypes.guess_type(url)[0]
            return None if whole is None else _found(whole, kind or "text/plain")
        try:
            return _found(read_file(preview.root / path), mimetypes.guess_type(path)[0] or "application/octet-stream")
        except OSError:
            return None

    def _with_error(self, html: str) -> str:
        if not self._site.error:
            return html
        body, tag, rest = html.partition("<body")
        opened, end, inside = rest.partition(">")
        return f"{body}{tag}{opened}{end}{_ERROR.format(_NOT_BUILT, escape(self._site.error))}{inside}"

    def _watching(self, answer: Answer) -> Answer:
        """*answer*, which loads itself again if it is a page."""
        if not answer.is_html or not answer.body:
            return answer
        base = f"{self._mount}{_OWN}"
        script = (
            f'<script src="{base}reload.js" data-base="{base}" data-seen="{_digest(answer.body)}"></script>'.encode()
        )
        before, end, after = answer.body.rpartition(b"</body>")
        return answer._replace(body=before + script + end + after)

    def _has_changed(self, url: str, seen: str, environ: WSGIEnvironment) -> bool:
        """Whether the page at *url* is no longer the one *seen*; waits for that for a while."""
        for wait in (_WAIT, 0.0):
            version = self._site.version
            if _digest(self._answer(url, {**environ, "QUERY_STRING": ""}).body) != seen:
                return True
            if wait:
                self._site.wait(version, wait)
        return False


def _named(error: Exception) -> str:
    """What went wrong, and where in which template."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}: {error.message}"
    return f"{type(error).__name__}: {error}"


def _failed(error: Exception) -> Answer:
    """A page that says why there is no other."""
    said = _ERROR.format(_NOT_MADE, escape(_named(error)))
    html = f"<!doctype html><title>Error</title><body>{said}</body>"
    return _found(html.encode(), "text/html")._replace(status="500 Internal Server Error")


def _digest(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=8).hexdigest()


def _found(body: bytes, kind: str = "text/plain") -> Answer:
    text = kind.startswith("text/") or kind == "application/json"
    content_type = f"{kind}; charset=utf-8" if text else kind
    return Answer("200 OK", [("Content-Type", content_type), ("Cache-Control", "no-cache")], body)


def _called(app: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """What *app* answers."""
    said: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
        said.append((status, headers))
        return lambda _: None

    body = app(environ, start_response)
    try:
        return Answer(*said[0], b"".join(body))
    finally:
        if hasattr(body, "close"):
            body.close()
