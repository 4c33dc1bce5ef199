"""Which segments a writer merges, so that their number grows with the logarithm of posts.

Segments of one size class, each four times as large as the one before, are merged when there are several. Where they
would make one of a class that is about to be merged itself, its segments are merged along: nothing is written twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from .arrays import Mask

MERGE_AT = 4
"""Segments of like size that are merged into one."""
FEW_POSTS = 64
"""Segments with fewer posts are of one size class: merging costs the same for all of them, 3 ms."""
MERGE_FEW_AT = 8
"""Of these so many are merged: with four, every third commit of one post merged something."""
REWRITE_AT = 0.3
"""Share of removed posts from which a segment is written anew without them."""


def mergeable(live: Sequence[Mask], jobs: int = 1) -> list[list[int]]:
    """Groups of segments, by their places, each to become one; none where there is nothing to merge.

    ``live`` tells of each segment which posts were not removed. With ``jobs`` above 1 many segments become that many,
    not one, if so many of their size may stay: they can be merged side by side.
    """
    posts = list(map(int, map(np.count_nonzero, live)))  # of a million in 30 us; their sum takes 1 ms
    classes: defaultdict[int, list[int]] = defaultdict(list)
    for place, (count, mask) in enumerate(zip(posts, live, strict=True)):
        if count and count < (1 - REWRITE_AT) * len(mask):
            return [[place]]
        if count:
            classes[_size_class(count)].append(place)
    for size in sorted(classes):
        if len(classes[size]) >= (MERGE_AT if size else MERGE_FEW_AT):
            places = classes.pop(size)
            total = sum(posts[place] for place in places)
            while len(larger := classes[_size_class(total)]) + 1 >= MERGE_AT:
                places += larger
                total += sum(posts[place] for place in larger)
                larger.clear()
            for count in range(min(jobs, len(places) // MERGE_AT), 1, -1):
                if len(classes[_size_class(total // count)]) + count < MERGE_AT:
                    return _shared_out(sorted(places), posts, total, count)
            return [sorted(places)]
    return []


def _size_class(posts: int) -> int:
    return 0 if posts < FEW_POSTS else posts.bit_length() // 2


def _shared_out(places: list[int], posts: list[int], total: int, count: int) -> list[list[int]]:
    """The places in so many groups of like size, in their order."""
    groups: list[list[int]] = [[] for _ in range(count)]
    before = 0
    for place in places:
        groups[(before + posts[place] // 2) * count // total].append(place)
        before += posts[place]
    return [group for group in groups if group]
