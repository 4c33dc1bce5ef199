"""How much a post says about a plain word of a query: BM25F, and a share for where and how the word stands there.

Trees that callers build keep plain BM25F. Scores of a word belong to it alone, so they are kept like any term's, and a
search for one word costs the same either way.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ..index.arrays import look_up, marked
from ..index.postings import Ints, TermPostings
from ..index.snapshot import Snapshot
from ..index.wordruns import WordRun
from ..language.folding import fold
from . import parameters
from .scoring import Bm25f, Scorer, Scores, part_of


class WordScores:
    """The scores of one word in any form, in the posts that have it."""

    def __init__(self, snapshot: Snapshot, bm25f: Bm25f, word: str, runs: tuple[WordRun, ...]) -> None:
        """``runs`` are the forms of the word."""
        self._snapshot = snapshot
        self._bm25f = bm25f
        self._word = word
        self._runs = runs
        self.term = snapshot.postings(runs)

    def scorer(self) -> Scorer:
        """Scores the posts of `term`."""
        return self._bm25f.keeping((WordScores, self._word, self._runs), len(self.term.posts), self._scores)

    def _scores(self, places: Ints | None) -> Scores:
        scores = self._bm25f.scores(self.term, places)
        posts = self.term.posts if places is None else self.term.posts[places]
        for part, share in self._shares:
            if places is None:
                scores[marked(part.posts, self._snapshot.numbers)[posts]] += share * self._bm25f.scores(part)
            else:
                at, found = look_up(posts, part.posts)
                scores[found] += share * self._bm25f.scores(part, at[found])
        return scores

    @cached_property
    def _shares(self) -> list[tuple[TermPostings, np.float32]]:
        """What has a share in the scores, each as a term of its own; its posts are among those of the word."""
        exact = self._snapshot.word_runs(fold(self._word))
        shares = [
            (part_of(self.term, "title"), parameters.TITLE),
            (part_of(self.term, "summary"), parameters.SUMMARY),
            (self.term if exact == self._runs else self._snapshot.postings(exact), parameters.EXACT),
        ]
        return [(part, np.float32(share)) for part, share in shares if len(part.posts) and share]
