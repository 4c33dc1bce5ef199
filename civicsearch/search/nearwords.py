"""Words of the index that are spelt nearly as a given one.

Comparing a word with a million others letter by letter takes a second. Nearly all are ruled out by two numbers that
whole arrays are compared by: how long they are, and which letters they have.
"""

from __future__ import annotations

from collections import Counter
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from ..index.segment import Segment
from ..index.snapshot import Snapshot
from .typingcosts import typing_costs
from .wordcounts import postings_of


class NearWords:
    """Finds near words of one snapshot. To be had by ``snapshot.once``."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._parts = [_part(segment) for segment in snapshot.segments]

    def near(self, folded: str, most: float) -> list[tuple[str, float, int]]:
        """Folded words that may have been meant by a folded word: each with what typing that for it costs, at most
        ``most``, and about how many posts have it (removed posts included, spellings added up)."""
        posts: Counter[str] = Counter()
        for part in self._parts:
            part.add_near(folded, int(most / _CHEAPEST), posts)
        posts.pop(folded, None)
        words = sorted(posts)
        costs = typing_costs(folded, words)
        return [(words[at], float(costs[at]), posts[words[at]]) for at in np.flatnonzero(costs <= most).tolist()]


_CHEAPEST = 0.6
"""What an edit costs at least: bounds how many there can be."""


class _Part:
    """The words of one segment; it keeps 24 bytes a word."""

    def __init__(self, segment: Segment) -> None:
        self._lexicon = segment.lexicon
        letters, self._lengths = self._lexicon.fold_bytes()
        self._posts = postings_of(segment, range(len(self._lengths)))
        starts = np.cumsum(self._lengths) - self._lengths
        bits = _BITS[letters]
        self._bits = np.bitwise_or.reduceat(bits, starts) if len(bits) else np.zeros(0, np.uint64)

    def add_near(self, folded: str, edits: int, posts: Counter[str]) -> None:
        """Count the words that can be this far away: each edit brings at most one letter in and takes one out."""
        encoded = folded.encode()
        # A letter beyond ASCII is several bytes, and changes as many.
        reach = edits if folded.isascii() else edits * 2
        wanted = np.bitwise_or.reduce(_BITS[np.frombuffer(encoded, np.uint8)])
        fitting = np.flatnonzero(np.abs(self._lengths - len(encoded)) <= reach)
        bits = self._bits[fitting]
        fitting = fitting[(np.bitwise_count(bits & ~wanted) <= reach) & (np.bitwise_count(~bits & wanted) <= reach)]
        for place, count in zip(fitting.tolist(), self._posts[fitting].tolist(), strict=True):
            (word,) = self._lexicon.folds(range(place, place + 1))
            posts[word] += count


_parts: WeakKeyDictionary[Segment, _Part] = WeakKeyDictionary()


def _part(segment: Segment) -> _Part:
    """The words of a segment, worked out once for all generations that have it: 3 ms for 100,000 posts."""
    known = _parts.get(segment)
    if known is None:
        known = _parts[segment] = _Part(segment)
    return known


_BITS: NDArray[np.uint64] = np.uint64(1) << (np.arange(256, dtype=np.uint64) & np.uint64(63))
"""Byte → one of 64 bits; letters of ASCII each have their own."""
