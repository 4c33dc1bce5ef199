"""How much a post says about a plain word of a query: BM25F, and a share for where and how the word stands there.

Trees that callers build keep plain BM25F. Scores of a word belong to it alone, so they are kept with its posts, and a
search for one word costs the same either way.
"""

from __future__ import annotations

from functools import cached_property
from weakref import proxy

import numpy as np

from ..index.postings import Ints, TermPostings
from ..index.sizedcache import SizedCache
from ..index.snapshot import Snapshot
from ..language.folding import fold
from ..stopping import Stop
from . import parameters
from .matches import Matches
from .scoring import Bm25f, KeptScores, Scores, part_of
from .sets import common


class Words:
    """The plain words of one snapshot that were searched for last.

    A search finds each of its words by one look-up instead of one for its runs, one for its postings and one for its
    scores: on a small index it is such steps that take the time, once others have used the processor's caches.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = proxy(snapshot)
        self._known: SizedCache[str, Matches] = SizedCache(snapshot.room_for_terms)

    def matches(self, word: str, stop: Stop) -> Matches:
        """The live posts that have the word in any form, with their scores. Raises what ``stop`` raises."""
        known = self._known.get(word)
        if known is None:
            scores = _WordScores(self._snapshot, word, stop)
            kept = KeptScores(len(scores.term.posts), scores.scores)
            known = Matches(scores.term.posts, kept)
            self._known.put(word, known, known.posts.nbytes + kept.size)  # what stays once all were scored
        return known


class _WordScores:
    """The scores of one word in any form, in the posts that have it."""

    def __init__(self, snapshot: Snapshot, word: str, stop: Stop) -> None:
        self._snapshot = snapshot
        self._bm25f = snapshot.once(Bm25f)
        self._word = word
        self._runs = snapshot.form_runs(word)
        self.term = snapshot.postings(self._runs, stop)

    def scores(self, places: Ints | None) -> Scores:
        """The scores of the posts of the term at some ascending places, or of all."""
        scores = self._bm25f.scores(self.term, places)
        posts = self.term.posts if places is None else self.term.posts[places]
        exact = self._snapshot.word_runs(fold(self._word))
        shares = list(zip(self._parts, (parameters.TITLE, parameters.SUMMARY), strict=True))
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

    @cached_property
    def _parts(self) -> tuple[TermPostings, TermPostings]:
        """The word in titles and in summaries, each as a term of its own: kept, as a search with a filter scores only
        its own posts, and so asks for them each time."""
        return part_of(self.term, "title"), part_of(self.term, "summary")
