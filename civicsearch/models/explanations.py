"""How a query was read, and what each part of it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


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
    """Where no post has everything: what could be left out, the fewest clauses first; five at most."""
    synonyms: tuple[ClauseExplanation, ...] = ()
    """What was searched beside the words typed, for a file of synonyms."""
    relaxed: int = 0
    """Posts that are listed beyond those of the tree, as they have at least half of the plain words."""
