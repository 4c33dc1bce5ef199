"""Postings: for every word, the posts that have it, how often, and where.

Words are numbered as in the lexicon. The postings of word ``w`` are the entries ``starts[w]:starts[w + 1]``, by post;
their positions lie one behind the other from ``position_starts[w]``. Title, summary and body of a post share one run of
positions with gaps between them, so one set of postings serves every text field.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, ArrayFile, narrow, offsets, ranges

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TermPostings:
    """The postings of one term over one or several segments. All arrays but ``positions`` have one entry a post."""

    posts: Ints
    """Ascending, each once."""
    title: Ints
    """Occurrences in the title."""
    summary: Ints
    body: Ints
    positions: Ints | None
    """Of all occurrences, ascending within a post, post after post; None where they were not asked for."""

    @property
    def counts(self) -> Ints:
        """Occurrences in each post: how the positions are shared out."""
        return self.title + self.summary + self.body


_NONE = np.zeros(0, np.int64)
NO_POSTINGS = TermPostings(_NONE, _NONE, _NONE, _NONE, _NONE)


@dataclass(frozen=True, slots=True)
class PostingArrays:
    """The postings of all words of a segment, whole: what merging and inverting work on."""

    words: Ints
    """Number of the word of each posting, ascending."""
    posts: Ints
    title: Ints
    summary: Ints
    counts: Ints
    positions: Ints

    def arrays(self, words: int) -> dict[str, Array]:
        """The arrays from which `Postings` reads, for a lexicon of so many words."""
        starts = offsets(np.bincount(self.words, minlength=words))
        position_starts = offsets(self.counts)[starts]
        return {
            "postings.starts": narrow(starts),
            "postings.position_starts": narrow(position_starts),
            "postings.posts": narrow(self.posts),
            "postings.counts": narrow(self.counts),
            "postings.title": narrow(self.title),
            "postings.summary": narrow(self.summary),
            "postings.positions": narrow(self.positions),
        }


class Postings:
    """The postings of a segment, read from its file."""

    def __init__(self, file: ArrayFile) -> None:
        self._starts = file["postings.starts"]
        self._position_starts = file["postings.position_starts"]
        self._posts = file["postings.posts"]
        self._counts = file["postings.counts"]
        self._title = file["postings.title"]
        self._summary = file["postings.summary"]
        self._positions = file["postings.positions"]

    def words(self, numbers: range, posts: range | None = None, *, positions: bool) -> TermPostings:
        """The postings of neighbouring words as if they were one word.

        ``posts`` leaves only posts of that range. Positions are read only where they are asked for.
        """
        first, last = int(self._starts[numbers.start]), int(self._starts[numbers.stop])
        term = TermPostings(*self._columns(slice(first, last)), None)
        if positions:
            place, end = (int(self._position_starts[number]) for number in (numbers.start, numbers.stop))
            term = replace(term, positions=self._positions[place:end].astype(np.int64))
        if posts is not None:
            term = keep(term, (term.posts >= posts.start) & (term.posts < posts.stop))
        return term if len(numbers) == 1 else union([term])

    def _columns(self, part: slice) -> tuple[Ints, Ints, Ints, Ints]:
        posts, title, summary, counts = (
            column[part].astype(np.int64) for column in (self._posts, self._title, self._summary, self._counts)
        )
        return posts, title, summary, counts - title - summary

    def everything(self) -> PostingArrays:
        """All postings of the segment."""
        starts = self._starts.astype(np.int64)
        return PostingArrays(
            np.repeat(np.arange(len(starts) - 1), starts[1:] - starts[:-1]),
            *(
                column.astype(np.int64)
                for column in (self._posts, self._title, self._summary, self._counts, self._positions)
            ),
        )


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
        np.add.reduceat((part == 0).astype(np.int64), first),
        np.add.reduceat((part == 1).astype(np.int64), first),
        np.diff(first, append=len(word)),
        positions[order],
    )


def union(terms: list[TermPostings]) -> TermPostings:
    """The postings of any of several terms, as if their words were one; a post may be in each of them several times.

    >>> rows = ([1, 4], [0, 0], [0, 0], [1, 1], [3, 9]), ([4], [1], [0], [0], [2])
    >>> merged = union([TermPostings(*map(np.array, row)) for row in rows])
    >>> merged.posts.tolist(), merged.title.tolist(), merged.positions.tolist()
    ([1, 4], [0, 1], [3, 2, 9])
    """
    if not terms:
        return NO_POSTINGS
    posts, title, summary, body = (
        np.concatenate([getattr(term, name) for term in terms]) for name in ("posts", "title", "summary", "body")
    )
    order = np.argsort(posts, kind="stable")
    first = run_starts(posts[order])
    positions = None
    if all(term.positions is not None for term in terms):
        owners = np.repeat(posts, title + summary + body)
        scattered = np.concatenate([term.positions for term in terms if term.positions is not None])
        positions = scattered[np.lexsort((scattered, owners))]
    if len(first):
        title, summary, body = (np.add.reduceat(column[order], first) for column in (title, summary, body))
    return TermPostings(posts[order][first], title, summary, body, positions)


def keep(term: TermPostings, wanted: NDArray[np.bool_]) -> TermPostings:
    """The postings of some of the posts; ``wanted`` has one entry a posting."""
    if wanted.all():
        return term
    positions = term.positions
    if positions is not None:
        counts = term.counts
        positions = positions[ranges(offsets(counts)[:-1][wanted], counts[wanted])]
    return TermPostings(term.posts[wanted], term.title[wanted], term.summary[wanted], term.body[wanted], positions)


def run_starts(*columns: Array) -> Ints:
    """Where a new run of equal rows begins in sorted columns of one length."""
    if not len(columns[0]):
        return np.zeros(0, np.int64)
    change = np.zeros(len(columns[0]), bool)
    change[0] = True
    for column in columns:
        change[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(change)
