"""What several plain words add to the scores of the best posts: words near each other, and at the beginning.

Every pair of words is a term of its own, which a post has as often as the two stand near each other, and once more
where they stand side by side in the order of the query; so is every word within the beginning of the body. Only the
best posts are looked at; with kernels only their places are read. The kernel steps through those of each two words;
without it all are sorted into one run, and compared with those a few words on.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from whoosh import query as wq

from .. import native
from ..index.arrays import ranges
from ..index.postings import POST_SHIFT, Ints
from ..index.sizedcache import SizedCache
from ..index.snapshot import Snapshot
from . import parameters
from .matching import Matcher
from .scoring import Bm25f, Scores

MOST_WORDS = 16
"""Words of a query that are compared; a longer one was pasted."""
_WORD_BITS = 4
KEPT = 4 * 2**20
"""Bytes of answers that are kept: for the next page of the same query, and for other facets."""

_Weights = NDArray[np.float64]


class Proximity:
    """Scores for places of words in one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._known: SizedCache[tuple[object, ...], Scores] = SizedCache(KEPT)
        self._bm25f = snapshot.once(Bm25f)

    def scores(self, matcher: Matcher, words: tuple[wq.Query, ...], posts: Ints, listed: int) -> Scores:
        """What the words add in some posts, ascending, the best of so many that are listed; never less than 0."""
        words = words[:MOST_WORDS]
        key = (words, posts.tobytes(), listed)
        known = self._known.get(key)
        if known is None:
            known = self._scores(matcher, words, posts, listed)
            self._known.put(key, known, known.nbytes + posts.nbytes)
        return known

    def _scores(self, matcher: Matcher, words: tuple[wq.Query, ...], posts: Ints, listed: int) -> Scores:
        near, lead = pair_counts([matcher.places(word, posts) for word in words], posts, matcher.body_starts(posts))
        # A pair's posts are counted among those that are looked at, and reckoned up to all that are listed.
        having = np.count_nonzero(near, axis=1) * (listed / len(posts))
        weights = _pair_weights(len(words), parameters.APART, parameters.ADJACENT)
        scores = _saturated(near, self._bm25f.idfs(having) * weights * parameters.NEAR, parameters.PAIR_K1)
        idfs = self._bm25f.idfs(np.array(list(map(matcher.count, words))))
        return (scores + _saturated(lead, idfs * parameters.LEAD, parameters.K1)).astype(np.float32)


@lru_cache(maxsize=MOST_WORDS)
def _pair_weights(count: int, apart: float, adjacent: float) -> _Weights:
    """The weights of all pairs of so many words as near each other, then as side by side."""
    first, second = np.triu_indices(count, 1)
    weights = np.where(second == first + 1, 1.0, apart)
    return np.concatenate([weights, weights * adjacent])


def pair_counts(found: list[Ints], posts: Ints, body_starts: Ints) -> tuple[Ints, Ints]:
    """How often the pairs of words stand near each other in each post, and below, side by side in the order of the
    query: shape (2 * pairs, posts). And how often each word stands at the beginning of the body: shape (words, posts).

    The words are given by their occurrences at least in the posts, and the bodies by their first positions.
    """
    count = len(found)
    pairs = count * (count - 1) // 2
    if native.kernels is not None:
        counts = np.empty((2 * pairs + count, len(posts)), np.int64)
        native.kernels.near(counts, posts, body_starts, parameters.REACH, parameters.LEAD_WORDS, *found)
        return counts[: 2 * pairs], counts[2 * pairs :]
    spots, owners = _places(found, posts)
    return _pairs(spots, owners, count, len(posts)), _at_the_beginning(spots, owners, body_starts, count)


def _places(found: list[Ints], posts: Ints) -> tuple[Ints, Ints]:
    """All occurrences in one run, by where they stand.

    Returns for each its spot (the place of its post among ``posts``, shifted, and its position) and its word.
    """
    bounds = np.concatenate([posts, posts + 1]) << POST_SHIFT
    shifts = (np.arange(len(posts)) - posts) << POST_SHIFT
    parts = []
    for number, packed in enumerate(found):
        low, high = np.searchsorted(packed, bounds).reshape(2, -1)
        spots = packed[ranges(low, high - low)] + np.repeat(shifts, high - low)
        parts.append((spots << _WORD_BITS) | number)
    places = np.sort(np.concatenate(parts))
    return places >> _WORD_BITS, places & (MOST_WORDS - 1)


def _pairs(spots: Ints, words: Ints, count: int, posts: int) -> Ints:
    numbers = np.zeros((count, count), np.int64)
    first, second = np.triu_indices(count, 1)
    numbers[first, second] = numbers[second, first] = np.arange(len(first))
    found = [spots[:0]]
    for step in range(1, len(spots)):
        gaps = spots[step:] - spots[:-step]
        places = np.flatnonzero(gaps <= parameters.REACH)
        if not len(places):
            break
        gap, one, other = gaps[places], words[places], words[places + step]
        cells = numbers[one, other] * posts + (spots[places] >> POST_SHIFT)
        found += [cells[(one != other) & (gap > 0)], cells[(one < other) & (gap == 1)] + len(first) * posts]
    return np.bincount(np.concatenate(found), minlength=2 * len(first) * posts).reshape(-1, posts)


def _at_the_beginning(spots: Ints, words: Ints, body_starts: Ints, count: int) -> Ints:
    rank = spots >> POST_SHIFT
    behind = (spots & ((1 << POST_SHIFT) - 1)) - body_starts[rank]
    lead = (behind >= 0) & (behind < parameters.LEAD_WORDS)
    cells = words[lead] * len(body_starts) + rank[lead]
    return np.bincount(cells, minlength=count * len(body_starts)).reshape(count, -1)


def _saturated(tf: Ints, weights: _Weights, k1: float) -> _Weights:
    """BM25 of several terms in some posts, lengths left out."""
    scores: _Weights = (weights[:, None] * ((k1 + 1) * tf / (tf + k1))).sum(axis=0)
    return scores
