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


def reading_of(query: str | wq.Query, saved: Saved, as_you_type: bool = False) -> Reading:
    """What a query means; saved searches that it names are in their places.

    Raises `QueryError` for one with no honest reading, and `UsageError` for what is neither string nor tree.
    """
    if isinstance(query, str):
        minute = clock.now().replace(second=0, microsecond=0)
        reading = (_remembered if len(query) < SHORT else _read)(query, minute, as_you_type)
        # What is saved may change from search to search, so it is no part of what is remembered.
        return _reading(resolve(reading.parsed, query, saved(), minute)) if reading.names_saved else reading
    if not isinstance(query, wq.Query):
        raise UsageError(f"{query!r}: a query is a string or a whoosh.query object")
    return Reading(ParsedQuery(query, None, ()), False, split_selection(query), [])


def read_query(query: str | wq.Query, saved: Saved, as_you_type: bool = False) -> ParsedQuery:
    """The same without what only searches have to know."""
    return reading_of(query, saved, as_you_type).parsed


def _read(query: str, minute: datetime, as_you_type: bool) -> Reading:
    return _reading(parse(query, now=minute, as_you_type=as_you_type))


_remembered = lru_cache(maxsize=512)(_read)
"""The same query is asked again for the next page, for other facets: it is parsed once a minute, which is how exactly
*now* is read."""


def _reading(parsed: ParsedQuery) -> Reading:
    words = [
        leaf.text
        for leaf in parsed.tree.leaves()
        if type(leaf) is wq.Term and leaf.fieldname in TEXT_FIELDS and isinstance(leaf.text, str)
    ]
    return Reading(parsed, names_saved(parsed), split_selection(parsed.tree), words)
