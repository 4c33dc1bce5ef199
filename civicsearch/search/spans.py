"""Stretches of text that match: what `SpanNear` and its like join and compare.

A span is where its first and its last word stand, each packed as in `phrases`. All spans are kept, as Whoosh keeps
them. With kernels they are joined as `spanrows`, and become pairs of a first and a last word where these are asked for.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from .. import native
from ..index.arrays import Mask, distinct, look_up, offsets, ranges, run_starts
from ..index.postings import POST_SHIFT, Ints
from ..language.tokens import PARAGRAPH_GAP
from .spanrows import SpanRows, rows_of, rows_of_words

MOST_PAIRS = 4_000_000
"""Pairs of spans that are joined at once without kernels: some 200 MB."""


class Spans:
    """Spans, each once."""

    __slots__ = ("_pairs", "_rows")

    def __init__(self, starts: Ints, ends: Ints) -> None:
        """Given in the order of their starts, then of their ends."""
        self._pairs: tuple[Ints, Ints] | None = (starts, ends)
        self._rows: SpanRows | None = None

    @classmethod
    def of_rows(cls, rows: SpanRows) -> Spans:
        """Those of rows."""
        made = cls.__new__(cls)
        made._pairs, made._rows = None, rows
        return made

    @property
    def starts(self) -> Ints:
        """Where each begins, ascending."""
        return self._as_pairs()[0]

    @property
    def ends(self) -> Ints:
        """Where each ends."""
        return self._as_pairs()[1]

    @property
    def are_words(self) -> bool:
        """Whether each is known to be a single word."""
        return self._rows is not None and self._rows.bounds is None

    def near(self, other: Spans, slop: int, *, ordered: bool, least: int = 1) -> Spans:
        """Spans over one of each, the second beginning at most ``slop`` words behind the end of the first; 1 is right
        behind it. Without ``ordered`` either may come first. The distance is ``least`` at the least; 0 is overlapping.
        """
        reach = min(slop, PARAGRAPH_GAP)
        if reach < least:
            return NO_SPANS
        if native.kernels is not None and least > 0:
            return Spans.of_rows(self._as_rows().near(other._as_rows(), least, reach, ordered=ordered))
        joined = _joined(self, other, least, reach)
        return joined if ordered else either([joined, _joined(other, self, least, reach)])

    def last_words(self) -> Ints:
        """Where spans end, ascending, each place once."""
        return distinct(self.ends) if self._rows is None else self._rows.ends

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
        starts, ends = self._longest()
        if not len(starts):
            return self
        order = np.lexsort((-ends, starts))
        starts, ends = starts[order], ends[order]
        reach = np.maximum.accumulate(ends)
        longer = np.concatenate([[True], ends[1:] > reach[:-1]])
        return Spans(starts[longer], ends[longer])

    def covered(self, packed: Ints) -> Ints:
        """Those of ascending occurrences that stand within a span."""
        starts, ends = self.outermost()._as_pairs()
        if not len(ends):
            return packed[:0]
        place = np.searchsorted(starts, packed, side="right") - 1
        inside = place >= 0
        inside[inside] = packed[inside] <= ends[place[inside]]
        return packed[inside]

    def _longest(self) -> tuple[Ints, Ints]:
        """Some of the spans as pairs, among them all that lie within no other."""
        return self._as_pairs() if self._rows is None else self._rows.longest()

    def _as_pairs(self) -> tuple[Ints, Ints]:
        if self._pairs is None:
            self._pairs = self._as_rows().pairs()
        return self._pairs

    def _as_rows(self) -> SpanRows:
        if self._rows is None:
            self._rows = rows_of(*self._as_pairs())
        return self._rows


NO_SPANS = Spans(np.zeros(0, np.int64), np.zeros(0, np.int64))


def words_as_spans(packed: Ints) -> Spans:
    """Single words, ascending, as spans."""
    return Spans.of_rows(rows_of_words(packed))


def either(parts: list[Spans]) -> Spans:
    """The spans of all parts."""
    if len(parts) == 1:
        return parts[0]
    if all(part.are_words for part in parts):
        return words_as_spans(distinct(np.concatenate([part.last_words() for part in parts])))
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
    """Joined piece by piece where there are many pairs: those that begin at one word are in one piece, so no span is in
    two."""
    low, counts = _partners(first, second, least, reach)
    before = offsets(counts)
    each = run_starts(first.starts)
    cuts = each[np.searchsorted(before[each], np.arange(MOST_PAIRS, int(before[-1]), MOST_PAIRS), side="right") - 1]
    bounds = distinct(np.concatenate([[0], cuts, [len(counts)]])).tolist()
    pieces = [
        _pairs(Spans(first.starts[start:end], first.ends[start:end]), second, low[start:end], counts[start:end])
        for start, end in pairwise(bounds)
    ]
    return Spans(
        np.concatenate([NO_SPANS.starts, *(piece.starts for piece in pieces)]),
        np.concatenate([NO_SPANS.ends, *(piece.ends for piece in pieces)]),
    )


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
