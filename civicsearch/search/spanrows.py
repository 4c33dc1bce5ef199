"""Spans by the words that they end at: what a kernel joins in time with the words, however many spans there are.

A text that says the same again and again has more spans than words: as many end at one word as words are within reach.
They are a row of bits then, one for each start, and a row is as long as its longest span.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import native
from ..index.arrays import offsets, run_starts
from ..index.postings import Ints

_NONE = np.zeros(0, np.uint64)


class SpanRows(NamedTuple):
    """Occurrence ``n``, packed as in `phrases`, is bit ``n % 64`` of the word ``n // 64``."""

    ends: Ints
    """One a row, ascending."""
    bounds: Ints | None
    """Where the words of each row begin, and last where they end; None where every span is a single word."""
    bits: NDArray[np.uint64]
    """The last word of a row is that of its end, the first has a start."""

    def near(self, other: SpanRows, least: int, reach: int, *, ordered: bool) -> SpanRows:
        """What `Spans.near` gives, by a kernel; the least distance is 1, the greatest 64."""
        rows = len(other.ends) + (0 if ordered else len(self.ends))
        ends, bounds = np.empty(rows, np.int64), np.empty(rows + 1, np.int64)
        bits = np.empty(rows * (self._widest() + other._widest() + 1), np.uint64)  # takes no memory until it is written
        found = native.kernels.near_spans(*self, *other, least, reach, ordered, ends, bounds, bits)  # type: ignore[union-attr]
        used = int(bounds[found])
        return SpanRows(ends[:found], bounds[: found + 1], bits[:used].copy())

    def longest(self) -> tuple[Ints, Ints]:
        """Start and end of the longest span of each row."""
        if self.bounds is None:
            return self.ends, self.ends
        first = self.bits[self.bounds[:-1]]
        lowest = np.log2(first & -first).astype(np.int64)  # of a power of two it is exact
        words = (self.ends >> 6) - np.diff(self.bounds) + 1
        return (words << 6) + lowest, self.ends

    def pairs(self) -> tuple[Ints, Ints]:
        """Start and end of every span, in their order."""
        if self.bounds is None:
            return self.ends, self.ends
        places = np.flatnonzero(np.unpackbits(self.bits.view(np.uint8), bitorder="little"))
        rows = np.repeat(np.arange(len(self.ends)), np.diff(self.bounds))[places >> 6]
        ends = self.ends[rows]
        starts = (((ends >> 6) - self.bounds[rows + 1] + 1 + (places >> 6)) << 6) + (places & 63)
        order = np.lexsort((ends, starts))
        return starts[order], ends[order]

    def _widest(self) -> int:
        return 1 if self.bounds is None else int(np.diff(self.bounds).max(initial=1))


def rows_of_words(packed: Ints) -> SpanRows:
    """Single words, ascending."""
    return SpanRows(packed, None, _NONE)


def rows_of(starts: Ints, ends: Ints) -> SpanRows:
    """Any spans."""
    if not len(ends):
        return rows_of_words(ends)
    order = np.lexsort((starts, ends))
    starts, ends = starts[order], ends[order]
    first = run_starts(ends)
    words, lowest = starts >> 6, starts[first] >> 6
    bounds = offsets((ends[first] >> 6) - lowest + 1)
    places = words + np.repeat(bounds[:-1] - lowest, np.diff(first, append=len(ends)))
    bits = np.zeros(int(bounds[-1]), np.uint64)
    runs = run_starts(places)
    bits[places[runs]] = np.bitwise_or.reduceat(np.uint64(1) << (starts & 63).astype(np.uint64), runs)
    return SpanRows(ends[first], bounds, bits)
