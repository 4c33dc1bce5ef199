"""Sets of matching posts with their scores, and the algebra on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..index.postings import Ints, run_starts
from .scoring import Scores


@dataclass(frozen=True, slots=True)
class Matches:
    """Posts that match a query."""

    posts: Ints
    """Ascending, each once."""
    scores: Scores
    """One a post; 0 where there is nothing to rank by."""

    def __len__(self) -> int:
        return len(self.posts)

    def boosted(self, boost: float) -> Matches:
        """The same posts with their scores multiplied."""
        return self if boost == 1.0 else Matches(self.posts, self.scores * boost)

    def constant(self, score: float) -> Matches:
        """The same posts, all with one score."""
        return Matches(self.posts, np.full(len(self.posts), score))


def unscored(posts: Ints) -> Matches:
    """Posts that match without anything to rank them by."""
    return Matches(posts, np.zeros(len(posts)))


NOTHING = unscored(np.zeros(0, np.int64))


def both(left: Matches, right: Matches) -> Matches:
    """Posts of both, scores added."""
    if len(left) > len(right):
        left, right = right, left
    place, found = _find(left.posts, right.posts)
    return Matches(left.posts[found], left.scores[found] + right.scores[place[found]])


def any_of(parts: list[Matches], *, best: bool = False) -> Matches:
    """Posts of any, scores added; or, with ``best``, the best score of each post."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return NOTHING
    if len(parts) == 1:
        return parts[0]
    posts = np.concatenate([part.posts for part in parts])
    scores = np.concatenate([part.scores for part in parts])
    order = np.argsort(posts, kind="stable")
    posts, scores = posts[order], scores[order]
    first = run_starts(posts)
    combine = np.maximum if best else np.add
    return Matches(posts[first], combine.reduceat(scores, first))


def without(left: Matches, right: Ints) -> Matches:
    """Posts of the left that are not among the right, which is ascending."""
    _, found = _find(left.posts, right)
    return Matches(left.posts[~found], left.scores[~found])


def with_optional(left: Matches, right: Matches) -> Matches:
    """Posts of the left; the right only adds to their scores."""
    place, found = _find(left.posts, right.posts)
    scores = left.scores.copy()
    scores[found] += right.scores[place[found]]
    return Matches(left.posts, scores)


def among(posts: Ints, mask: NDArray[np.bool_]) -> Ints:
    """The posts that a mask over all posts has."""
    return posts[mask[posts]]


def _find(wanted: Ints, posts: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Where each wanted post stands among others, and whether it does."""
    if not len(posts):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    place = np.searchsorted(posts, wanted)
    place[place == len(posts)] = 0
    return place, posts[place] == wanted
