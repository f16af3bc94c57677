"""The preview answers only to this machine's own names: a page in the same browser could otherwise read the notes by
pointing a name of its own at 127.0.0.1 (DNS rebinding)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_ANY = frozenset({"0.0.0.0", "::", ""})  # noqa: S104  # compared with, not bound to


def only_local(app: Any, host: str) -> WSGIApplication:
    """*app*, with 403 for requests that name another host than *host* or this machine.

    An author who binds the preview to every address means it to be reached by other names, so all are let in.
    """

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if "\0" in environ.get("PATH_INFO", ""):
            start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"There is no such page.\n"]
        asked = _name(environ.get("HTTP_HOST", ""))
        if host in _ANY or asked in _LOCAL or asked == host:
            answer: Iterable[bytes] = app(environ, start_response)
            return answer
        start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
        return [f"This preview does not answer to the name {asked!r}; use http://127.0.0.1\n".encode()]

    return guarded


def _name(header: str) -> str:
    """The host that a request's `Host` *header* names, without port; empty if it names none."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""
