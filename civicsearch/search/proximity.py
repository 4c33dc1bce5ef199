"""What several plain words add to the scores of the best posts: words near each other, and at the beginning.

Every pair of words is a term of its own, which a post has as often as the two stand near each other, and once more
where they stand side by side in the order of the query; so is every word within the beginning of the body. Only the
best posts are looked at: their places are read, sorted into one run, and compared with those a few words on.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from whoosh import query as wq

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
        count = len(words)
        spots, owners = _places([matcher.places(word, posts) for word in words], posts)
        pairs, weights = _pair_weights(count, parameters.APART, parameters.ADJACENT)
        tf = _pairs(spots, owners, pairs, len(posts))
        # A pair's posts are counted among those that are looked at, and reckoned up to all that are listed.
        having = np.count_nonzero(tf, axis=1) * (listed / len(posts))
        scores = _saturated(tf, self._bm25f.idfs(having) * weights * parameters.NEAR, parameters.PAIR_K1)
        lead = _at_the_beginning(spots, owners, matcher.body_starts(posts), count, len(posts))
        idfs = self._bm25f.idfs(np.array(list(map(matcher.count, words))))
        return (scores + _saturated(lead, idfs * parameters.LEAD, parameters.K1)).astype(np.float32)


@lru_cache(maxsize=MOST_WORDS)
def _pair_weights(count: int, apart: float, adjacent: float) -> tuple[Ints, _Weights]:
    """The number of each pair of so many words: shape (words, words). And the weights of all pairs as near each other,
    then as side by side."""
    numbers = np.zeros((count, count), np.int64)
    first, second = np.triu_indices(count, 1)
    numbers[first, second] = numbers[second, first] = np.arange(len(first))
    weights = np.where(second == first + 1, 1.0, apart)
    return numbers, np.concatenate([weights, weights * adjacent])


def _places(found: list[Ints], posts: Ints) -> tuple[Ints, Ints]:
    """All occurrences in one run, by where they stand.

    Returns for each its spot (the place of its post among ``posts``, shifted, and its position) and its word.
    """
    bounds = np.concatenate([posts, posts + 1]) << POST_SHIFT
    parts = []
    for number, packed in enumerate(found):
        low, high = np.searchsorted(packed, bounds).reshape(2, -1)
        counts = high - low
        rank = np.repeat(np.arange(len(posts)) - posts, counts)
        parts.append(((packed[ranges(low, counts)] + (rank << POST_SHIFT)) << _WORD_BITS) | number)
    places = np.sort(np.concatenate(parts))
    return places >> _WORD_BITS, places & (MOST_WORDS - 1)


def _pairs(spots: Ints, words: Ints, pairs: Ints, posts: int) -> Ints:
    """How often the two words of each pair stand near each other in each post, and below, side by side in the order of
    the query: shape (2 * pairs, posts). ``pairs`` has the number of each pair."""
    count = len(pairs) * (len(pairs) - 1) // 2
    found = [spots[:0]]
    for step in range(1, len(spots)):
        gaps = spots[step:] - spots[:-step]
        places = np.flatnonzero(gaps <= parameters.REACH)
        if not len(places):
            break
        gap, one, other = gaps[places], words[places], words[places + step]
        cells = pairs[one, other] * posts + (spots[places] >> POST_SHIFT)
        found += [cells[(one != other) & (gap > 0)], cells[(one < other) & (gap == 1)] + count * posts]
    return np.bincount(np.concatenate(found), minlength=2 * count * posts).reshape(2 * count, posts)


def _at_the_beginning(spots: Ints, words: Ints, body_starts: Ints, count: int, posts: int) -> Ints:
    """How often each word stands at the beginning of the body, in each post: shape (words, posts)."""
    rank = spots >> POST_SHIFT
    behind = (spots & ((1 << POST_SHIFT) - 1)) - body_starts[rank]
    lead = (behind >= 0) & (behind < parameters.LEAD_WORDS)
    cells = words[lead] * posts + rank[lead]
    return np.bincount(cells, minlength=count * posts).reshape(count, posts)


def _saturated(tf: Ints, weights: _Weights, k1: float) -> _Weights:
    """BM25 of several terms in some posts, lengths left out."""
    scores: _Weights = (weights[:, None] * ((k1 + 1) * tf / (tf + k1))).sum(axis=0)
    return scores
