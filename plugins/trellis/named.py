"""What templates are given of a link."""

from __future__ import annotations

import msgspec


class Named(msgspec.Struct, frozen=True):
    """Words that lead somewhere, or nowhere yet."""

    title: str
    href: str | None
