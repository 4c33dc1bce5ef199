"""How much a post says about a plain word of a query: BM25F, and a share for where and how the word stands there.

Trees that callers build keep plain BM25F. Scores of a word belong to it alone, so they are kept like any term's, and a
search for one word costs the same either way.
"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from ..index.postings import Ints, TermPostings
from ..index.snapshot import Snapshot
from ..index.wordruns import WordRun
from ..language.folding import fold
from ..stopping import Stop
from . import parameters
from .scoring import Bm25f, Scorer, Scores, part_of
from .sets import common


class WordScores:
    """The scores of one word in any form, in the posts that have it."""

    def __init__(self, snapshot: Snapshot, bm25f: Bm25f, word: str, runs: tuple[WordRun, ...], stop: Stop) -> None:
        """``runs`` are the forms of the word. Raises what ``stop`` raises."""
        self._snapshot = snapshot
        self._bm25f = bm25f
        self._word = word
        self._runs = runs
        self.term = snapshot.postings(runs, stop)

    def scorer(self) -> Scorer:
        """Scores the posts of `term`."""
        return self._bm25f.keeping(self._key, len(self.term.posts), self._scores)

    @property
    def _key(self) -> Hashable:
        return WordScores, self._word, self._runs

    def _scores(self, places: Ints | None) -> Scores:
        scores = self._bm25f.scores(self.term, places)
        posts = self.term.posts if places is None else self.term.posts[places]
        exact = self._snapshot.word_runs(fold(self._word))
        shares = list(zip(self._parts(), (parameters.TITLE, parameters.SUMMARY), strict=True))
        if exact == self._runs:
            scores *= np.float32(1 + parameters.EXACT)
        else:
            shares.append((self._snapshot.postings(exact), parameters.EXACT))
        for part, share in shares:
            if not len(part.posts) or not share:
                continue
            at, having = common(posts, part.posts, self._snapshot.numbers)
            scores[at] += np.float32(share) * self._bm25f.scores(part, having)
        return scores

    def _parts(self) -> tuple[TermPostings, TermPostings]:
        """The word in titles and in summaries, each as a term of its own: kept, as a search with a filter scores only
        its own posts, and so asks for them each time."""
        parts = self._bm25f.parts.get(self._key)
        if parts is None:
            parts = part_of(self.term, "title"), part_of(self.term, "summary")
            self._bm25f.parts.put(self._key, parts, sum(part.size for part in parts))
        return parts
