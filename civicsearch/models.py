"""The values that pass between the layers: all frozen, none tied to a library but for the tree that a request may hold.

A post is read into a `Post`; a search is a `SearchRequest` answered by `SearchResults`; a refresh is told as an
`UpdateReport`. Command line, Python API and terminal UI share them, so a search means the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from .facetcounts import FacetCount

if TYPE_CHECKING:
    from whoosh.query import Query

FACETS = ("category", "tag", "author", "year", "month", "source", "language")
"""The fields that can be counted and selected."""

SORTS = ("relevance", "date", "-date", "title", "-title")
"""Orders of the hits. ``date`` is oldest first, ``-date`` newest first."""

TIMELINES = ("auto", "year", "quarter", "month")
"""Widths of a timeline's buckets; ``auto`` chooses from the span of the matching posts."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post, as it is indexed and as it is shown."""

    id: str
    """Key of the post, unique in an index. For a post read from a file: source name, ``/``, path below the source."""
    title: str
    text: str
    """Plain text of the body. Paragraphs are separated by an empty line."""
    date: date | datetime | None = None
    """When it was published. A datetime keeps the offset it was written with; its day is the day as written."""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    """Two-letter code (ISO 639-1), or None where it is not known."""
    summary: str | None = None
    source: str = ""
    """Name of the source that the post belongs to."""
    path: str = ""
    """Path of the file below its source, with ``/``; empty for a post that comes from no file."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Every other front-matter key, with values that JSON can hold."""
    links: tuple[str, ...] = ()
    """Addresses that the body links to, in the order of their first appearance."""


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """How the posts of one source are read."""

    language: str | None = None
    """Language of posts that do not say theirs; None detects it post by post."""
    day_first: bool = True
    """Whether ``07/10/2019`` is the 7th of October."""
    drafts: bool = False
    """Whether drafts and private posts are indexed."""
    future: bool = True
    """Whether posts dated after today are indexed."""
    split_authors: bool = False
    """Whether ``Ann Lee, Bo Chan and Cy Roe`` is three authors."""
    author_names: Mapping[str, str] = field(default_factory=dict)
    """Display name for each author id that posts use instead of a name."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Front-matter key → post field, beside the usual ones: ``{"rubrik": "categories"}``."""


@dataclass(frozen=True, slots=True)
class Source:
    """A folder of posts that is indexed under a name."""

    name: str
    path: str
    """Absolute path of the folder."""
    settings: SourceSettings = SourceSettings()


@dataclass(frozen=True, slots=True)
class PostWarning:
    """Something odd in a post that was read all the same."""

    path: str
    """Source name, ``/``, path below the source."""
    problem: str
    action: str
    """What was done about it."""
    line: int | None = None
    """Line of the file, from 1, where it can be told."""

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.problem}; {self.action}"


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file below a source that did not become a post."""

    path: str
    """Source name, ``/``, path below the source."""
    reason: str
    failed: bool
    """True where the file should have been a post (it is unreadable); False where it is left out by rule (a draft)."""


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What a refresh found and did. Counts are posts."""

    new: int = 0
    changed: int = 0
    renamed: int = 0
    """Same content under a new path."""
    removed: int = 0
    unchanged: int = 0
    skipped: tuple[SkippedFile, ...] = ()
    warnings: tuple[PostWarning, ...] = ()
    """Of the posts read in this run; unchanged posts are not read again."""
    seconds: float = 0.0

    @property
    def failed(self) -> tuple[SkippedFile, ...]:
        """The skipped files that should have been posts."""
        return tuple(file for file in self.skipped if file.failed)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a refresh has come."""

    done: int
    """Posts read and indexed so far."""
    total: int
    """Posts to read in this run."""


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


@dataclass(frozen=True, slots=True)
class TimelineBucket:
    """How many posts were published in one stretch of time."""

    start: date
    count: int


class TermCount(NamedTuple):
    """A word or facet value that a clause stands for, and how many posts have it."""

    term: str
    posts: int


@dataclass(frozen=True, slots=True)
class ClauseExplanation:
    """One clause of a query as it was executed: a branch of the tree, or a leaf."""

    meaning: str
    """What it asks for, in words."""
    query: str | None
    """The clause in the query language; None where that has no words for it."""
    posts: int
    """Posts that match it alone."""
    terms: tuple[TermCount, ...] = ()
    """The words or values that a stem, pattern or fuzzy word stands for: those of the most posts first, twenty at
    most."""
    more_terms: int = 0
    """How many it stands for beyond those."""
    start: datetime | None = None
    """For dates: the first moment that is meant; None is open."""
    end: datetime | None = None
    """For dates: the last moment that is meant."""
    clauses: tuple[ClauseExplanation, ...] = ()
    """What it joins."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to leave out of a query that finds nothing."""

    without: tuple[str, ...]
    """The clauses, in the query language; in words where that has none for them."""
    query: str | None
    """What is left, in the query language."""
    posts: int
    """Posts that match what is left."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a query was read and executed, filters included."""

    query: str | None
    """The whole in its canonical spelling; None where the query language has no words for it."""
    tree: ClauseExplanation
    remedies: tuple[Remedy, ...] = ()
    """For a query without hits: what could be left out, the fewest clauses first; five at most."""


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer to a `SearchRequest`."""

    query: str
    """The query as it was given; a tree as Whoosh prints it."""
    total: int
    """Posts that match, counted exactly."""
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Sequence[FacetCount]] = field(default_factory=dict)
    """Count descending, then value. Each facet is counted without its own selection."""
    timeline: tuple[TimelineBucket, ...] = ()
    """Buckets in order of time, without gaps, from the first matching post to the last."""
    relaxed: bool = False
    """Whether posts that lack some of the words are among the hits."""
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


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query that is kept in the index under a name."""

    name: str
    query: str
    saved: datetime
    """When it was saved, with the offset of whoever did."""
    looked: datetime | None
    """When somebody last looked at what is new in it; None before the first time."""
    posts: int | None
    """Posts that match it; None where it cannot be read any more."""
    new: int | None
    """Those that were not seen yet; None where it cannot be read any more."""
    problem: str | None = None
    """Why it cannot be read."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to complete a query that is being typed."""

    text: str
    """What is inserted, in the spelling of the query language: ``author:``, ``"Jane Doe"``, ``procurement``."""
    start: int
    """``query[start:end]`` is what it takes the place of."""
    end: int
    kind: str
    """``field``, ``value`` (of a facet), ``word``, ``date``, ``order`` or ``saved`` (the name of a saved search)."""
    posts: int | None = None
    """Posts that have the value or the word; None where there is nothing to count."""

    def applied(self, query: str) -> str:
        """The query with the suggestion in its place."""
        return query[: self.start] + self.text + query[self.end :]


@dataclass(frozen=True, slots=True)
class SourceStats:
    """A source as the index knows it."""

    name: str
    path: str
    """Absolute path of the folder; empty for posts that come from no file."""
    posts: int


@dataclass(frozen=True, slots=True)
class IndexStats:
    """Size and age of an index."""

    posts: int
    sources: tuple[SourceStats, ...]
    words: int
    """Distinct words as written."""
    bytes: int
    """Size of the index on disk."""
    generation: int
    """Number of commits since the index was created."""
    updated: datetime
    """When the last commit was made, in UTC."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of an index found."""

    posts: int
    segments: int
    """Files that hold posts."""
    faults: tuple[str, ...] = ()
    """What is wrong, one sentence each, with the file and the remedy; none where the index is whole."""
