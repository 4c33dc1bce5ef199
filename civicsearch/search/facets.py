"""Counts of facet values and the timeline, by whole arrays over the matching posts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..errors import UsageError
from ..index.facettable import FacetTable
from ..index.facetview import FacetView
from ..index.postings import Ints
from ..index.snapshot import Snapshot
from ..models import FACETS, FacetRequest, TimelineBucket
from ..models.facetcounts import FacetCount, FacetCounts


def count_facets(snapshot: Snapshot, facets: Sequence[FacetRequest], posts: Ints) -> list[FacetCounts]:
    """The values of some facets among these posts, in which none of them is selected."""
    if not facets:
        return []
    table = _table(snapshot, facets)
    return [
        _listed(snapshot.facet(facet.field), counts, facet.limit)
        for facet, counts in zip(facets, table.counts(posts), strict=True)
    ]


def count_selected(snapshot: Snapshot, facet: FacetRequest, posts: Ints, selected: set[str]) -> FacetCounts:
    """The values of a facet among the posts that match without its selection; selected values are always there."""
    view = snapshot.facet(facet.field)
    counts = _table(snapshot, [facet]).counts(posts)[0]
    marked = frozenset(place for place in map(view.rank, selected) if place is not None)
    unknown = tuple(FacetCount(key, 0, True) for key in sorted(selected) if view.rank(key) is None)
    return _listed(view, counts, facet.limit, marked, unknown)


def _listed(
    view: FacetView,
    counts: Ints,
    limit: int | None,
    selected: frozenset[int] = frozenset(),
    unknown: tuple[FacetCount, ...] = (),
) -> FacetCounts:
    """Count descending, then value."""
    places = _descending(counts)[:limit]
    if selected and (missing := selected.difference(places.tolist())):
        listed = [*places.tolist(), *missing]
        places = np.array(sorted(listed, key=lambda place: (-counts[place], place)), np.int64)
    return FacetCounts(view.sorted_labels, places.tolist(), counts[places].tolist(), selected, unknown)


def _descending(counts: Ints) -> Ints:
    """The places of the counts that are not 0, largest first, equal ones in order.

    Count and place make one number to sort: 10 µs for 2,000 values, where a stable sort of places takes 29.
    """
    places = counts.nonzero()[0]
    keys = places - counts[places] * len(counts)
    keys.sort()
    order: Ints = keys % max(1, len(counts))
    return order


def _table(snapshot: Snapshot, facets: Sequence[FacetRequest]) -> FacetTable:
    return snapshot.facet_table(tuple(facet.field for facet in facets))


def check_facet(name: str) -> None:
    """Raises `UsageError`, with the nearest name, where there is no such facet."""
    if name not in FACETS:
        from difflib import get_close_matches

        close = get_close_matches(name, FACETS, n=1)
        hint = f"did you mean {close[0]}?" if close else f"the facets are {', '.join(FACETS)}"
        raise UsageError(f"{name}: there is no such facet; {hint}")


def timeline(snapshot: Snapshot, posts: Ints, width: str) -> tuple[TimelineBucket, ...]:
    """How many of these posts were published when; posts without a date are left out.

    Raises `UsageError` for an unknown width.
    """
    from .periods import dated_months, periods_over  # few searches ask for a timeline

    found = dated_months(snapshot, posts)
    periods = periods_over(found, width)
    return tuple(map(TimelineBucket, periods.starts(), periods.counts(found)))
