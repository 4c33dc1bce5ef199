"""Names of years, quarters and months."""

from __future__ import annotations

from datetime import date

FEW = 20
"""Posts of a period below which its share is told to mean little: one post more or less is 5 % of them."""


def period_name(start: date, by: str) -> str:
    """A period by its first day.

    >>> [period_name(date(2014, 4, 1), by) for by in ("year", "quarter", "month")]
    ['2014', '2014 Q2', '2014-04']
    """
    if by == "year":
        return str(start.year)
    return f"{start.year} Q{start.month // 3 + 1}" if by == "quarter" else start.isoformat()[:7]
