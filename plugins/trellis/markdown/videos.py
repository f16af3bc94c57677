"""`![words](https://youtube…)`: a film elsewhere, which nothing is asked for before a reader clicks (rule E8).

What is written is a link to the film; the script of the page puts the player in its place.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import parse_qs, urlsplit

from trellis.model import Film

_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}", re.ASCII)
_VIMEO_ID = re.compile(r"\d{6,12}", re.ASCII)
_HOSTS = {
    "youtube.com": "youtube",
    "youtube-nocookie.com": "youtube",
    "youtu.be": "youtube",
    "vimeo.com": "vimeo",
    "player.vimeo.com": "vimeo",
}
_TIME = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?", re.ASCII)


def film_at(address: str) -> tuple[Film, int] | None:
    """The film at *address* of YouTube or Vimeo, and the second that is asked for; None for any other address.

    >>> film_at("https://youtu.be/sndW9hzX-wA?t=90"), film_at("https://vimeo.com/76979871#t=1m")
    (('sndW9hzX-wA', 90), ('vimeo:76979871', 60))
    """
    if "youtu" not in address and "vimeo" not in address:
        return None  # most links lead elsewhere, and taking addresses apart takes time
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    query = parse_qs(parts.query)
    last = parts.path.rstrip("/").rpartition("/")[2]
    service = _HOSTS.get(host)
    video = query.get("v", [last])[0] if service == "youtube" and host != "youtu.be" else last
    if not service or not (_YOUTUBE_ID if service == "youtube" else _VIMEO_ID).fullmatch(video):
        return None
    start = _seconds(query.get("t", query.get("start", [parts.fragment.removeprefix("t=")]))[0])
    return Film(video if service == "youtube" else f"vimeo:{video}"), start


def watch_url(film: Film | str, seconds: int = 0) -> str:
    """Where *film* is watched, from that second on.

    >>> watch_url("sndW9hzX-wA", 90), watch_url("vimeo:76979871", 90)
    ('https://www.youtube.com/watch?v=sndW9hzX-wA&t=90s', 'https://vimeo.com/76979871#t=90s')
    """
    service, vimeo, video = film.partition("vimeo:")
    if vimeo:
        return f"https://vimeo.com/{video}" + (f"#t={seconds}s" if seconds else "")
    return f"https://www.youtube.com/watch?v={service}" + (f"&t={seconds}s" if seconds else "")


def player(address: str, words: str) -> str | None:
    """The link for a film at *address* of YouTube or Vimeo, with *words*, as HTML; None for any other address."""
    if not (found := film_at(address)):
        return None
    film, start = found
    named = escape(words, quote=False)
    service = "vimeo" if film.startswith("vimeo:") else "youtube"
    return (
        f'<a class="video" href="{escape(address)}" rel="noopener noreferrer" data-service="{service}"'
        f' data-video="{film.removeprefix("vimeo:")}" data-start="{start}">{named}</a>'
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
