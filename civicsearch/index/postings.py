"""Postings: for every word, the posts that have it, how often, and where.

Words are numbered as in the lexicon. The postings of word ``w`` are the entries ``starts[w]:starts[w + 1]``, by post;
their positions lie one behind the other from ``position_starts[w]``. Title, summary and body of a post share one run of
positions with gaps between them, so one set of postings serves every text field.

On disk posts and positions are gaps to the one before, in `packed` form. Few words stand in titles and summaries, so
their counts there are kept apart, for the postings that have any: the heads.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import native
from .arrays import Array, ArrayFile, Mask, offsets, run_starts
from .packed import Packed, running
from .wordruns import WordRun

Ints = NDArray[np.int64]


_SLICE_COST = 1_000
"""Positions of a word that are read in one sweep while those in one post are read: 8 ns against 8 µs."""
_FEW_WORDS = 8
"""Neighbouring words that are read one by one; more are read in one stretch and sorted out afterwards."""
_SCATTERED = 64
"""Runs of words from which reading all that lies between them may be quicker than reading each run."""
_RUN_COST = 2_000
"""Postings that are read in one sweep in less time than one run takes to begin with: 20 µs against 10 ns each."""
_SPARSE = 16
"""How many times fewer postings than posts have to be merged for sorting to beat counting over all posts."""
_MOST_LISTS = 30
"""Lists that the kernels take at once."""
_ROOM = 16
"""Occurrences in a post for which room is made; where that is too little, all are read again."""
POST_SHIFT = 32
"""An occurrence is packed into one number: its post shifted by this, and its position."""


class TermPostings(NamedTuple):
    """The postings of one term over one or several segments."""

    posts: Ints
    """Ascending, each once."""
    counts: Ints
    """Occurrences in each post."""
    heads: Ints
    """The places, among ``posts``, of those that have the term in the title or the summary; ascending."""
    title: Ints
    """Occurrences in the title; one entry a head."""
    summary: Ints

    @property
    def size(self) -> int:
        """Bytes that it takes in memory."""
        return sum(column.nbytes for column in (self.posts, self.counts, self.heads, self.title, self.summary))


_NONE = np.zeros(0, np.int64)
NO_POSTINGS = TermPostings(_NONE, _NONE, _NONE, _NONE, _NONE)


class PostingArrays(NamedTuple):
    """The postings of neighbouring words, whole: what inverting and merging work on."""

    words: Ints
    """Number of the word of each posting, ascending."""
    posts: Ints
    counts: Ints
    title: Ints
    summary: Ints
    positions: Ints


class Postings:
    """The postings of a segment, read from its file."""

    def __init__(self, file: ArrayFile) -> None:
        self._numbers = len(file["date"])
        self._starts = file["postings.starts"]
        self._position_starts = file["postings.position_starts"]
        self._posts = Packed(file, "postings.posts")
        self._counts = Packed(file, "postings.counts")
        self._heads = file["postings.heads"]
        self._head_starts = file["postings.head_starts"]
        self._title = file["postings.title"]
        self._summary = file["postings.summary"]
        self._positions = Packed(file, "postings.positions")

    def words(self, runs: Sequence[range], within: range | None = None) -> list[TermPostings]:
        """The postings of runs of neighbouring words, for `union`; only posts ``within`` a range."""
        if cover := self._cover(runs):
            term = self._stretch(cover)
            term = keep(term, np.repeat(_marked(runs, cover), self.post_counts(cover)))
            return [term if within is None else _within(term, within)]
        return [term for numbers in runs for term in self._run(numbers, within)]

    def _run(self, numbers: range, within: range | None) -> list[TermPostings]:
        if len(numbers) > _FEW_WORDS:
            term = self._stretch(numbers)
            return [term if within is None else _within(term, within)]
        terms = [self._stretch(range(number, number + 1)) for number in numbers]
        return terms if within is None else [_clipped(term, within) for term in terms]

    def occurrences(self, runs: Sequence[range], wanted: Mask | None) -> Ints:
        """All occurrences of runs of neighbouring words in the wanted posts or in all, packed, in no order."""
        if cover := self._cover(runs):
            posts, counts, begin = self._occurring(cover)
            chosen = np.repeat(_marked(runs, cover), self.post_counts(cover))
            if wanted is not None:
                chosen &= wanted[posts]
            return self._packed(posts, counts, begin)[np.repeat(chosen, counts)]
        return np.concatenate([_NONE, *(self._occurrences(numbers, wanted) for numbers in runs)])

    def places(self, runs: Sequence[WordRun], wanted: Ints, base: int) -> Ints:
        """The occurrences of runs in some posts, packed, in no order, by the kernel: it unpacks no other positions.

        The posts have their numbers in the snapshot, where those of the segment begin at the base.
        """
        rows = []
        for _, words, posts in runs:
            within = range(self._numbers) if posts is None else posts
            rows.append((words.start, words.stop, within.start + base, within.stop + base))
        numbers = np.empty(_ROOM * len(wanted), np.int64)
        while True:
            found = native.kernels.places(*self._located, np.array(rows, np.int64), wanted, base, numbers)  # type: ignore[union-attr]
            if found <= len(numbers):
                return numbers[:found]
            numbers = np.empty(found, np.int64)

    def _cover(self, runs: Sequence[range]) -> range | None:
        """All words from the first to the last of many runs, if reading them in one sweep is quicker."""
        if len(runs) < _SCATTERED:
            return None
        cover = range(min(run.start for run in runs), max(run.stop for run in runs))
        postings = int(self._starts[cover.stop]) - int(self._starts[cover.start])
        return cover if postings < len(runs) * _RUN_COST else None

    def _occurrences(self, numbers: range, wanted: Mask | None) -> Ints:
        posts, counts, begin = self._occurring(numbers)
        if wanted is None:
            return self._packed(posts, counts, begin)
        chosen = wanted[posts]
        places = np.flatnonzero(chosen)
        last = int(self._position_starts[numbers.stop])
        if len(places) * _SLICE_COST > last - begin:
            every = self._packed(posts, counts, begin)
            return every if len(places) == len(posts) else every[np.repeat(chosen, counts)]
        posts, counts, firsts = posts[places], counts[places], offsets(counts)[places] + begin
        slices = zip(firsts.tolist(), counts.tolist(), strict=True)
        positions = [self._positions.sums(slice(at, at + count)) for at, count in slices]
        packed: Ints = (np.repeat(posts, counts) << POST_SHIFT) | np.concatenate([_NONE, *positions])
        return packed

    def _packed(self, posts: Ints, counts: Ints, begin: int) -> Ints:
        """All occurrences in postings whose positions lie one behind the other from ``begin``."""
        gaps = self._positions[begin : begin + int(counts.sum())]
        if not len(posts):
            return gaps
        ends = np.cumsum(counts)
        sums = np.cumsum(gaps)[ends - 1]
        # At the first occurrence in a post stands the way there from the last one in the post before.
        steps = np.diff(posts << POST_SHIFT, prepend=0)
        steps[1:] -= np.diff(sums[:-1], prepend=0)
        gaps[ends - counts] += steps
        packed: Ints = np.cumsum(gaps)
        return packed

    def _occurring(self, numbers: range) -> tuple[Ints, Ints, int]:
        """The posts of neighbouring words, their counts, and where their positions begin."""
        first, last = int(self._starts[numbers.start]), int(self._starts[numbers.stop])
        starts = self._starts[numbers.start : numbers.stop].astype(np.int64) - first
        posts = self._running(first, last, starts)
        counts = self._counts[first:last]
        begin = int(self._position_starts[numbers.start])
        if int(counts.sum()) != int(self._position_starts[numbers.stop]) - begin or not counts.all():
            raise ValueError("the counts of a word are not those of its positions")
        return posts, counts, begin

    def _running(self, first: int, last: int, starts: Ints) -> Ints:
        """The posts of some postings, of which each word's begin at one of the starts."""
        return self._posts.sums(slice(first, last)) if len(starts) == 1 else running(self._posts[first:last], starts)

    def stretch(self, words: range) -> PostingArrays:
        """The postings of neighbouring words, with everything about them."""
        term = self._stretch(words)
        title, summary = np.zeros((2, len(term.posts)), np.int64)
        title[term.heads], summary[term.heads] = term.title, term.summary
        starts = self._starts[words.start : words.stop + 1].astype(np.int64)
        first, last = int(self._position_starts[words.start]), int(self._position_starts[words.stop])
        return PostingArrays(
            np.repeat(np.arange(words.start, words.stop), starts[1:] - starts[:-1]),
            term.posts,
            term.counts,
            title,
            summary,
            running(self._positions[first:last], offsets(term.counts)[:-1]),
        )

    @property
    def _located(self) -> tuple[Array, ...]:
        packed = *self._posts.arrays, *self._counts.arrays, *self._positions.arrays
        return *packed, self._starts, self._position_starts

    @property
    def arrays(self) -> tuple[Array, ...]:
        """What the kernel that merges postings reads them from."""
        return *self._located, self._heads, self._head_starts, self._title, self._summary

    def room(self, words: range) -> Ints:
        """How many postings, positions and heads neighbouring words have together."""
        bounds = self._starts, self._position_starts, self._head_starts
        return np.array([int(starts[words.stop]) - int(starts[words.start]) for starts in bounds], np.int64)

    def everything(self) -> PostingArrays:
        """All postings of the segment."""
        return self.stretch(range(len(self._starts) - 1))

    def post_counts(self, numbers: range) -> Ints:
        """How many posts have each of neighbouring words, removed posts included."""
        starts = self._starts[numbers.start : numbers.stop + 1].astype(np.int64)
        return starts[1:] - starts[:-1]

    def position_counts(self) -> Ints:
        """Occurrences of each word."""
        starts = self._position_starts.astype(np.int64)
        return starts[1:] - starts[:-1]

    def _stretch(self, numbers: range) -> TermPostings:
        """The postings of neighbouring words one behind the other: of several words, a post may be there repeatedly."""
        first, last = int(self._starts[numbers.start]), int(self._starts[numbers.stop])
        head, head_end = int(self._head_starts[numbers.start]), int(self._head_starts[numbers.stop])
        starts = self._starts[numbers.start : numbers.stop].astype(np.int64) - first
        posts = self._running(first, last, starts)
        if len(posts) and int(posts[-1] if len(numbers) == 1 else posts.max()) >= self._numbers:
            raise ValueError("a word stands in a post that there is not")
        return TermPostings(
            posts,
            self._counts[first:last],
            self._heads[head:head_end].astype(np.int64) - first,
            self._title[head:head_end].astype(np.int64),
            self._summary[head:head_end].astype(np.int64),
        )


def union(terms: list[TermPostings], numbers: int) -> TermPostings:
    """The postings of any of several terms, as if their words were one; ``numbers`` bounds the numbers of posts.

    >>> a = TermPostings(*(np.array(column, np.int64) for column in ([1, 4], [1, 1], [], [], [])))
    >>> b = TermPostings(*(np.array(column, np.int64) for column in ([4], [1], [0], [1], [0])))
    >>> merged = union([a, b], 5)
    >>> merged.posts.tolist(), merged.counts.tolist(), merged.heads.tolist()
    ([1, 4], [1, 2], [1])
    """
    terms = [term for term in terms if len(term.posts)]
    if not terms:
        return NO_POSTINGS
    if len(terms) == 1 and _ascending(terms[0]):
        return terms[0]
    if native.kernels is not None and len(terms) <= _MOST_LISTS and all(map(_ascending, terms)):
        return _merged(terms)
    posts, counts, title, summary = (
        np.concatenate([getattr(term, name) for term in terms]) for name in ("posts", "counts", "title", "summary")
    )
    bases = offsets(np.array([len(term.posts) for term in terms], np.int64)).tolist()
    heads = np.concatenate([term.heads + base for term, base in zip(terms, bases, strict=False)]).astype(np.int64)
    if (posts[1:] > posts[:-1]).all():
        return TermPostings(posts, counts, heads, title, summary)
    owners = posts[heads]
    if len(posts) * _SPARSE > numbers:
        totals = np.bincount(posts, weights=counts, minlength=numbers)
        posts = np.flatnonzero(totals)
        counts = totals[posts].astype(np.int64)
    else:
        order = np.argsort(posts, kind="stable")
        first = run_starts(posts[order])
        posts, counts = posts[order][first], np.add.reduceat(counts[order], first)
    order = np.argsort(owners, kind="stable")
    first = run_starts(owners[order])
    return TermPostings(
        posts,
        counts,
        np.searchsorted(posts, owners[order][first]),
        np.add.reduceat(title[order], first) if len(first) else _NONE,
        np.add.reduceat(summary[order], first) if len(first) else _NONE,
    )


def _ascending(term: TermPostings) -> bool:
    return bool((term.posts[1:] > term.posts[:-1]).all())


def _merged(terms: list[TermPostings]) -> TermPostings:
    posts, counts = _added_up([(term.posts, term.counts) for term in terms])
    owners = [term.posts[term.heads] for term in terms]
    heads, title = _added_up([(own, term.title) for own, term in zip(owners, terms, strict=True)])
    _, summary = _added_up([(own, term.summary) for own, term in zip(owners, terms, strict=True)])
    return TermPostings(posts, counts, np.searchsorted(posts, heads), title, summary)


def _added_up(parts: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """The posts of any part, and for each the sum of its numbers."""
    room = sum(len(posts) for posts, _ in parts)
    posts, sums = np.empty(room, np.int64), np.empty(room, np.int64)
    found = native.kernels.merge(posts, sums, *chain.from_iterable(parts))  # type: ignore[union-attr]
    return posts[:found], sums[:found]


def keep(term: TermPostings, wanted: Mask) -> TermPostings:
    """The postings of some of the posts; ``wanted`` has one entry a posting."""
    places = np.flatnonzero(wanted)
    if len(places) == len(wanted):
        return term
    staying = wanted[term.heads] if len(term.heads) else np.zeros(0, bool)
    heads = np.searchsorted(places, term.heads[staying])
    return TermPostings(term.posts[places], term.counts[places], heads, term.title[staying], term.summary[staying])


def _marked(runs: Sequence[range], cover: range) -> Mask:
    """Which words of a range are in some runs."""
    marks = np.zeros(len(cover), bool)
    for run in runs:
        marks[run.start - cover.start : run.stop - cover.start] = True
    return marks


def _within(term: TermPostings, posts: range) -> TermPostings:
    return keep(term, (term.posts >= posts.start) & (term.posts < posts.stop))


def _clipped(term: TermPostings, within: range) -> TermPostings:
    first, last = np.searchsorted(term.posts, (within.start, within.stop)).tolist()
    if last - first == len(term.posts):
        return term
    head, head_end = np.searchsorted(term.heads, (first, last)).tolist()
    return TermPostings(
        term.posts[first:last],
        term.counts[first:last],
        term.heads[head:head_end] - first,
        term.title[head:head_end],
        term.summary[head:head_end],
    )
