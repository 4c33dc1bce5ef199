"""Columns over all posts of an index that are carried from one generation to the next.

A small commit puts a few posts behind those that were there. A column is kept with room behind it, so the generation
that follows writes only the new posts; the one before goes on reading its own part of the same memory.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .segment import Segment

_SPARE = 8
"""One more post for so many is room for those to come."""
_LEAST_SPARE = 1024

_growing = threading.Lock()


class _Grown:
    """Memory of a column: its last axis goes over posts."""

    def __init__(self, like: NDArray[Any], posts: int) -> None:
        room = posts + posts // _SPARE + _LEAST_SPARE
        self.memory = np.empty((*like.shape[:-1], room), like.dtype)
        self.filled = 0
        """Posts that any generation has written; nobody writes them again."""


class CarriedColumns:
    """The columns of one generation."""

    def __init__(self, segments: Sequence[Segment], bases: Sequence[int]) -> None:
        """``bases`` has the number of each segment's first post, and at the end how many there are."""
        self._segments = segments
        self._bases = bases
        self._known: dict[str, tuple[_Grown, int]] = {}

    def carry(self, before: CarriedColumns) -> None:
        """Take over what the generation before has of the segments that both begin with."""
        same = 0
        for old, new in zip(before._segments, self._segments, strict=False):
            if old is not new:
                break
            same += 1
        for name, (grown, posts) in list(before._known.items()):
            self._known[name] = grown, min(posts, self._bases[same])

    def column(self, name: str, none: NDArray[Any], part: Callable[[Segment], NDArray[Any]]) -> NDArray[Any]:
        """A column by its name, read-only.

        ``part`` gives it for one segment, posts along the last axis; ``none`` is what it is for no posts.
        """
        with _growing:
            grown, posts = self._known.get(name, (None, 0))
            total = self._bases[-1]
            if grown is None or posts < total:
                grown = self._extended(grown or _Grown(none, total), posts, part)
                self._known[name] = grown, total
        view: NDArray[Any] = grown.memory[..., :total]
        view.flags.writeable = False
        return view

    def _extended(self, grown: _Grown, posts: int, part: Callable[[Segment], NDArray[Any]]) -> _Grown:
        """With the posts from a number on, in new memory where there is no room or another generation took it."""
        first, total = bisect_left(self._bases, posts), self._bases[-1]
        if grown.filled != posts or grown.memory.shape[-1] < total:
            before, grown = grown, _Grown(grown.memory, total)
            grown.memory[..., :posts] = before.memory[..., :posts]
        for base, segment in zip(self._bases[first:-1], self._segments[first:], strict=True):
            grown.memory[..., base : base + segment.posts] = part(segment)
        grown.filled = total
        return grown
