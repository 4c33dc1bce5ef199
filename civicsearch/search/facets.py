"""Counts of facet values and the timeline, by whole arrays over the matching posts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..errors import UsageError
from ..index.facettable import FacetTable
from ..index.postings import Ints
from ..index.snapshot import Snapshot
from ..models import FACETS, FacetRequest, TimelineBucket
from ..models.facetcounts import FacetCount, FacetCounts


def count_facets(snapshot: Snapshot, facets: Sequence[FacetRequest], posts: Ints) -> list[FacetCounts]:
    """The values of some facets among these posts, in which none of them is selected."""
    if not facets:
        return []
    table = _table(snapshot, facets)
    found = [
        FacetCounts(view.sorted_labels, places, counts)
        for view, (places, counts) in zip(table.views, table.ranked(posts), strict=True)
    ]
    return [
        counts if facet.limit is None else counts[: facet.limit] for facet, counts in zip(facets, found, strict=True)
    ]


def count_selected(snapshot: Snapshot, facet: FacetRequest, posts: Ints, selected: set[str]) -> FacetCounts:
    """The values of a facet among the posts that match without its selection; selected values are always there."""
    table = _table(snapshot, [facet])
    view, counts = table.views[0], table.counts(posts)[0]
    marked = frozenset(place for place in map(view.rank, selected) if place is not None)
    unknown = tuple(FacetCount(key, 0, True) for key in sorted(selected) if view.rank(key) is None)
    places, ordered = (found[: facet.limit] for found in table.rank(counts)[0])
    listed = places.tolist()
    if missing := marked.difference(listed):
        listed = sorted([*listed, *missing], key=lambda place: (-counts[place], place))
        places, ordered = np.array(listed, np.int64), counts[listed]
    return FacetCounts(view.sorted_labels, places, ordered, marked, unknown)


def _table(snapshot: Snapshot, facets: Sequence[FacetRequest]) -> FacetTable:
    return snapshot.facet_table(tuple([facet.field for facet in facets]))


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
