"""How often something was written about, period by period."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from whoosh.query import Query

Z = 1.959964
"""How many standard deviations around the mean hold 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class TrendsRequest:
    """Several queries whose trends are wanted side by side."""

    queries: tuple[str | Query, ...]
    """Each is a query as in `SearchRequest`."""
    by: str = "auto"
    """One of `TIMELINES`: how long a period is."""
    where: str | Query = ""
    """Only posts that match this are looked at; shares are shares of them."""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Facet → selected values, likewise."""
    synonyms: bool = True
    """Whether the synonyms of the settings are searched too."""
    timeout: float | None = None
    """Seconds after which it gives up with `SearchStoppedError`; None is as long as it takes."""
    cancelled: Callable[[], bool] | None = field(default=None, compare=False, repr=False)
    """Asked between two steps, in the thread of the caller; once it says yes, it gives up likewise."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One query in one period."""

    start: date
    """The first day of the period."""
    count: int
    """Posts of the period that match."""
    posts: int
    """Posts of the period that were looked at."""

    @property
    def share(self) -> float | None:
        """``count / posts``, 0 to 1; None for a period without posts, of which nothing can be said."""
        return self.count / self.posts if self.posts else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares the true one lies, with 95 % confidence, had the posts been drawn from many like them.

        Wilson's score interval ("Probable inference, the law of succession, and statistical inference", 1927): of few
        posts it is wide, and it never leaves 0 to 1.
        """
        if not self.posts:
            return None
        share, square = self.count / self.posts, Z * Z / self.posts
        middle = (share + square / 2) / (1 + square)
        half = Z / (1 + square) * math.sqrt((share * (1 - share) + square / 4) / self.posts)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Trend:
    """One query over time."""

    query: str
    """The query as it was given; a tree as Whoosh prints it."""
    total: int
    """Posts that match, also those without a date."""
    points: tuple[TrendPoint, ...]
    """One for each period, in order of time and without gaps; the periods are those of all trends of a request."""


@dataclass(frozen=True, slots=True)
class Trends:
    """The answer to a `TrendsRequest`."""

    by: str
    """``year``, ``quarter`` or ``month``."""
    trends: tuple[Trend, ...]
    """In the order of the queries."""
    posts: int
    """Posts that were looked at."""
    undated: int
    """Those of them without a date: they are in no period."""
    notes: tuple[str, ...] = ()
    """What a reader should know: words read as text, an expansion cut short."""
    took_ms: float = 0.0
