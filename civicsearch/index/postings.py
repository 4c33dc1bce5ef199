"""Postings: for every word, the posts that have it, how often, and where.

Words are numbered as in the lexicon. The postings of word ``w`` are the entries ``starts[w]:starts[w + 1]``, by post;
their positions lie one behind the other from ``position_starts[w]``. Title, summary and body of a post share one run of
positions with gaps between them, so one set of postings serves every text field.

On disk posts and positions are gaps to the one before, in `packed` form. Few words stand in titles and summaries, so
their counts there are kept apart, for the postings that have any: the heads.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, ArrayFile, narrow, offsets, ranges
from .packed import Packed, packed_arrays

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TermPostings:
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
    positions: Ints | None = None
    """Of all occurrences, ascending within a post, post after post; None where they were not asked for."""


_NONE = np.zeros(0, np.int64)
NO_POSTINGS = TermPostings(_NONE, _NONE, _NONE, _NONE, _NONE, _NONE)


@dataclass(frozen=True, slots=True)
class PostingArrays:
    """The postings of all words of a segment, whole: what merging and inverting work on."""

    words: Ints
    """Number of the word of each posting, ascending."""
    posts: Ints
    counts: Ints
    title: Ints
    summary: Ints
    positions: Ints

    def arrays(self, words: int) -> dict[str, Array]:
        """The arrays from which `Postings` reads, for a lexicon of so many words."""
        starts = offsets(np.bincount(self.words, minlength=words))
        place_starts = offsets(self.counts)
        heads = np.flatnonzero(self.title + self.summary)
        return {
            "postings.starts": narrow(starts),
            "postings.position_starts": narrow(place_starts[starts]),
            **packed_arrays("postings.posts", gaps(self.posts, starts[:-1])),
            **packed_arrays("postings.counts", self.counts),
            "postings.heads": narrow(heads),
            "postings.head_starts": narrow(np.searchsorted(heads, starts)),
            "postings.title": narrow(self.title[heads]),
            "postings.summary": narrow(self.summary[heads]),
            **packed_arrays("postings.positions", gaps(self.positions, place_starts[:-1])),
        }


class Postings:
    """The postings of a segment, read from its file."""

    def __init__(self, file: ArrayFile) -> None:
        self._starts = file["postings.starts"]
        self._position_starts = file["postings.position_starts"]
        self._posts = Packed(file, "postings.posts")
        self._counts = Packed(file, "postings.counts")
        self._heads = file["postings.heads"]
        self._head_starts = file["postings.head_starts"]
        self._title = file["postings.title"]
        self._summary = file["postings.summary"]
        self._positions = Packed(file, "postings.positions")

    def words(self, numbers: range, posts: range | None = None, *, positions: bool) -> TermPostings:
        """The postings of neighbouring words as if they were one word.

        ``posts`` leaves only posts of that range. Positions are read only where they are asked for.
        """
        first, last = int(self._starts[numbers.start]), int(self._starts[numbers.stop])
        term = self._part(numbers, slice(first, last), positions=positions)
        if posts is not None:
            term = keep(term, (term.posts >= posts.start) & (term.posts < posts.stop))
        return term if len(numbers) == 1 else union([term])

    def everything(self) -> PostingArrays:
        """All postings of the segment."""
        words = len(self._starts) - 1
        term = self._part(range(words), slice(0, len(self._counts)), positions=True)
        title, summary = np.zeros((2, len(term.posts)), np.int64)
        title[term.heads], summary[term.heads] = term.title, term.summary
        starts = self._starts.astype(np.int64)
        numbers = np.repeat(np.arange(words), starts[1:] - starts[:-1])
        places = _NONE if term.positions is None else term.positions
        return PostingArrays(numbers, term.posts, term.counts, title, summary, places)

    def _part(self, numbers: range, part: slice, *, positions: bool) -> TermPostings:
        head, head_end = int(self._head_starts[numbers.start]), int(self._head_starts[numbers.stop])
        starts = self._starts[numbers.start : numbers.stop].astype(np.int64) - part.start
        counts = self._counts[part]
        term = TermPostings(
            running(self._posts[part], starts),
            counts,
            self._heads[head:head_end].astype(np.int64) - part.start,
            self._title[head:head_end].astype(np.int64),
            self._summary[head:head_end].astype(np.int64),
        )
        if not positions:
            return term
        place, end = int(self._position_starts[numbers.start]), int(self._position_starts[numbers.stop])
        return replace(term, positions=running(self._positions[place:end], offsets(counts)[:-1]))


def invert(words: Ints, posts: Ints, parts: Ints, positions: Ints) -> PostingArrays:
    """Occurrences in the order of the text → postings in the order of the lexicon.

    ``parts`` is 0 for an occurrence in the title, 1 in the summary, 2 in the body. One sort of packed keys (word, place
    in the text) does it: the text is in order of post and position already.
    """
    key = (words.astype(np.uint64) << np.uint64(32)) | np.arange(len(words), dtype=np.uint64)
    key.sort()
    order = (key & np.uint64(0xFFFFFFFF)).astype(np.int64)
    word = (key >> np.uint64(32)).astype(np.int64)
    post = posts[order]
    part = parts[order]
    first = run_starts(word, post)
    if not len(first):
        return PostingArrays(_NONE, _NONE, _NONE, _NONE, _NONE, _NONE)
    return PostingArrays(
        word[first],
        post[first],
        np.diff(first, append=len(word)),
        np.add.reduceat((part == 0).astype(np.int64), first),
        np.add.reduceat((part == 1).astype(np.int64), first),
        positions[order],
    )


def union(terms: list[TermPostings]) -> TermPostings:
    """The postings of any of several terms, as if their words were one; a post may be in each of them several times.

    >>> a = TermPostings(*map(np.array, ([1, 4], [1, 1], [], [], [], [3, 9])))
    >>> b = TermPostings(*map(np.array, ([4], [1], [0], [1], [0], [2])))
    >>> merged = union([a, b])
    >>> merged.posts.tolist(), merged.counts.tolist(), merged.heads.tolist(), merged.positions.tolist()
    ([1, 4], [1, 2], [1], [3, 2, 9])
    """
    terms = [term for term in terms if len(term.posts)]
    if not terms:
        return NO_POSTINGS
    posts, counts, title, summary = (
        np.concatenate([getattr(term, name) for term in terms]) for name in ("posts", "counts", "title", "summary")
    )
    lengths = offsets(np.array([len(term.posts) for term in terms], np.int64)).tolist()
    heads = np.concatenate([term.heads + base for term, base in zip(terms, lengths, strict=False)]).astype(np.int64)
    positions = None
    if all(term.positions is not None for term in terms):
        owners = np.repeat(posts, counts)
        scattered = np.concatenate([term.positions for term in terms if term.positions is not None])
        positions = scattered[np.argsort((owners << 32) | scattered)]
    order = np.argsort(posts, kind="stable")
    posts = posts[order]
    first = run_starts(posts)
    new_place = np.empty(len(order), np.int64)
    new_place[order] = np.repeat(np.arange(len(first)), np.diff(first, append=len(order)))
    owner = new_place[heads]
    head_order = np.argsort(owner, kind="stable")
    head_first = run_starts(owner[head_order])
    return TermPostings(
        posts[first],
        np.add.reduceat(counts[order], first),
        owner[head_order][head_first],
        np.add.reduceat(title[head_order], head_first) if len(head_first) else _NONE,
        np.add.reduceat(summary[head_order], head_first) if len(head_first) else _NONE,
        positions,
    )


def keep(term: TermPostings, wanted: NDArray[np.bool_]) -> TermPostings:
    """The postings of some of the posts; ``wanted`` has one entry a posting."""
    if wanted.all():
        return term
    places = np.flatnonzero(wanted)
    positions = term.positions
    if positions is not None:
        positions = positions[ranges(offsets(term.counts)[places], term.counts[places])]
    staying = wanted[term.heads] if len(term.heads) else np.zeros(0, bool)
    heads = np.searchsorted(places, term.heads[staying])
    return TermPostings(
        term.posts[places], term.counts[places], heads, term.title[staying], term.summary[staying], positions
    )


def gaps(numbers: Ints, starts: Ints) -> Ints:
    """Each number as its distance to the one before it in its run; the first of a run as it is."""
    result = np.diff(numbers, prepend=0)
    starts = starts[starts < len(numbers)]
    result[starts] = numbers[starts]
    return result


def running(distances: Ints, starts: Ints) -> Ints:
    """The numbers whose `gaps` these are: sums from the start of each run."""
    sums = np.cumsum(distances)
    if len(starts) > 1:
        starts = starts[starts < len(sums)]
        before = sums[starts] - distances[starts]
        sums -= np.repeat(before, np.diff(starts, append=len(sums)))
    return sums


def run_starts(*columns: Array) -> Ints:
    """Where a new run of equal rows begins in sorted columns of one length."""
    if not len(columns[0]):
        return _NONE
    change = np.zeros(len(columns[0]), bool)
    change[0] = True
    for column in columns:
        change[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(change)
