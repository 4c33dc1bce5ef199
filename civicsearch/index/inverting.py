"""Occurrences → postings, and postings → the arrays of a segment."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .arrays import Array, Spool, narrow, offsets
from .packed import PackedWriter
from .postings import Ints, PostingArrays, run_starts

_NONE = np.zeros(0, np.int64)


class PostingsWriter:
    """Lays down the postings of a segment, some words at a time, in the order of the words."""

    def __init__(self, folder: Path, posts: int, largest_position: int) -> None:
        self._posts = PackedWriter(folder, posts)
        self._counts = PackedWriter(folder, largest_position)
        self._positions = PackedWriter(folder, largest_position)
        self._word_postings: list[Ints] = []
        self._word_positions: list[Ints] = []
        self._word_heads: list[Ints] = []
        self._heads: list[Ints] = []
        self._title: list[Ints] = []
        self._summary: list[Ints] = []
        self._written = 0

    def append(self, words: range, part: PostingArrays) -> None:
        """Add the postings of neighbouring words; each call goes on where the one before ended."""
        number = part.words - words.start
        counts = np.bincount(number, minlength=len(words))
        place_starts = offsets(part.counts)
        in_head = part.title + part.summary
        heads = np.flatnonzero(in_head)
        self._word_postings.append(counts)
        self._word_positions.append(np.diff(place_starts[offsets(counts)]))
        self._word_heads.append(np.bincount(number[heads], minlength=len(words)))
        self._heads.append(heads + self._written)
        self._title.append(part.title[heads])
        self._summary.append(part.summary[heads])
        self._posts.append(gaps(part.posts, offsets(counts)[:-1]))
        self._counts.append(part.counts)
        self._positions.append(gaps(part.positions, place_starts[:-1]))
        self._written += len(part.posts)

    def occurring(self) -> Ints:
        """The words so far that have postings."""
        return np.flatnonzero(_joined(self._word_postings))

    def arrays(self) -> dict[str, Array | Spool]:
        """The arrays from which `Postings` reads; words without postings are left out, and the others close up."""
        words = self.occurring()
        return {
            "postings.starts": narrow(offsets(_joined(self._word_postings)[words])),
            "postings.position_starts": narrow(offsets(_joined(self._word_positions)[words])),
            "postings.head_starts": narrow(offsets(_joined(self._word_heads)[words])),
            "postings.heads": narrow(_joined(self._heads)),
            "postings.title": narrow(_joined(self._title)),
            "postings.summary": narrow(_joined(self._summary)),
            **self._posts.arrays("postings.posts"),
            **self._counts.arrays("postings.counts"),
            **self._positions.arrays("postings.positions"),
        }


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


def gaps(numbers: Ints, starts: Ints) -> Ints:
    """Each number as its distance to the one before it in its run; the first of a run as it is."""
    result = np.diff(numbers, prepend=0)
    starts = starts[starts < len(numbers)]
    result[starts] = numbers[starts]
    return result


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate([_NONE, *parts])
