"""What is answered beside searches: where a query matches in a post, what is saved, how a query may go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class PostMatches:
    """Where a query matches within one post: stretches as ``(start, end)`` of characters, in order."""

    title: tuple[tuple[int, int], ...] = ()
    summary: tuple[tuple[int, int], ...] = ()
    text: tuple[tuple[int, int], ...] = ()


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
