"""Stretches of text that match: what `SpanNear` joins.

A span is where its first and its last word stand, each packed as in `phrases`. Of spans that end at one word only the
shortest is kept, as with minimal intervals (Clarke, Cormack and Burkowski, "An algebra for structured text search",
1995); so there are never more spans than words, however a text repeats itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..index.arrays import ranges
from ..index.postings import Ints
from ..language.tokens import PARAGRAPH_GAP


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans in the order of their ends, each end once."""

    starts: Ints
    ends: Ints

    def near(self, other: Spans, slop: int, *, ordered: bool) -> Spans:
        """Spans over one of each, the second beginning at most ``slop`` words behind the end of the first; 1 is right
        behind it. Without ``ordered`` either may come first."""
        reach = min(slop, PARAGRAPH_GAP)
        joined = _joined(self, other, reach)
        return joined if ordered else either([joined, _joined(other, self, reach)])

    def covered(self, packed: Ints) -> Ints:
        """Those of ascending occurrences that stand within a span."""
        if not len(self.ends):
            return packed[:0]
        order = np.argsort(self.starts, kind="stable")
        reach = np.maximum.accumulate(self.ends[order])
        place = np.searchsorted(self.starts[order], packed, side="right") - 1
        inside = place >= 0
        inside[inside] = packed[inside] <= reach[place[inside]]
        return packed[inside]


def words_as_spans(packed: Ints) -> Spans:
    """Single words as spans."""
    return Spans(packed, packed)


def either(parts: list[Spans]) -> Spans:
    """The spans of all parts."""
    return _shortest(np.concatenate([part.starts for part in parts]), np.concatenate([part.ends for part in parts]))


def _joined(first: Spans, second: Spans, reach: int) -> Spans:
    order = np.argsort(second.starts, kind="stable")
    starts, ends = second.starts[order], second.ends[order]
    low = np.searchsorted(starts, first.ends, side="right")
    counts = np.searchsorted(starts, first.ends + reach, side="right") - low
    return _shortest(np.repeat(first.starts, counts), ends[ranges(low, counts)])


def _shortest(starts: Ints, ends: Ints) -> Spans:
    order = np.lexsort((-starts, ends))
    starts, ends = starts[order], ends[order]
    first = np.ones(len(ends), bool)
    first[1:] = ends[1:] != ends[:-1]
    return Spans(starts[first], ends[first])
