"""How many posts of each period match, for several queries side by side."""

from __future__ import annotations

import time

from whoosh import query as wq

from ..errors import UsageError
from ..index.arrays import marked
from ..index.postings import Ints
from ..index.snapshot import Snapshot
from ..models.trends import Trend, TrendPoint, Trends, TrendsRequest
from ..query.notes import quoted
from ..query.synonyms import NO_SYNONYMS, Synonyms
from ..stopping import Stop, stop_of
from .matching import Matcher
from .narrowing import narrowed
from .periods import dated_months, periods_over
from .reading import Saved, read_query

MOST_QUERIES = 100


def trends(snapshot: Snapshot, request: TrendsRequest, saved: Saved, synonyms: Synonyms = NO_SYNONYMS) -> Trends:
    """Count each query in each period. Periods reach from the first to the last post that is looked at.

    Raises `QueryError` for a query that cannot be read, `SearchStoppedError` where the request says to stop, and
    `UsageError` for none or too many, an unknown period, or a filter value that cannot be.
    """
    started = time.perf_counter()
    if not 0 < len(request.queries) <= MOST_QUERIES:
        raise UsageError(f"{len(request.queries)} queries: trends are of 1 to {MOST_QUERIES} queries")
    stop = stop_of(request.timeout, request.cancelled)
    counting = _Counting(snapshot, saved, synonyms if request.synonyms else NO_SYNONYMS, stop)
    looked_at = narrowed(snapshot, request.where, request.filters, saved, stop)
    found = [counting.matching(query, looked_at.posts) for query in request.queries]
    stop()
    dated = dated_months(snapshot, looked_at.posts)
    periods = periods_over(dated, request.by)
    starts, posts = list(periods.starts()), periods.counts(dated)
    return Trends(
        periods.width,
        tuple(
            Trend(
                query if isinstance(query, str) else repr(query),
                len(matching),
                tuple(map(TrendPoint, starts, periods.counts(dated_months(snapshot, matching)), posts)),
            )
            for query, matching in zip(request.queries, found, strict=True)
        ),
        len(looked_at.posts),
        len(looked_at.posts) - len(dated),
        (*looked_at.notes, *counting.notes),
        (time.perf_counter() - started) * 1000,
    )


class _Counting:
    def __init__(self, snapshot: Snapshot, saved: Saved, synonyms: Synonyms, stop: Stop) -> None:
        self._snapshot = snapshot
        self._saved = saved
        self._synonyms = synonyms
        self._stop = stop
        self.notes: list[str] = []

    def matching(self, query: str | wq.Query, among: Ints) -> Ints:
        """Those of some posts that match a query."""
        asked = read_query(query, self._saved)
        widened = self._synonyms.widen(asked.tree, self._snapshot.languages)
        matcher = Matcher(self._snapshot, self._stop)
        posts = matcher.match(widened.tree).posts
        self.notes += [*asked.notes, *matcher.notes]
        if widened.also:
            self.notes.append(f"also counted {', '.join(map(quoted, widened.also))}")
        return posts[marked(among, self._snapshot.numbers)[posts]]
