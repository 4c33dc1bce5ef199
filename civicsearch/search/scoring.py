"""BM25F: how much a post says about a term.

Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (CIKM 2004), with each part of a
post normalised by its own mean length.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from .. import native
from ..index.arrays import look_up
from ..index.postings import Ints, TermPostings
from ..index.sizedcache import SizedCache
from ..index.snapshot import Snapshot
from . import parameters

SCORES_IN_MEMORY = 32 * 2**20
"""Bytes of scores that are kept: those of the terms that were asked for last."""
_TITLE, _SUMMARY, _BODY = range(3)
_FEW = 4
"""How many times fewer posts of a term have to be asked for to score only them."""
_RARE = 16
"""How many times fewer than all posts have a term for which weighing only them is worth while."""

Scores = NDArray[np.float32]
Scorer = Callable[[Ints | None], Scores]
"""The scores of the posts at some ascending places of a list, or of all."""


class KeptScores:
    """A `Scorer` of some posts. Once most were asked for, or a few for the second time, all their scores are kept."""

    __slots__ = ("_asked", "_every", "_posts", "_scores")

    def __init__(self, posts: int, scores: Scorer) -> None:
        self._posts = posts
        self._scores = scores
        self._every: Scores | None = None
        self._asked = False

    @property
    def size(self) -> int:
        """Bytes of the scores, once they are kept."""
        return self._posts * np.dtype(np.float32).itemsize

    def __call__(self, places: Ints | None) -> Scores:
        scores, every = self._scores, self._every
        if every is None:
            if places is not None and len(places) * _FEW < self._posts and not self._asked:
                self._asked = True
                return scores(places)
            every = self._every = scores(None)
            self._scores = _spent
        return every if places is None else every[places]


def _spent(_: Ints | None) -> Scores:
    """In the place of what has made all scores: that holds the postings of the term."""
    raise AssertionError("the scores are kept")


class Bm25f:
    """Scores of terms over one snapshot; statistics are those of the live posts of the whole index."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._posts = snapshot.posts
        self._lengths = tuple(snapshot.lengths.T)
        self._means = np.maximum(snapshot.mean_lengths, 1e-9)
        parts = [number for pair in zip(parameters.WEIGHTS, self._means.tolist(), strict=True) for number in pair]
        self._parameters = [parameters.K1, parameters.B, *parts]
        """What the kernel wants to know beside the weight of the term."""
        self._weighed: dict[int, Scores] = {}
        self._known: SizedCache[Hashable, Scorer] = SizedCache(SCORES_IN_MEMORY)

    def _weights(self, part: int, posts: Ints) -> Scores:
        """What an occurrence in a part of these posts counts.

        For all posts it is worked out when a term first has many: 40 ms for a million, after each commit.
        """
        if part not in self._weighed:
            if len(posts) * _RARE < len(self._lengths[part]):
                return self._weigh(part, self._lengths[part][posts])
            self._weighed[part] = self._weigh(part, self._lengths[part])
        return self._weighed[part][posts]

    def _weigh(self, part: int, lengths: Ints) -> Scores:
        b = parameters.B
        weights: Scores = (parameters.WEIGHTS[part] / (1 - b + b * lengths / self._means[part])).astype(np.float32)
        return weights

    def idf(self, posts: int) -> float:
        """The weight of a term that so many posts have: ``ln(1 + (N - n + 0.5) / (n + 0.5))``, as Lucene has it."""
        return math.log(1 + (self._posts - posts + 0.5) / (posts + 0.5))

    def idfs(self, posts: NDArray[np.float64] | Ints) -> NDArray[np.float64]:
        """The weights of several terms."""
        return np.log1p((np.maximum(self._posts - posts, 0) + 0.5) / (posts + 0.5))

    def scorer(self, key: Hashable, term: TermPostings) -> Scorer:
        """Scores the posts of a term; the scores are kept under the ``key``."""
        known = self._known.get(key)
        if known is None:
            known = KeptScores(len(term.posts), partial(self.scores, term))
            self._known.put(key, known, known.size)
        return known

    def scores(self, term: TermPostings, places: Ints | None = None) -> Scores:
        """The scores of the posts of a term, or of those at some ascending places among them."""
        posts, counts, heads = term.posts, term.counts, term.heads
        title, summary = term.title, term.summary
        scale = self.idf(len(posts)) * (parameters.K1 + 1)
        if places is not None:
            posts, counts = posts[places], counts[places]
            if len(heads):
                here, kept = look_up(heads, places)
                heads, title, summary = here[kept], title[kept], summary[kept]
        if native.kernels is not None:
            scores = np.empty(len(posts), np.float32)
            known = np.array([scale, *self._parameters])
            native.kernels.score(posts, counts, heads, title, summary, *self._lengths, known, scores)
            return scores
        frequency = counts * self._weights(_BODY, posts)
        if len(heads):
            owners = posts[heads]
            body = (counts[heads] - title - summary) * self._weights(_BODY, owners)
            frequency[heads] = body + title * self._weights(_TITLE, owners) + summary * self._weights(_SUMMARY, owners)
        scores = frequency.astype(np.float32, copy=False)
        return np.float32(scale) * scores / (scores + np.float32(parameters.K1))


def part_of(term: TermPostings, part: str) -> TermPostings:
    """A term as if posts had only one part: ``title``, ``summary`` or ``body``. Positions are left out."""
    if part == "body":
        counts = term.counts.copy()
        counts[term.heads] -= term.title + term.summary
        some = np.flatnonzero(counts)
        return TermPostings(term.posts[some], counts[some], _NONE, _NONE, _NONE)
    in_part: Ints = getattr(term, part)
    some = np.flatnonzero(in_part)
    counts, none = in_part[some], np.zeros(len(some), np.int64)
    columns = {"title": none, "summary": none, part: counts}
    return TermPostings(
        term.posts[term.heads[some]], counts, np.arange(len(some)), columns["title"], columns["summary"]
    )


_NONE = np.zeros(0, np.int64)
