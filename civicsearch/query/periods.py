"""The values of the facets year and month, as they are typed."""

from __future__ import annotations

from .notes import quoted


def period_key(field: str, text: str) -> str | None:
    """The term of a year or month as typed, or None where there is no such year or month.

    >>> period_key("month", "2014/3"), period_key("year", "14")
    ('2014-03', None)
    """
    year, sign, month = text.strip().replace("/", "-").partition("-")
    if not _is_number(year) or len(year) != 4 or year == "0000":
        return None
    if field == "year":
        return None if sign else year
    if not _is_number(month) or len(month) > 2 or not 1 <= int(month) <= 12:
        return None
    return f"{year}-{int(month):02d}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def period_message(field: str, text: str) -> str:
    """What to say about a year or month that there is not."""
    example, range_ = ("2014", "date:2013..2015") if field == "year" else ("2014-03", "date:2014-01..2014-06")
    return f"{quoted(text)} is not a {field}; write {field}:{example}, or {range_} for several"
