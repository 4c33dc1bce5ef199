"""BM25F: how much a post says about a term.

Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (CIKM 2004), with each part of a
post normalised by its own mean length. Parameters were chosen on judged queries over two archives.
"""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..index.postings import Ints, TermPostings
from ..index.snapshot import Snapshot

K1 = 2.0
"""How slowly further occurrences stop to count."""
B = 0.6
"""How much long posts are held back: 0 not at all, 1 in full."""
WEIGHTS = (5.0, 2.0, 1.0)
"""What an occurrence in the title, the summary and the body counts."""

Scores = NDArray[np.float64]


class Bm25f:
    """Scores of terms over one snapshot; statistics are those of the live posts of the whole index."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _norms(self) -> NDArray[np.float64]:
        """What an occurrence in each part of each post counts: shape (3, numbers)."""
        means = np.maximum(self._snapshot.mean_lengths, 1e-9)
        return (np.array(WEIGHTS) / (1 - B + B * self._snapshot.lengths / means)).T.copy()

    def idf(self, posts: int) -> float:
        """The weight of a term that so many posts have: ``ln(1 + (N - n + 0.5) / (n + 0.5))``, as Lucene has it."""
        return math.log(1 + (self._snapshot.posts - posts + 0.5) / (posts + 0.5))

    def scores(self, term: TermPostings) -> Scores:
        """The score of each post of a term, in their order."""
        title, summary, body = self._norms
        frequency = term.body * body[term.posts]
        for counts, norm in ((term.title, title), (term.summary, summary)):
            some = np.flatnonzero(counts)
            frequency[some] += counts[some] * norm[term.posts[some]]
        scores: Scores = self.idf(len(term.posts)) * (K1 + 1) * frequency / (frequency + K1)
        return scores


def part_of(term: TermPostings, part: str) -> TermPostings:
    """A term as if posts had only one part: ``title``, ``summary`` or ``body``. Positions are left out."""
    counts: Ints = getattr(term, part)
    some = np.flatnonzero(counts)
    none = np.zeros(len(some), np.int64)
    columns = {"title": none, "summary": none, "body": none, part: counts[some]}
    return TermPostings(term.posts[some], columns["title"], columns["summary"], columns["body"], None)
