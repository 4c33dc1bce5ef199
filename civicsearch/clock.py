"""The one place that knows what time it is. Tests set the clock by replacing `now`."""

from __future__ import annotations

from datetime import date, datetime


def now() -> datetime:
    """The reader's local time, without a zone: the days of posts are local days too."""
    return datetime.now()


def today() -> date:
    """The reader's day."""
    return now().date()


def moment() -> datetime:
    """Now, with the reader's offset from UTC: for what is written down and read elsewhere."""
    return now().astimezone()
