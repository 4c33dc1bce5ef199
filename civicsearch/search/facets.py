"""Counts of facet values and the timeline, by whole arrays over the matching posts."""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import repeat

import numpy as np

from ..errors import UsageError
from ..index.columns import months
from ..index.postings import Ints
from ..index.snapshot import Snapshot
from ..models import FACETS, TIMELINES, FacetCount, TimelineBucket

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_MOST_MONTHS = 36
_MOST_YEARS = 10_000
_MOST_QUARTERS = 40
"""Up to three years a timeline goes by months, up to ten by quarters, beyond by years."""


def facet_counts(
    snapshot: Snapshot, name: str, posts: Ints, selected: set[str], limit: int | None
) -> tuple[FacetCount, ...]:
    """The values of a facet among these posts, count descending, then value; selected values always.

    Raises `UsageError` for an unknown facet.
    """
    check_facet(name)
    view = snapshot.facet(name)
    counts = view.counts(posts)[view.by_label]
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)][:limit]
    labels, found = view.sorted_labels, counts[order].tolist()
    if not selected:
        return tuple(map(_make_count, zip([labels[place] for place in order.tolist()], found, repeat(False))))
    listed = set(order.tolist())
    marked = {place for place in map(view.place, selected) if place is not None}
    places = sorted(listed | marked, key=lambda place: (-counts[place], place))
    known = [FacetCount(labels[place], int(counts[place]), place in marked) for place in places]
    return (*known, *(FacetCount(key, 0, True) for key in sorted(selected) if view.place(key) is None))


_make_count = partial(tuple.__new__, FacetCount)
"""Makes a `FacetCount` in 0.1 µs; calling the class takes 0.4, and a search may give thousands."""


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
    if width not in TIMELINES:
        raise UsageError(f"{width}: there is no such timeline; choose one of {', '.join(TIMELINES)}")
    found = months(snapshot.dates[posts[snapshot.dated()[posts]]]).astype(np.int64)
    if not len(found):
        return ()
    first, last = int(found.min()), int(found.max())
    if last - first > _MOST_YEARS * 12:
        raise ValueError("a date of the index lies beyond all calendars")
    step = _MONTHS[_chosen_width(last - first + 1) if width == "auto" else width]
    counts = np.bincount(found // step - first // step)
    start = first // step * step
    return tuple(
        TimelineBucket(date(1970 + (start + place * step) // 12, (start + place * step) % 12 + 1, 1), int(count))
        for place, count in enumerate(counts)
    )


def _chosen_width(span: int) -> str:
    if span <= _MOST_MONTHS:
        return "month"
    return "quarter" if span <= _MOST_QUARTERS * 3 else "year"
