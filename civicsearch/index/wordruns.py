"""Runs of neighbouring words: how what a query looks for is told to the postings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple


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
