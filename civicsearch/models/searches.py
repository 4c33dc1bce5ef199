"""Requests and their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

    from whoosh.query import Query

    from .explanations import Explanation
    from .facetcounts import FacetCount


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
    """Whether the results come with their explanation. It searches for each clause alone."""
    among: frozenset[str] | None = None
    """Ids of the only posts that may be hits; None is all. Facets count among them too."""
    spelling: bool = True
    """Whether a better spelling is looked for of a query that finds little."""
    synonyms: bool = True
    """Whether the synonyms of the settings are searched too."""
    timeout: float | None = None
    """Seconds after which the search gives up with `SearchStoppedError`; None is as long as it takes."""
    cancelled: Callable[[], bool] | None = field(default=None, compare=False, repr=False)
    """Asked between two steps of the search, in its thread; once it says yes, the search gives up likewise."""
    as_you_type: bool = False
    """Whether the last word of a query string is also the beginning of a longer one."""


class Hit(NamedTuple):
    """One post among the results. A tuple: a page of 20 is made in 12 µs, and took 55 as a dataclass."""

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
    missing: tuple[str, ...] = ()
    """The plain words of the query that the post lacks, as they were typed; none where it has all."""

    @property
    def relaxed(self) -> bool:
        """Whether the post lacks some of the words."""
        return bool(self.missing)


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
    """Posts that are listed, counted exactly."""
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Sequence[FacetCount]] = field(default_factory=dict)
    """Count descending, then value. Each facet is counted without its own selection."""
    timeline: tuple[TimelineBucket, ...] = ()
    """Buckets in order of time, without gaps, from the first matching post to the last."""
    relaxed: int = 0
    """Of these, posts that lack some of the query's plain words, but no more than half; they are in facets and timeline
    too. ``total - relaxed`` have all."""
    notes: tuple[str, ...] = ()
    """What a reader should know: words read as text, an expansion cut short."""
    took_ms: float = 0.0
    explanation: Explanation | None = None
    """Where it was asked for."""
    did_you_mean: str | None = None
    """The query with words and facet values corrected that the index does not know or hardly knows, and the rest as it
    was typed. Only where that finds more posts."""
    also_searched: tuple[str, ...] = ()
    """Synonyms that were searched too; posts that only they find come last."""
