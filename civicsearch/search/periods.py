"""Stretches of time of one length: the buckets of a timeline, the periods of a trend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from ..errors import UsageError
from ..index.columns import months
from ..index.postings import Ints
from ..index.snapshot import Snapshot
from ..models import TIMELINES

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_MOST_MONTHS = 36
_MOST_YEARS = 10_000
_MOST_QUARTERS = 40
"""Up to three years ``auto`` is months, up to ten quarters, beyond years."""


@dataclass(frozen=True, slots=True)
class Periods:
    """Neighbouring years, quarters or months. They are numbered from January 1970."""

    width: str
    first: int
    count: int

    def starts(self) -> Iterator[date]:
        """The first day of each."""
        step = _MONTHS[self.width]
        for number in range(self.first * step, (self.first + self.count) * step, step):
            yield date(1970 + number // 12, number % 12 + 1, 1)

    def counts(self, found: Ints) -> list[int]:
        """How many of some months, as `dated_months` has them, lie in each."""
        counted: list[int] = np.bincount(found // _MONTHS[self.width] - self.first, minlength=self.count).tolist()
        return counted


def dated_months(snapshot: Snapshot, posts: Ints) -> Ints:
    """The months since January 1970 of those of some posts that have a date."""
    return months(snapshot.dates[posts[snapshot.dated()[posts]]]).astype(np.int64)


def periods_over(found: Ints, width: str) -> Periods:
    """The periods from the first to the last of some months; ``auto`` chooses their length from the span.

    Raises `UsageError` for an unknown width.
    """
    if width not in TIMELINES:
        raise UsageError(f"{width}: there is no such timeline; choose one of {', '.join(TIMELINES)}")
    if not len(found):
        return Periods("year" if width == "auto" else width, 0, 0)
    first, last = int(found.min()), int(found.max())
    if last - first > _MOST_YEARS * 12:
        raise ValueError("a date of the index lies beyond all calendars")
    chosen = _chosen_width(last - first + 1) if width == "auto" else width
    step = _MONTHS[chosen]
    return Periods(chosen, first // step, last // step - first // step + 1)


def _chosen_width(span: int) -> str:
    if span <= _MOST_MONTHS:
        return "month"
    return "quarter" if span <= _MOST_QUARTERS * 3 else "year"
