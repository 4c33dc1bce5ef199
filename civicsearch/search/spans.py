"""Stretches of text that match: what `SpanNear` and its like join and compare.

A span is where its first and its last word stand, each packed as in `phrases`. All spans are kept, as Whoosh keeps
them, unless a text repeats itself so often that they would not fit; then only the shortest that ends at each word, as
with minimal intervals (Clarke, Cormack and Burkowski, "An algebra for structured text search", 1995).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..index.arrays import Mask, distinct, look_up, offsets, ranges, run_starts
from ..index.postings import POST_SHIFT, Ints
from ..language.tokens import PARAGRAPH_GAP

MOST_PAIRS = 4_000_000
"""Pairs of spans that are joined at once: some 200 MB."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans in the order of their starts, then of their ends, each once."""

    starts: Ints
    ends: Ints

    def near(self, other: Spans, slop: int, *, ordered: bool, least: int = 1) -> Spans:
        """Spans over one of each, the second beginning at most ``slop`` words behind the end of the first; 1 is right
        behind it. Without ``ordered`` either may come first. The distance is ``least`` at the least; 0 is overlapping.
        """
        reach = min(slop, PARAGRAPH_GAP)
        joined = _joined(self, other, least, reach)
        return joined if ordered else either([joined, _joined(other, self, least, reach)])

    def last_words(self) -> Ints:
        """Where spans end, ascending, each place once."""
        return distinct(self.ends)

    def posts(self) -> Ints:
        """The post of each span."""
        return self.starts >> POST_SHIFT

    def among(self, wanted: Mask) -> Spans:
        """Some of the spans; one entry a span."""
        return Spans(self.starts[wanted], self.ends[wanted])

    def clear_of(self, other: Spans) -> Spans:
        """The spans that overlap none of the other."""
        if not len(other.starts):
            return self
        before_end = np.searchsorted(other.starts, self.ends, side="right")
        reach = np.maximum.accumulate(other.ends)[before_end - 1]
        return self.among((before_end == 0) | (reach < self.starts))

    def containing(self, other: Spans) -> Spans:
        """The spans within which one of the other lies."""
        if not len(other.starts):
            return self.among(np.zeros(len(self.starts), bool))
        behind_start = np.searchsorted(other.starts, self.starts)
        nearest = np.minimum.accumulate(other.ends[::-1])[::-1]
        some = behind_start < len(nearest)
        some[some] = nearest[behind_start[some]] <= self.ends[some]
        return self.among(some)

    def before(self, other: Spans) -> Spans:
        """The spans that end before the first of the other in their post begins."""
        owners = other.posts()
        first = run_starts(owners)
        if not len(first):
            return self.among(np.zeros(len(self.starts), bool))
        place, same_post = look_up(self.posts(), owners[first])
        return self.among(same_post & (self.ends < other.starts[first][place]))

    def outermost(self) -> Spans:
        """The spans that lie within no other."""
        if not len(self.starts):
            return self
        order = np.lexsort((-self.ends, self.starts))
        starts, ends = self.starts[order], self.ends[order]
        reach = np.maximum.accumulate(ends)
        longer = np.concatenate([[True], ends[1:] > reach[:-1]])
        return Spans(starts[longer], ends[longer])

    def covered(self, packed: Ints) -> Ints:
        """Those of ascending occurrences that stand within a span."""
        if not len(self.ends):
            return packed[:0]
        place = np.searchsorted(self.starts, packed, side="right") - 1
        inside = place >= 0
        inside[inside] = packed[inside] <= np.maximum.accumulate(self.ends)[place[inside]]
        return packed[inside]

    def _shortest(self) -> Spans:
        """Of the spans that end at one word the shortest."""
        order = np.lexsort((-self.starts, self.ends))
        starts, ends = self.starts[order], self.ends[order]
        first = run_starts(ends)
        return _sorted(starts[first], ends[first])


NO_SPANS = Spans(np.zeros(0, np.int64), np.zeros(0, np.int64))


def words_as_spans(packed: Ints) -> Spans:
    """Single words, ascending, as spans."""
    return Spans(packed, packed)


def either(parts: list[Spans]) -> Spans:
    """The spans of all parts."""
    if len(parts) == 1:
        return parts[0]
    return _sorted(
        np.concatenate([NO_SPANS.starts, *(part.starts for part in parts)]),
        np.concatenate([NO_SPANS.ends, *(part.ends for part in parts)]),
    )


def melted(parts: list[Spans]) -> Spans:
    """The spans of all parts, those that overlap or touch melted into one; as in Whoosh, one part stays as it is."""
    spans = either(parts)
    if len(parts) < 2 or not len(spans.starts):
        return spans
    reach = np.maximum.accumulate(spans.ends)
    first = np.flatnonzero(np.concatenate([[True], spans.starts[1:] > reach[:-1] + 1]))
    return Spans(spans.starts[first], reach[np.append(first[1:], len(reach)) - 1])


def _joined(first: Spans, second: Spans, least: int, reach: int) -> Spans:
    low, counts = _partners(first, second, least, reach)
    if int(counts.sum()) > MOST_PAIRS:
        return _shortest_joined(first._shortest(), second._shortest(), least, reach)
    return _pairs(first, second, low, counts)


def _shortest_joined(first: Spans, second: Spans, least: int, reach: int) -> Spans:
    low, counts = _partners(first, second, least, reach)
    before = offsets(counts)
    cuts = np.searchsorted(before, np.arange(0, int(before[-1]) + MOST_PAIRS, MOST_PAIRS)).tolist()
    found = NO_SPANS
    for start, end in pairwise(cuts):
        piece = Spans(first.starts[start:end], first.ends[start:end])
        found = either([found, _pairs(piece, second, low[start:end], counts[start:end])])._shortest()
    return found


def _partners(first: Spans, second: Spans, least: int, reach: int) -> tuple[Ints, Ints]:
    """For each span the place of its first partner in the second, and how many it has."""
    earliest = first.ends + least if least > 0 else first.starts
    low = np.searchsorted(second.starts, earliest)
    return low, np.maximum(np.searchsorted(second.starts, first.ends + reach, side="right") - low, 0)


def _pairs(first: Spans, second: Spans, low: Ints, counts: Ints) -> Spans:
    ends = second.ends[ranges(low, counts)]
    return _sorted(np.repeat(first.starts, counts), np.maximum(ends, np.repeat(first.ends, counts)))


def _sorted(starts: Ints, ends: Ints) -> Spans:
    later = (starts[1:] > starts[:-1]) | ((starts[1:] == starts[:-1]) & (ends[1:] > ends[:-1]))
    if later.all():
        return Spans(starts, ends)
    order = np.lexsort((ends, starts))
    starts, ends = starts[order], ends[order]
    each = run_starts(starts, ends)
    return Spans(starts[each], ends[each])
