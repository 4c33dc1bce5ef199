"""Reads what the runs of a term have in all segments: postings piece by piece, occurrences whole or in some posts.

A pattern can stand for thousands of words with most of the index's postings. Between two pieces whoever waits may call
it off, and what was read is added up, so memory stays within bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter

import numpy as np

from .. import native
from ..stopping import Stop
from .arrays import Mask, distinct, marked, offsets
from .postings import POST_SHIFT, Ints, Postings, TermPostings, union
from .segment import Segment
from .wordruns import WordRun, together

AT_ONCE = 2**20
"""Postings that are read at once: some 20 ms."""
_FEW = 8
"""Words that are read at once whatever they have."""


def read_postings(
    segments: Sequence[Segment], bases: Sequence[int], runs: Sequence[WordRun], stop: Stop
) -> TermPostings:
    """The postings of all runs as one term, removed posts included; ``stop`` is asked between pieces."""
    terms: list[TermPostings] = []
    kept = read = 0
    for (number, within), words in together(runs):
        base, postings = bases[number], segments[number].postings
        for piece in _pieces(postings, words):
            stop()
            for term in postings.words(piece, within):
                terms.append(term._replace(posts=term.posts + base) if base else term)
                read += len(term.posts)
            if read > AT_ONCE + kept:
                terms = [union(terms, bases[-1])]
                kept, read = len(terms[0].posts), 0
    return union(terms, bases[-1])


def read_occurrences(
    segments: Sequence[Segment], bases: Sequence[int], runs: Sequence[WordRun], wanted: Mask | None
) -> Ints:
    """All occurrences of the runs in the wanted posts or in all, packed, ascending."""
    found = [np.zeros(0, np.int64)]
    for (number, within), words in together(runs):
        base, segment = bases[number], segments[number]
        here = None if wanted is None else wanted[base : base + segment.posts]
        if here is not None and within is not None:
            here = here & marked(slice(within.start, within.stop), segment.posts)
        found.append(segment.postings.occurrences(words, here) + (base << POST_SHIFT))
    return _ascending(np.concatenate(found))


def read_occurrences_in(
    segments: Sequence[Segment], bases: Sequence[int], runs: Sequence[WordRun], posts: Ints
) -> Ints:
    """All occurrences of the runs in some posts (ascending), packed, ascending."""
    if native.kernels is None:
        return read_occurrences(segments, bases, runs, marked(posts, bases[-1]))
    found = [np.zeros(0, np.int64)]
    for number, group in groupby(runs, key=attrgetter("segment")):
        found.append(segments[number].postings.places(list(group), posts, bases[number]))
    return _ascending(np.concatenate(found))


def _pieces(postings: Postings, runs: list[range]) -> Iterator[list[range]]:
    """The same words, so many at a time as have postings to be read at once."""
    if sum(map(len, runs)) <= _FEW:
        yield runs
        return
    piece: list[range] = []
    size = 0
    for run in runs:
        sums = offsets(postings.post_counts(run))
        cuts = np.searchsorted(sums, np.arange(AT_ONCE, int(sums[-1]), AT_ONCE))
        for first, last in pairwise([0, *distinct(cuts).tolist(), len(run)]):
            piece.append(run[first:last])
            size += int(sums[last] - sums[first])
            if size >= AT_ONCE:
                yield piece
                piece, size = [], 0
    if piece:
        yield piece


def _ascending(numbers: Ints) -> Ints:
    """The numbers in order, each once: a pattern may stand for a word and its signed form, which are at one place."""
    return numbers if (numbers[1:] > numbers[:-1]).all() else distinct(numbers)
