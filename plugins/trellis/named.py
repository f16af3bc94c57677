"""What templates are given of a link."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """Words that lead somewhere, or nowhere yet."""

    title: str
    href: str | None
