"""The values of the facets year and month, as they are typed."""

from __future__ import annotations

import re

from .notes import quoted

_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})")


def period_key(field: str, text: str) -> str | None:
    """The term of a year or month as typed, or None where there is no such year or month.

    >>> period_key("month", "2014/3"), period_key("year", "14")
    ('2014-03', None)
    """
    text = text.strip()
    if field == "year":
        return text if _YEAR.fullmatch(text) and text != "0000" else None
    match = _MONTH.fullmatch(text)
    if match is None or match[1] == "0000" or not 1 <= int(match[2]) <= 12:
        return None
    return f"{match[1]}-{int(match[2]):02d}"


def period_message(field: str, text: str) -> str:
    """What to say about a year or month that there is not."""
    example, range_ = ("2014", "date:2013..2015") if field == "year" else ("2014-03", "date:2014-01..2014-06")
    return f"{quoted(text)} is not a {field}; write {field}:{example}, or {range_} for several"
