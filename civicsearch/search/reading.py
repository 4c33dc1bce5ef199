"""A query, string or tree, as searches ask it; what is worked out of a string is remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from whoosh import query as wq

from .. import clock
from ..errors import UsageError
from ..language.schema import TEXT_FIELDS
from ..query import ParsedQuery, names_saved, parse, resolve
from .selection import Selection, split_selection

Saved = Callable[[], Mapping[str, str]]
"""Gives the queries of the saved searches, by folded name."""

SHORT = 1000
"""Characters up to which a query was typed: its tree is kept, and a better spelling looked for."""


class Reading(NamedTuple):
    """A query as it was understood, and what each search has to know of it."""

    parsed: ParsedQuery
    names_saved: bool
    selection: Selection
    """Its tree in two parts."""
    words: list[str]
    """Its plain words."""
    timeless: bool = False
    """Whether it means the same at any time: it has no dates and names no saved search."""


def reading_of(query: str | wq.Query, saved: Saved, as_you_type: bool = False) -> Reading:
    """What a query means; saved searches that it names are in their places.

    Raises `QueryError` for one with no honest reading, and `UsageError` for what is neither string nor tree.
    """
    if isinstance(query, str):
        known = (_remembered if len(query) < SHORT else _Query)(query, as_you_type)
        if known.reading is not None and known.reading.timeless:
            return known.reading
        return known.read(clock.now().replace(second=0, microsecond=0), saved)
    if not isinstance(query, wq.Query):
        raise UsageError(f"{query!r}: a query is a string or a whoosh.query object")
    return Reading(ParsedQuery(query, None, ()), False, split_selection(query), [])


def read_query(query: str | wq.Query, saved: Saved, as_you_type: bool = False) -> ParsedQuery:
    """The same without what only searches have to know."""
    return reading_of(query, saved, as_you_type).parsed


class _Query:
    """A query string, and what it meant when it was asked last."""

    __slots__ = ("_as_you_type", "_minute", "_text", "reading")

    def __init__(self, text: str, as_you_type: bool) -> None:
        self._text = text
        self._as_you_type = as_you_type
        self.reading: Reading | None = None
        self._minute: datetime | None = None

    def read(self, minute: datetime, saved: Saved) -> Reading:
        """What it means in a minute, which is how exactly *now* is read."""
        reading = self.reading
        if reading is None or minute != self._minute:
            reading = _reading(parse(self._text, now=minute, as_you_type=self._as_you_type))
            self.reading = reading
            self._minute = minute  # last: another thread may look in between
        # What is saved may change from search to search, so it is no part of what is remembered.
        return _reading(resolve(reading.parsed, self._text, saved(), minute)) if reading.names_saved else reading


_remembered = lru_cache(maxsize=512)(_Query)
"""The same query is asked again for the next page, and for other facets."""


def _reading(parsed: ParsedQuery) -> Reading:
    leaves = list(parsed.tree.leaves())
    words = [
        leaf.text
        for leaf in leaves
        if type(leaf) is wq.Term and leaf.fieldname in TEXT_FIELDS and isinstance(leaf.text, str)
    ]
    named = names_saved(parsed)
    timeless = not named and not any(type(leaf) is wq.DateRange for leaf in leaves)
    return Reading(parsed, named, split_selection(parsed.tree), words, timeless)
