"""Whether an SVG file is only a picture. A reader who opens its address gets it as a page, and then its scripts run."""

from __future__ import annotations

import re
from xml.parsers import expat

LARGEST = 5 * 1024 * 1024
"""Bytes; a larger one is not looked through, and so not let in."""

_ACTIVE = frozenset({"script", "handler", "listener", "foreignobject", "iframe", "embed", "object", "audio", "video"})
_HARMLESS_ADDRESS = re.compile(r"\s*(?:https?:|#|[^:]*$|data:image/(?:png|jpeg|gif|webp|avif)[;,])", re.IGNORECASE)


class _NotAPictureError(Exception):
    pass


def is_picture(data: bytes) -> bool:
    """Whether the SVG in *data* is well-formed and holds no script, no foreign HTML and no address that runs one.

    It is read by a parser, as a browser reads it, so no way of writing a name hides it.
    """
    if len(data) > LARGEST:
        return False
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = _check_element
    parser.EntityDeclHandler = _refuse
    parser.ProcessingInstructionHandler = _refuse
    try:
        parser.Parse(data, True)
    except (_NotAPictureError, expat.ExpatError, ValueError):
        return False
    return True


def _refuse(*_: object) -> None:
    raise _NotAPictureError


def _check_element(name: str, attributes: dict[str, str]) -> None:
    if _local(name) in _ACTIVE:
        raise _NotAPictureError
    for attribute, value in attributes.items():
        key = _local(attribute)
        if key.startswith("on") or (key in {"href", "src"} and not _HARMLESS_ADDRESS.match(value)):
            raise _NotAPictureError
        # An animation may set an attribute that could not be written.
        if key == "attributename" and (_local(value.rpartition(":")[2]).startswith("on") or "href" in value.lower()):
            raise _NotAPictureError


def _local(name: str) -> str:
    return name.rpartition(" ")[2].lower()
