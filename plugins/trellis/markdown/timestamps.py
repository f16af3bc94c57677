"""`<a class="yt-timestamp" data-t="00:29:00">[00:29:00]</a>`, and `[12:40]` in a note that has a video; and
`[12:40](https://www.youtube.com/watch?v=…&t=760s)`, a moment of another film, in any note.

All are syntax, not HTML: they are recognised here and written after the sanitiser. A timestamp links to that
second of the video, so that it works without scripts; `data-t` is for those who have them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from trellis.markdown.renderer import hold
from trellis.markdown.said import said
from trellis.markdown.videos import film_at, watch_url
from trellis.model import Film

# Minutes may be many where no hours are written: `[75:30]`.
_TIME = r"(?:(\d{1,2}):(?=[0-5]?\d:))?(\d{1,3}):([0-5]\d)"
_ANCHOR = re.compile(r"<a\s[^<>]*\byt-timestamp\b[^<>]*>([^<>]*)</a>", re.ASCII)
_DATA = re.compile(rf"\bdata-t=[\"']?(?:{_TIME}|(\d{{1,5}}))[\"'\s>]", re.ASCII)
# Not `[12:40](…)`, which is Markdown's own.
_PLAIN = re.compile(rf"\[{_TIME}\](?!\()", re.ASCII)
_ELSEWHERE = re.compile(rf"\[{_TIME}\]\(<?(https?://[^\s()<>\"']+)>?\)", re.ASCII)


def add_to(md: MarkdownIt) -> None:
    md.inline.ruler.before("wikilink", "timestamp", _timestamp)
    md.add_render_rule("timestamp", _render_timestamp)


def clock(seconds: int) -> str:
    """*seconds* as people write them.

    >>> clock(760), clock(3753)
    ('12:40', '1:02:33')
    """
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def moment_link(film: Film | str, seconds: int, more: str = "") -> str:
    """The link to that second of *film* as HTML; *more* are further attributes."""
    if film.startswith("vimeo:"):
        more = f' data-service="vimeo" data-video="{film.removeprefix("vimeo:")}"{more}'
    return (
        f'<a class="timestamp" href="{escape(watch_url(film, seconds))}" data-t="{seconds}"'
        f' rel="noopener noreferrer"{more}>{clock(seconds)}</a>'
    )


def _timestamp(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] == "[" and (elsewhere := _ELSEWHERE.match(state.src, state.pos, state.posMax)):
        return _elsewhere(state, elsewhere, silent=silent)
    film = state.env.get("video_id")
    if state.src[state.pos] == "<":
        match = _ANCHOR.match(state.src, state.pos, state.posMax)
        time = (_DATA.search(match[0]) or re.search(_TIME, match[1], re.ASCII)) if match else None
    elif film:
        match = time = _PLAIN.match(state.src, state.pos, state.posMax)
        if match and state.src.startswith("[", match.end()) and state.env.get("references"):
            return False  # `[12:40][name]` may be a link
    else:
        return False
    if not match or not time:
        return False
    if not silent:
        hours, minutes, seconds, *all_seconds = (int(part or 0) for part in time.groups())
        _push(state, film, sum(all_seconds) or hours * 3600 + minutes * 60 + seconds)
    state.pos = match.end()
    return True


def _elsewhere(state: StateInline, match: re.Match[str], *, silent: bool) -> bool:
    """A time that is a link to a film: any other link is Markdown's own."""
    found = film_at(match[4])
    if not found or state.linkLevel:
        return False
    if not silent:
        film, start = found
        hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
        _push(state, film, start or hours * 3600 + minutes * 60 + seconds)
    state.pos = match.end()
    return True


def _push(state: StateInline, film: str | None, seconds: int) -> None:
    # In the words of a link it is no link.
    state.push("timestamp", "", 0).meta = {"film": film, "seconds": seconds, "within": state.linkLevel > 0}


def _render_timestamp(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
    moment = tokens[idx].meta
    seconds = moment["seconds"]
    if not moment["film"] or moment["within"]:
        return hold(env, f'<span class="timestamp">{clock(seconds)}</span>')
    title = escape(said(env, "text.moment", time=clock(seconds)))
    return hold(env, moment_link(moment["film"], seconds, f' title="{title}"'))
