"""Sets of matching posts, and the algebra on them.

Scores are computed when they are asked for, and only for the posts that are left then: a word that half of all posts
have costs little beside one that few have, and counting costs no scores at all.
"""

from __future__ import annotations

import numpy as np

from ..index.postings import Ints
from .scoring import Scorer, Scores
from .sets import accumulated, common, left_over, united


class Matches:
    """Posts that match a query."""

    __slots__ = ("posts", "scorer")

    def __init__(self, posts: Ints, scorer: Scorer | None = None) -> None:
        self.posts = posts
        """Ascending, each once."""
        self.scorer = scorer
        """None where there is nothing to rank by."""

    def __len__(self) -> int:
        return len(self.posts)

    def scores(self, places: Ints | None = None) -> Scores:
        """The scores of all posts, or of those at some ascending places; 0 where there is nothing to rank by."""
        if self.scorer is not None:
            return self.scorer(places)
        return np.zeros(len(self.posts if places is None else places), np.float32)

    def boosted(self, boost: float) -> Matches:
        """The same posts with their scores multiplied."""
        scorer = self.scorer
        if boost == 1.0 or scorer is None:
            return self
        return Matches(self.posts, lambda places: scorer(places) * np.float32(boost))

    def remembering(self) -> Matches:
        """The same posts; once the scores of all were asked for, they are kept, and may be asked for in any order."""
        scorer = self.scorer
        if scorer is None:
            return self
        every: Scores | None = None

        def scores(places: Ints | None) -> Scores:
            nonlocal every
            if places is None:
                every = scorer(None) if every is None else every
                return every
            if every is not None:
                return every[places]
            order = places.argsort()
            found = np.empty(len(places), np.float32)
            found[order] = scorer(places[order])
            return found

        return Matches(self.posts, scores)

    def among(self, places: Ints) -> Matches:
        """The posts at some ascending places."""
        return Matches(self.posts[places], _at(self.scorer, places))

    def constant(self, score: float) -> Matches:
        """The same posts, all with one score."""
        count = len(self.posts)
        return Matches(self.posts, lambda places: np.full(count if places is None else len(places), score, np.float32))


NOTHING = Matches(np.zeros(0, np.int64))


class Algebra:
    """Combines sets of posts whose numbers are below a bound."""

    def __init__(self, numbers: int) -> None:
        self._numbers = numbers

    def both(self, left: Matches, right: Matches) -> Matches:
        """Posts of both, scores added."""
        at_left, at_right = common(left.posts, right.posts, self._numbers)
        return Matches(left.posts[at_left], _added(_at(left.scorer, at_left), _at(right.scorer, at_right)))

    def any_of(self, parts: list[Matches], *, best: bool = False) -> Matches:
        """Posts of any, scores added; or, with ``best``, the best score of each post."""
        parts = [part for part in parts if len(part)]
        if len(parts) < 2:
            return parts[0] if parts else NOTHING
        posts = united([part.posts for part in parts], self._numbers)
        scored = [part for part in parts if part.scorer is not None]
        return Matches(posts, _united(posts, scored, self._numbers, best=best) if scored else None)

    def at_least(self, count: int, parts: list[Matches]) -> Matches:
        """Posts of so many of the parts, scores added."""
        found = self.any_of(parts)
        held = np.zeros(self._numbers, np.uint16)
        for part in parts:
            held[part.posts] += 1
        places = np.flatnonzero(held[found.posts] >= count)
        return found.among(places)

    def without(self, left: Matches, right: Ints) -> Matches:
        """Posts of the left that are not among the right, which is ascending."""
        if not len(right) or not len(left):
            return left
        places = left_over(left.posts, right, self._numbers)
        return Matches(left.posts[places], _at(left.scorer, places))

    def with_optional(self, left: Matches, right: Matches) -> Matches:
        """Posts of the left; the right only adds to their scores."""
        if right.scorer is None:
            return left
        at_left, at_right = common(left.posts, right.posts, self._numbers)

        def scorer(places: Ints | None) -> Scores:
            scores = left.scores().copy()
            scores[at_left] += right.scores(at_right)
            return scores if places is None else scores[places]

        return Matches(left.posts, scorer)


def _at(scorer: Scorer | None, at: Ints) -> Scorer | None:
    """A scorer of the posts that stand at some places."""
    return None if scorer is None else lambda places: scorer(at if places is None else at[places])


def _added(left: Scorer | None, right: Scorer | None) -> Scorer | None:
    if left is None or right is None:
        return left or right
    return lambda places: left(places) + right(places)


def _united(posts: Ints, parts: list[Matches], numbers: int, *, best: bool) -> Scorer:
    totals: Scores | None = None

    def scores(places: Ints | None) -> Scores:
        nonlocal totals
        if totals is None:
            totals = accumulated(posts, [(part.posts, part.scores()) for part in parts], numbers, best=best)
        return totals if places is None else totals[places]

    return scores
