"""Names of years, quarters and months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

FEW = 20
"""Posts of a period below which its share is told to mean little: one post more or less is 5 % of them."""


def period_name(day: date, by: str) -> str:
    """A period by any of its days.

    >>> [period_name(date(2014, 4, 1), by) for by in ("year", "quarter", "month")]
    ['2014', '2014 Q2', '2014-04']
    """
    if by == "year":
        return str(day.year)
    return f"{day.year} Q{(day.month + 2) // 3}" if by == "quarter" else day.isoformat()[:7]


def stretch_name(first: date, last: date) -> str:
    """A stretch of whole months by its first and its last day: a year, a quarter or a month, or from one to another.

    >>> stretch_name(date(2014, 4, 1), date(2014, 6, 30)), stretch_name(date(2014, 4, 1), date(2014, 12, 31))
    ('2014 Q2', '2014 Q2 to 2014 Q4')
    """
    behind = last + timedelta(days=1)
    for by, months in (("year", 12), ("quarter", 3), ("month", 1)):
        if (first.month - 1) % months == (behind.month - 1) % months == 0:
            begin, close = period_name(first, by), period_name(last, by)
            return begin if begin == close else f"{begin} to {close}"
    raise ValueError(f"{first} to {last} are no whole months")


def end_of_last(starts: Sequence[date]) -> date:
    """The last day of the last of some periods that follow each other, each a year, a quarter or a month.

    It is as long as those before it; one alone is as long as its first day allows.
    """
    if not starts:
        return date.min
    start = starts[-1]
    months = 12 if start.month == 1 else 3 if start.month % 3 == 1 else 1
    if len(starts) > 1:
        before = starts[-2]
        months = (start.year - before.year) * 12 + start.month - before.month
    return last_day(start, months)


def last_day(start: date, months: int) -> date:
    """The last day of so many months from the first of one on.

    >>> last_day(date(2014, 11, 1), 3)
    datetime.date(2015, 1, 31)
    """
    behind = start.month - 1 + months
    return date(start.year + behind // 12, behind % 12 + 1, 1) - timedelta(days=1)
