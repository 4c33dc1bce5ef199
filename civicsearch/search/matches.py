"""Sets of matching posts, and the algebra on them.

Scores are computed when they are asked for, and only for the posts that are left then: a word that half of all posts
have costs little beside one that few have, and counting costs no scores at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from ..index.arrays import distinct, look_up, marked
from ..index.postings import Ints
from .scoring import Scores

Scorer = Callable[[Ints | None], Scores]
"""The scores of the posts at some ascending places of a `Matches`, or of all."""

_FEW = 16
"""How many times shorter a list has to be for looking each of its posts up in the other to beat marking both."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Posts that match a query."""

    posts: Ints
    """Ascending, each once."""
    scorer: Scorer | None = None
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
        """The same posts; once the scores of all were asked for, they are kept."""
        scorer = self.scorer
        if scorer is None:
            return self
        every = cache(lambda: scorer(None))
        return Matches(self.posts, lambda places: every() if places is None else every()[places])

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
        at_left, at_right = self._common(left.posts, right.posts)
        return Matches(left.posts[at_left], _added(_at(left.scorer, at_left), _at(right.scorer, at_right)))

    def any_of(self, parts: list[Matches], *, best: bool = False) -> Matches:
        """Posts of any, scores added; or, with ``best``, the best score of each post."""
        parts = [part for part in parts if len(part)]
        if len(parts) < 2:
            return parts[0] if parts else NOTHING
        if sum(map(len, parts)) * _FEW < self._numbers:
            posts = distinct(np.concatenate([part.posts for part in parts]))
        else:
            marks = np.zeros(self._numbers, bool)
            for part in parts:
                marks[part.posts] = True
            posts = np.flatnonzero(marks)
        scored = [part for part in parts if part.scorer is not None]
        return Matches(posts, _united(posts, scored, self._numbers, best=best) if scored else None)

    def without(self, left: Matches, right: Ints) -> Matches:
        """Posts of the left that are not among the right, which is ascending."""
        if not len(right) or not len(left):
            return left
        if len(left) * _FEW < len(right):
            places = np.flatnonzero(~look_up(left.posts, right)[1])
        else:
            places = np.flatnonzero(~marked(right, self._numbers)[left.posts])
        return Matches(left.posts[places], _at(left.scorer, places))

    def with_optional(self, left: Matches, right: Matches) -> Matches:
        """Posts of the left; the right only adds to their scores."""
        if right.scorer is None:
            return left
        at_left, at_right = self._common(left.posts, right.posts)

        def scorer(places: Ints | None) -> Scores:
            scores = left.scores().copy()
            scores[at_left] += right.scores(at_right)
            return scores if places is None else scores[places]

        return Matches(left.posts, scorer)

    def _common(self, left: Ints, right: Ints) -> tuple[Ints, Ints]:
        """The places in both of the posts that are in both."""
        if len(left) * _FEW < len(right):
            place, found = look_up(left, right)
            return np.flatnonzero(found), place[found]
        if len(right) * _FEW < len(left):
            at_right, at_left = self._common(right, left)
            return at_left, at_right
        at_left = np.flatnonzero(marked(right, self._numbers)[left])
        return at_left, np.flatnonzero(marked(left[at_left], self._numbers)[right])


def _at(scorer: Scorer | None, at: Ints) -> Scorer | None:
    """A scorer of the posts that stand at some places."""
    return None if scorer is None else lambda places: scorer(at if places is None else at[places])


def _added(left: Scorer | None, right: Scorer | None) -> Scorer | None:
    if left is None or right is None:
        return left or right
    return lambda places: left(places) + right(places)


def _united(posts: Ints, parts: list[Matches], numbers: int, *, best: bool) -> Scorer:
    @cache
    def total() -> Scores:
        sparse = len(posts) * _FEW < numbers
        scores = np.zeros(len(posts) if sparse else numbers, np.float32)
        for number, part in enumerate(parts):
            places = np.searchsorted(posts, part.posts) if sparse else part.posts
            own = part.scores()
            if number:
                own = np.maximum(scores[places], own) if best else scores[places] + own
            scores[places] = own
        return scores if sparse else scores[posts]

    return lambda places: total() if places is None else total()[places]
