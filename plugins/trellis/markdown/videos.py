"""`![words](https://youtube…)`: a film elsewhere, which nothing is asked for before a reader clicks (rule E8).

What is written is a link to the film; the script of the page puts the player in its place.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import parse_qs, urlsplit

_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}", re.ASCII)
_VIMEO_ID = re.compile(r"\d{6,12}", re.ASCII)
_TIME = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?", re.ASCII)


def player(address: str, words: str) -> str | None:
    """The link for a film at *address* of YouTube or Vimeo, as HTML; None for any other address."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    query = parse_qs(parts.query)
    last = parts.path.rstrip("/").rpartition("/")[2]
    if host in {"youtube.com", "youtube-nocookie.com"}:
        service, video = "youtube", query.get("v", [last])[0]
    elif host == "youtu.be":
        service, video = "youtube", last
    elif host in {"vimeo.com", "player.vimeo.com"}:
        service, video = "vimeo", last
    else:
        return None
    if not (_YOUTUBE_ID if service == "youtube" else _VIMEO_ID).fullmatch(video):
        return None
    start = _seconds(query.get("t", query.get("start", [parts.fragment.removeprefix("t=")]))[0])
    named = escape(words or "Watch the video", quote=False)
    return (
        f'<a class="video" href="{escape(address)}" rel="noopener noreferrer" data-service="{service}"'
        f' data-video="{video}" data-start="{start}">{named}</a>'
    )


def _seconds(text: str) -> int:
    """Seconds in `90`, `90s` or `1h2m3s`; 0 for anything else.

    >>> _seconds("1m30s"), _seconds("90"), _seconds("soon")
    (90, 90, 0)
    """
    if not (found := _TIME.fullmatch(text)):
        return 0
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return min(hours * 3600 + minutes * 60 + seconds, 359_999)
