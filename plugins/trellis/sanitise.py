"""The last step of compile: whatever a stranger wrote as HTML becomes harmless.

Our own markup passes by two private signs, which no input can contain: `clean_source` removes them from text, the
parser refuses them as entities, and `neutralise` breaks them in raw HTML.

- A value that starts with `SIGN` was written by a renderer of ours: the attribute is kept, whatever its name.
- `OPEN n CLOSE` in the text holds the place of the widget number n.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3

# U+FDD0 to U+FDEF are noncharacters: never meant to be exchanged, so nothing is lost by removing them.
OPEN, CLOSE, SIGN = "\ufdd0", "\ufdd1", "\ufdd2"
LINK = "\ufdd3"
"""Stands for a link while an excerpt is cut to a sentence."""
PLACE = "\ufdd4"
"""Stands for a timestamp while the sentence is looked for that it belongs to."""

_PRIVATE = re.compile("[\ufdd0-\ufdef]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef]")
_PRIVATE_REFERENCE = re.compile(r"&#(?:x0*fd[de][0-9a-f]|0*64[0-9]{3}|0*650[0-9]{2});?", re.IGNORECASE)

# What GitHub's READMEs allow, more or less, but no `id`: one from a note could take the place of one that the scripts
# of the page look up.
ALLOWED = frozenset(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure"
    " h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub"
    " summary sup table tbody td tfoot th thead time tr tt u ul var wbr audio source video".split()
)
REMOVED_WITH_CONTENT = frozenset(
    "script style iframe noscript template title textarea xmp noembed noframes plaintext svg math object embed"
    " select".split()
)
_FROM_ANYONE = {
    "*": {"title", "lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    # No `autoplay`: nothing may sound before a reader asks for it.
    "audio": {"src", "controls", "loop", "preload"},
    "video": {"src", "controls", "loop", "preload", "muted", "width", "height"},
    "source": {"src", "type"},
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "time": {"datetime"},
    "details": {"open"},
}
_FROM_US = {
    "id",
    "class",
    "role",
    "tabindex",
    "aria-label",
    "data-callout",
    "data-callout-metadata",
    "data-task",
    "value",
}
_SCHEMES = {"http", "https", "mailto", "tel"}

Claim = Callable[[str, str], str | None]
"""Called with tag and address of every relative address in raw HTML; its answer is written instead."""


def clean_source(text: str) -> str:
    """*text* without control characters and without our private signs."""
    return _CONTROL.sub("", text)


def neutralise(html: str) -> str:
    """Raw HTML in which no character reference yields one of the private signs."""
    return _PRIVATE_REFERENCE.sub("\ufffd", html) if "&#" in html else html


def signed(value: str) -> str:
    """An attribute value of our own markup."""
    return SIGN + value


def sanitise(html: str, claim: Claim) -> str:
    """*html* with nothing in it but the allow-list and what we signed, well-formed, external links with `rel`."""

    def checked(tag: str, attribute: str, value: str) -> str | None:
        if value.startswith(SIGN):
            # The address of a link of ours stays signed: that is where its slot is cut out.
            return value if attribute in {"href", "src"} else value[1:]
        if attribute in _FROM_US:
            return None
        value = _PRIVATE.sub("", value)
        if attribute in {"href", "src"} and not _is_absolute(value):
            return claim(tag, value)
        return value

    return nh3.clean(
        html,
        tags=set(ALLOWED),
        clean_content_tags=set(REMOVED_WITH_CONTENT),
        attributes={**_FROM_ANYONE, "*": _FROM_ANYONE["*"] | _FROM_US},
        attribute_filter=checked,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )


def is_allowed(address: str) -> bool:
    """Whether *address* is relative or of a scheme that may stand in a site."""
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", address)
    return not scheme or scheme[1].lower() in _SCHEMES


def _is_absolute(address: str) -> bool:
    return bool(re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|$", address))
