"""Runs of neighbouring words: how what a query looks for is told to the postings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from .arrays import consecutive


class WordRun(NamedTuple):
    """Neighbouring words of one segment, in the posts of one language or in all."""

    segment: int
    words: range
    posts: range | None = None
    """Numbers of posts within the segment; None is all of them."""


def together(runs: Iterable[WordRun]) -> Iterator[tuple[tuple[int, range | None], list[range]]]:
    """The words of runs that are in the same posts of the same segment."""
    for place, group in groupby(runs, key=lambda run: (run.segment, run.posts)):
        yield place, [run.words for run in group]


def word_runs(segment: int, meant: Mapping[int, Sequence[range]], posts: int) -> list[WordRun]:
    """The runs of words that are each meant in some ranges of the posts of a segment, of which there are so many.

    A word that is spelt alike in neighbouring languages is read once then, and not once a language.

    >>> word_runs(0, {3: [range(0, 10)], 4: [range(10, 20), range(0, 10)]}, 20)
    [WordRun(segment=0, words=range(3, 4), posts=range(0, 10)), WordRun(segment=0, words=range(4, 5), posts=None)]
    """
    words_in: dict[range | None, set[int]] = {}
    for word, ranges in meant.items():
        for joined in _joined(ranges):
            words_in.setdefault(None if len(joined) == posts else joined, set()).add(word)
    return [
        WordRun(segment, words, within) for within, found in words_in.items() for words in consecutive(sorted(found))
    ]


def _joined(ranges: Iterable[range]) -> list[range]:
    joined: list[range] = []
    for posts in sorted(ranges, key=lambda posts: posts.start):
        if joined and joined[-1].stop >= posts.start:
            joined[-1] = range(joined[-1].start, max(joined[-1].stop, posts.stop))
        else:
            joined.append(posts)
    return joined
