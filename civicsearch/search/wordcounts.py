"""How many posts have which words, for completion and spelling: counted from where postings start, or exactly."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from functools import cached_property
from weakref import proxy

import numpy as np

from ..index.segment import Segment
from ..index.snapshot import Snapshot
from ..index.wordruns import WordRun
from ..stopping import Stop, go_on


class WordCounts:
    """Counts of words over one snapshot; what was counted exactly is kept. To be had by ``snapshot.once``."""

    def __init__(self, snapshot: Snapshot) -> None:
        # Known weakly: the snapshot keeps this object, and should go as soon as nobody uses it.
        self._snapshot: Snapshot = proxy(snapshot)
        self._exact: dict[str, int] = {}
        self._spellings: dict[str, str] = {}

    @cached_property
    def _complete(self) -> list[bool]:
        """For each segment whether none of its posts are removed."""
        snapshot = self._snapshot
        return [
            bool(snapshot.live[base : base + segment.posts].all())
            for base, segment in zip(snapshot.bases, snapshot.segments, strict=False)
        ]

    def completions(self, prefix: str, limit: int, stop: Stop = go_on) -> list[tuple[str, int]]:
        """The folded words of the most posts that begin with a folded prefix, and how many posts have them.

        Candidates are the most frequent words of each segment. A word that is rarer than those in every segment and
        yet more frequent in all of them together is missed.
        """
        roughly = self._roughly(prefix, limit)
        best: list[tuple[int, str]] = []
        for folded, at_most in roughly.most_common():
            if len(best) >= limit and -best[limit - 1][0] >= at_most:
                break
            stop()
            if posts := self.posts(folded):
                insort(best, (-posts, folded))
        return [(folded, -negative) for negative, folded in best[:limit]]

    def posts(self, folded: str) -> int:
        """How many live posts have a folded word, in any spelling."""
        known = self._exact.get(folded)
        if known is None:
            runs = self._snapshot.word_runs(folded)
            known = self._exact[folded] = sum(map(self._run_posts, runs))
        return known

    def spelling(self, folded: str) -> str:
        """The commonest spelling of a folded word of the index."""
        known = self._spellings.get(folded)
        if known is None:
            uses: Counter[str] = Counter()
            for run in self._snapshot.word_runs(folded):
                segment = self._snapshot.segments[run.segment]
                for number, posts in zip(run.words, segment.postings.post_counts(run.words).tolist(), strict=True):
                    uses[segment.lexicon.word(number)] += posts
            known = self._spellings[folded] = min(uses, key=lambda word: (-uses[word], word))
        return known

    def _run_posts(self, run: WordRun) -> int:
        if self._complete[run.segment] and len(run.words) == 1:
            return int(self._snapshot.segments[run.segment].postings.post_counts(run.words)[0])
        return len(self._snapshot.postings((run,)).posts)

    def _roughly(self, prefix: str, limit: int) -> Counter[str]:
        """Candidates, with what bounds their posts from above: postings of all spellings, removed posts included."""
        stretches = [(segment, segment.lexicon.fold_range(prefix)) for segment in self._snapshot.segments]
        sums = [postings_of(segment, places) for segment, places in stretches]
        candidates: set[str] = set()
        for (segment, places), counts in zip(stretches, sums, strict=True):
            top = np.argpartition(-counts, limit)[:limit] if len(counts) > limit else np.arange(len(counts))
            for place in (top + places.start).tolist():
                candidates.update(segment.lexicon.folds(range(place, place + 1)))
        totals: Counter[str] = Counter()
        for (segment, places), counts in zip(stretches, sums, strict=True):
            for folded in candidates:
                if (place := segment.lexicon.place(folded, places)) is not None:
                    totals[folded] += int(counts[place - places.start])
        return totals


def postings_of(segment: Segment, places: range) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """For each of neighbouring folded words how many postings its spellings have."""
    if not places:
        return np.zeros(0, np.int64)
    bounds = segment.lexicon.bounds(places)
    posts = segment.postings.post_counts(range(int(bounds[0]), int(bounds[-1])))
    sums: np.ndarray[tuple[int], np.dtype[np.int64]] = np.add.reduceat(posts, bounds[:-1] - bounds[0])
    return sums
