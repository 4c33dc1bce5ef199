"""The words around each match."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from whoosh.query import Query


@dataclass(frozen=True, slots=True)
class ConcordanceRequest:
    """Matches that are wanted with the words around them."""

    query: str | Query
    """What is looked for, as in `SearchRequest`: a word, phrase, pattern, or several. Every word of it is a
    match, those that stand beside each other are one, as a phrase is; what filters has no matches."""
    where: str | Query = ""
    """Only matches in posts that match this too."""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Facet → selected values, likewise."""
    sort: str = "-date"
    """One of `CONCORDANCE_SORTS`."""
    limit: int = 20
    """Lines at most; 0 counts only."""
    offset: int = 0
    context: int = 80
    """Characters on each side of a match at most, 0 to 1,000."""
    neighbours: int = 0
    """How many of the words that stand around the matches are wanted."""
    timeout: float | None = None
    """Seconds after which it gives up with `SearchStoppedError`; None is as long as it takes."""
    cancelled: Callable[[], bool] | None = field(default=None, compare=False, repr=False)
    """Asked between two steps, in the thread of the caller; once it says yes, it gives up likewise."""


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """One match in its context: ``left + match + right`` is a stretch of one paragraph, on one line."""

    id: str
    """The post's."""
    title: str
    date: date | datetime | None
    part: str
    """Where the match stands: ``title``, ``summary`` or ``body``."""
    left: str
    """What stands before, with the space at its end; cut between words."""
    match: str
    """As written in the post; of one longer than 200 characters the beginning, and ``…``."""
    right: str
    """What stands behind, with the space or sign at its beginning; cut between words."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A word that stands around matches, at most five words away in the same paragraph."""

    word: str
    """Without case."""
    count: int
    """How often it stands there."""
    left: int
    """How often before a match."""
    right: int
    """How often behind one."""
    score: float
    """How much more often than elsewhere in the same posts: Dunning's log-likelihood ratio; beyond 10.83 chance gives
    it once in a thousand."""


@dataclass(frozen=True, slots=True)
class Concordance:
    """The answer to a `ConcordanceRequest`."""

    query: str
    """The query as it was given; a tree as Whoosh prints it."""
    total: int
    """Matches, counted exactly."""
    posts: int
    """Posts that they stand in."""
    lines: tuple[ConcordanceLine, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    """The highest score first. Only words that stand around matches more often than elsewhere."""
    notes: tuple[str, ...] = ()
    """What a reader should know: words read as text, an order or a count over a part of the matches only."""
    took_ms: float = 0.0
