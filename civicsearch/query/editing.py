"""A query string, changed in one part: its period, its order, one of its clauses. The rest stays as it was typed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from whoosh.query import And, DateRange

from ..language.schema import DATE
from .fields import Kind
from .lexer import Mark, Token, tokenize
from .notes import Notes
from .parser import parse

_PERIODS = frozenset({Kind.DATE, Kind.BOUND, Kind.AGE})
_NARROWING = _PERIODS | {Kind.KEY, Kind.AUTHOR, Kind.PERIOD, Kind.PLACE, Kind.HAS, Kind.MISSING, Kind.SAVED}


class NarrowingClause(NamedTuple):
    """A clause at the top of a query that narrows it by more than words: ``query[start:end]``, its minus included."""

    text: str
    start: int
    end: int


def narrowing_clauses(query: str) -> tuple[NarrowingClause, ...]:
    """The clauses at the top of a query that name a field other than text, in their order.

    >>> [clause.text for clause in narrowing_clauses('open -tag:events (year:2014) date:2014.. sort:date')]
    ['-tag:events', 'date:2014..']
    """
    found = []
    for first, token in _top_clauses(query):
        if token.field and token.field.kind in _NARROWING and token.items:
            found.append(NarrowingClause(query[first.start : token.end], first.start, token.end))
    return tuple(found)


def without(query: str, start: int, end: int) -> str:
    """The query without ``query[start:end]``, and without the AND that joined it to the rest.

    >>> without("open AND tag:events data", 9, 19)
    'open data'
    """
    before, after = query[:start], query[end:]
    before = re.sub(r"(?:\s+|^)AND\s*\Z", " ", before)
    if not before.strip():
        after = re.sub(r"\A\s*AND(?=\s)", "", after)
    return f"{before.rstrip()} {after.lstrip()}".strip()


def without_periods(query: str) -> str:
    """The query without the dates at its top.

    >>> without_periods("open since:2012 data before:2014")
    'open data'
    """
    return _without_kinds(query, _PERIODS)


def with_period(query: str, first: date | None, last: date | None) -> str:
    """The query with one period, from the first day to the last, in the place of those at its top.

    >>> with_period("open date:2014", date(2012, 1, 1), date(2013, 12, 31))
    'open date:2012..2013'
    """
    query = without_periods(query)
    if first is None and last is None:
        return query
    return f"{query} date:{_written(first, last)}".lstrip()


def with_sort(query: str, sort: str | None) -> str:
    """The query with an order, in the place of the one that it has; None is the usual one.

    >>> with_sort("open sort:title", "-date")
    'open sort:-date'
    """
    query = _without_kinds(query, frozenset({Kind.SORT}))
    return query if sort is None else f"{query} sort:{sort}".lstrip()


def period_of(query: str) -> tuple[datetime | None, datetime | None]:
    """The first and the last moment that the dates at the top of a query allow; None is open.

    Raises `QueryError` for a date that there is not.
    """
    tree = parse(query).tree
    clauses = tree.subqueries if isinstance(tree, And) else [tree]
    ranges = [clause for clause in clauses if isinstance(clause, DateRange) and clause.fieldname == DATE]
    starts = [clause.startdate for clause in ranges if clause.startdate is not None]
    ends = [clause.enddate for clause in ranges if clause.enddate is not None]
    return max(starts, default=None), min(ends, default=None)


def _top_clauses(query: str) -> list[tuple[Token, Token]]:
    """The clauses outside of all parentheses, each with its first token: itself, or the minus before it."""
    found: list[tuple[Token, Token]] = []
    depth = 0
    minus: Token | None = None
    for token in tokenize(query, Notes()):
        if token.mark is Mark.OPEN:
            depth += 1
        elif token.mark is Mark.CLOSE:
            depth = max(0, depth - 1)
        elif token.mark is Mark.CLAUSE and not depth:
            found.append((minus or token, token))
        minus = (minus or token) if token.mark is Mark.NOT else None
    return found


def _without_kinds(query: str, kinds: frozenset[Kind]) -> str:
    for first, token in reversed(_top_clauses(query)):
        if first is token and token.field and token.field.kind in kinds:
            query = without(query, token.start, token.end)
    return query


def _written(first: date | None, last: date | None) -> str:
    """A period as short as it can be said exactly."""
    begin, end = _start_written(first), _end_written(last)
    if first and last and len(begin) != len(end):
        begin, end = first.isoformat()[: max(len(begin), len(end))], last.isoformat()[: max(len(begin), len(end))]
    return begin if begin == end else f"{begin}..{end}"


def _start_written(first: date | None) -> str:
    if first is None:
        return ""
    return first.isoformat()[: 4 if (first.month, first.day) == (1, 1) else 7 if first.day == 1 else 10]


def _end_written(last: date | None) -> str:
    if last is None:
        return ""
    behind = last + timedelta(days=1)
    return last.isoformat()[: 4 if (behind.month, behind.day) == (1, 1) else 7 if behind.day == 1 else 10]
