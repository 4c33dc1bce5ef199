"""Requests and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

    from whoosh.query import Query


@dataclass(frozen=True, slots=True)
class FacetRequest:
    """A facet to count."""

    field: str
    """One of `FACETS`."""
    limit: int | None = None
    """How many values at most; None is all of them. Selected values are listed beyond the limit."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search, whole."""

    query: str | Query = ""
    """A string in the query language, or a tree of `whoosh.query` objects."""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Facet → selected values. Values of one facet are OR, facets among each other AND."""
    facets: tuple[FacetRequest, ...] = ()
    sort: str | None = None
    """One of `SORTS`; None lets the query decide (``sort:`` in it), else relevance where there are words to rank by,
    else newest first."""
    limit: int = 20
    """Hits at most; 0 counts only."""
    offset: int = 0
    timeline: str | None = None
    """One of `TIMELINES`, or None for no timeline."""
    snippets: bool = True
    """Whether hits have snippets; without, they are empty."""
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One post among the results."""

    id: str
    score: float
    title: str
    date: date | datetime | None
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    source: str
    path: str
    url: str | None
    language: str | None
    summary: str | None
    snippet: str
    """The paragraph that matches best, shortened, with each match between ``<mark>`` and ``</mark>``. It is plain text
    otherwise, not HTML: other characters stand as they are in the post."""


class FacetCount(NamedTuple):
    """How many posts have one value of a facet. A tuple, made in a third of the time: a search may give thousands."""

    value: str
    count: int  # type: ignore[assignment]  # a tuple's own count() is of no use here
    selected: bool = False


@dataclass(frozen=True, slots=True)
class TimelineBucket:
    """How many posts were published in one stretch of time."""

    start: date
    count: int


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer to a `SearchRequest`."""

    query: str
    """The query as it was given; a tree as Whoosh prints it."""
    total: int
    """Posts that match, counted exactly."""
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    """Count descending, then value. Each facet is counted without its own selection."""
    timeline: tuple[TimelineBucket, ...] = ()
    """Buckets in order of time, without gaps, from the first matching post to the last."""
    relaxed: bool = False
    """Whether posts that lack some of the words are among the hits."""
    notes: tuple[str, ...] = ()
    """What a reader should know: words read as text, an expansion cut short."""
    took_ms: float = 0.0
    explanation: str | None = None
