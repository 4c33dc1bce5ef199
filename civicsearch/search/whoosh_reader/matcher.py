"""The postings of one term as a Whoosh matcher."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from copy import copy
from typing import Any

import numpy as np
from whoosh.formats import Format
from whoosh.matching import Matcher, NullMatcher
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.query.spans import Span
from whoosh.reading import TermInfo
from whoosh.scoring import BaseScorer

from ...index.postings import POST_SHIFT
from ..phrases import unpack
from .terms import TermPosts
from .texts import Place


class TermPlaces:
    """Where a term stands in its posts; read when it is first asked for."""

    def __init__(self, term: TermPosts, locate: Callable[[int], dict[int, Place]]) -> None:
        """``locate`` gives the words of a post by their positions."""
        self._read = term.occurrences
        self._locate = locate

    def positions(self, post: int) -> list[int]:
        """The positions in a post; none in a field of whole values."""
        if self._read is None:
            return []
        if not hasattr(self, "_packed"):
            self._packed = self._read()
        first, last = np.searchsorted(self._packed, (post << POST_SHIFT, (post + 1) << POST_SHIFT))
        positions: list[int] = unpack(self._packed[first:last])[1].tolist()
        return positions

    def characters(self, post: int) -> list[Place]:
        """The same with the characters where each word begins and ends."""
        places = self._locate(post)
        return [places[position] for position in self.positions(post)]


class PostingsMatcher(LeafMatcher):
    """Goes through the posts of a term. All of them are one block for Whoosh's skipping by quality."""

    def __init__(
        self,
        term: tuple[str, bytes],
        found: TermPosts,
        places: TermPlaces,
        info: TermInfo,
        format_: Format | None,
        scorer: BaseScorer | None,
    ) -> None:
        self._term = term
        self._posts: list[int] = found.posts.tolist()
        self._weights: list[int] = found.counts.tolist()
        self._places = places
        self._info = info
        self.format = format_
        self.scorer = scorer
        self._at = 0

    def is_active(self) -> bool:
        return self._at < len(self._posts)

    def reset(self) -> None:
        self._at = 0

    def copy(self) -> Matcher:
        return copy(self)

    def replace(self, minquality: float = 0) -> Matcher:
        if not self.is_active() or (minquality and self.supports_block_quality() and self.max_quality() < minquality):
            nothing: Matcher = NullMatcher()
            return nothing
        return self

    def id(self) -> int:
        return self._posts[self._at]

    def all_ids(self) -> Iterator[int]:
        return iter(self._posts[self._at :])

    def all_items(self) -> Iterator[tuple[int, Any]]:
        return ((post, self._value(post)) for post in self.all_ids())

    def next(self) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._posts, id, lo=self._at)

    def skip_to_quality(self, minquality: float) -> int:
        if not self.is_active() or self.block_quality() > minquality:
            return 0
        self._at = len(self._posts)
        return 1

    def supports_block_quality(self) -> bool:
        return self.scorer is not None and self.scorer.supports_block_quality()

    def max_quality(self) -> float:
        return self.block_max_weight() if self.scorer is None else self.scorer.max_quality()

    def block_quality(self) -> float:
        return self.block_max_weight() if self.scorer is None else self.scorer.block_quality(self)

    def block_min_length(self) -> int | None:
        return self._info.min_length()

    def block_max_length(self) -> int:
        return self._info.max_length()

    def block_max_weight(self) -> float:
        return self._info.max_weight()

    def weight(self) -> float:
        return self._weights[self._at]

    def score(self) -> float:
        return self.weight() if self.scorer is None else self.scorer.score(self)

    def value(self) -> Any:
        return self._value(self.id())

    def value_as(self, astype: str) -> Any:
        return self._places.characters(self.id()) if astype == "characters" else super().value_as(astype)  # type: ignore[no-untyped-call]

    def spans(self) -> list[Span]:
        return [Span(position) for position in self._places.positions(self.id())]

    def _value(self, post: int) -> tuple[int, ...]:
        return tuple(self._places.positions(post))
