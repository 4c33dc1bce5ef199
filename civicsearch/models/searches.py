"""Requests and their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from datetime import date

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


class ListedPost(NamedTuple):
    """What a list of hits shows of a post: the fields of `Post` of the same names."""

    id: str
    title: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    url: str | None
    language: str | None
    summary: str | None
    source: str
    path: str
    date: dt.date | dt.datetime | None


class Hit(NamedTuple):
    """One post among the results.

    The index keeps what it lists of posts, so a hit only points there. With each field in the hit, a search on the real
    archives took 1.05 times as long where others had used the processor's caches.
    """

    post: ListedPost
    score: float
    snippet: str = ""
    """The paragraph that matches best, shortened, with each match between ``<mark>`` and ``</mark>``. It is plain text
    otherwise, not HTML: other characters stand as they are in the post."""
    missing: tuple[str, ...] = ()
    """The plain words of the query that the post lacks, as they were typed; none where it has all."""

    @property
    def relaxed(self) -> bool:
        """Whether the post lacks some of the words."""
        return bool(self.missing)

    @property
    def id(self) -> str:
        """That of the post, as all that follow."""
        return self.post.id

    @property
    def title(self) -> str:
        return self.post.title

    @property
    def authors(self) -> tuple[str, ...]:
        return self.post.authors

    @property
    def categories(self) -> tuple[str, ...]:
        return self.post.categories

    @property
    def tags(self) -> tuple[str, ...]:
        return self.post.tags

    @property
    def source(self) -> str:
        return self.post.source

    @property
    def path(self) -> str:
        return self.post.path

    @property
    def url(self) -> str | None:
        return self.post.url

    @property
    def language(self) -> str | None:
        return self.post.language

    @property
    def summary(self) -> str | None:
        return self.post.summary

    @property
    def date(self) -> dt.date | dt.datetime | None:
        return self.post.date


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
