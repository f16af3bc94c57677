"""Dates as authors write them, and as feeds want them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)


def iso_date(written: str) -> str | None:
    """*written* as an ISO date in UTC, with a time if it has one; None if it is none. Without a time zone it is UTC,
    so that it is the same on every machine.

    >>> iso_date("2026-01-02"), iso_date("2026-01-02 10:30:00+01:00"), iso_date("soon")
    ('2026-01-02', '2026-01-02T09:30:00Z', None)
    """
    if not (match := _DATE.fullmatch(written.strip())):
        return None
    day, time, seconds, zone = match.groups()
    try:
        if not time:
            return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).date().isoformat()
        moment = datetime.fromisoformat(f"{day}T{time}{seconds or ':00'}{zone or 'Z'}")
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError):
        return None


def of_seconds(seconds: int) -> str:
    """The ISO date of a moment, in *seconds* since 1970; of one that no calendar has, the first."""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError, OSError):
        return "1970-01-01T00:00:00Z"


def for_atom(date: str) -> str:
    """An ISO *date* with the time that Atom asks for."""
    return date if "T" in date else f"{date}T00:00:00Z"


def for_rss(date: str) -> str:
    """The same as RSS wants it: `Fri, 02 Jan 2026 00:00:00 GMT`."""
    return format_datetime(datetime.fromisoformat(for_atom(date)), usegmt=True)
