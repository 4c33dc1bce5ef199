"""Occurrences → postings, and postings → the arrays of a segment."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from .. import native
from .arrays import Array, Spool, narrow, offsets
from .occurrences import PARTS, occurrences
from .packed import PackedWriter, pack
from .piecetable import Codes
from .postings import Ints, PostingArrays
from .vocabulary import Vocabulary

_NONE = np.zeros(0, np.int64)
_PART_SHIFT, _POST_SHIFT = 32, 34


@dataclass(frozen=True, slots=True)
class PackedPostings:
    """The postings of neighbouring words as they are written."""

    posts: tuple[NDArray[np.uint8], Ints]
    """Bytes, and the numbers that are wide; those below likewise."""
    counts: tuple[NDArray[np.uint8], Ints]
    positions: tuple[NDArray[np.uint8], Ints]
    heads: Ints
    title: Ints
    summary: Ints
    word_postings: Ints
    """Postings of each word; those below likewise."""
    word_positions: Ints
    word_heads: Ints


def packed_postings(words: range, part: PostingArrays) -> PackedPostings:
    """The postings of neighbouring words, packed."""
    number = part.words - words.start
    counts = np.bincount(number, minlength=len(words))
    place_starts = offsets(part.counts)
    heads = np.flatnonzero(part.title + part.summary)
    return PackedPostings(
        pack(part.posts, offsets(counts)[:-1]),
        pack(part.counts),
        pack(part.positions, place_starts[:-1]),
        heads,
        part.title[heads],
        part.summary[heads],
        counts,
        np.diff(place_starts[offsets(counts)]),
        np.bincount(number[heads], minlength=len(words)),
    )


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

    def append(self, part: PackedPostings) -> None:
        """Add the postings of neighbouring words; each call goes on where the one before ended."""
        self._word_postings.append(part.word_postings)
        self._word_positions.append(part.word_positions)
        self._word_heads.append(part.word_heads)
        self._heads.append(part.heads + self._written)
        self._title.append(part.title)
        self._summary.append(part.summary)
        self._posts.append(*part.posts)
        self._counts.append(*part.counts)
        self._positions.append(*part.positions)
        self._written += len(part.posts[0])

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


@dataclass(frozen=True, slots=True)
class Inverted:
    """The words of some posts, in the order of the lexicon, and what is left of the order of the text."""

    numbers: Ints
    """The words that occur, by their numbers in the vocabulary."""
    postings: PackedPostings
    """Words are places among ``numbers``."""
    largest_position: int
    in_language: NDArray[np.bool_]
    """For each language which of these words its posts have: shape (languages, words)."""
    lengths: Ints
    """Words in each part of each post, without signed forms: shape (posts, 3)."""
    paragraphs: Ints
    """As in `Occurrences`, and the counts as well."""
    paragraph_counts: Ints


def inverted(codes: Codes, vocabulary: Vocabulary, languages: Ints, count: int) -> Inverted:
    """Posts as codes of the vocabulary → their words and postings.

    ``languages`` has the number of each post's language, below the count.
    """
    if native.kernels is not None:
        return _inverted_natively(native.kernels, codes, vocabulary, languages, count)
    found = occurrences(codes, vocabulary)
    used = np.zeros(len(vocabulary), bool)
    used[found.words] = True
    numbers = vocabulary.in_order(used)
    postings = invert(_ranks(vocabulary, numbers)[found.words], len(numbers), found.positions, found.entries)
    in_language = np.zeros((count, len(numbers)), bool)
    in_language[languages[postings.posts], postings.words] = True
    return Inverted(
        numbers,
        packed_postings(range(len(numbers)), postings),
        int(postings.positions.max(initial=0)),
        in_language,
        found.lengths,
        found.paragraphs,
        found.paragraph_counts,
    )


def _inverted_natively(
    kernels: ModuleType, codes: Codes, vocabulary: Vocabulary, languages: Ints, count: int
) -> Inverted:
    sizes = np.array([len(compound) for compound in vocabulary.compounds], np.int64)
    flat = np.fromiter(chain.from_iterable(vocabulary.compounds), np.int32)
    text = (codes, offsets(sizes), flat)
    counts = np.zeros(len(vocabulary), np.int64)
    posts, paragraphs, total = kernels.count(*text, counts)
    numbers = vocabulary.in_order(counts > 0)
    lengths: Ints = np.empty((posts, PARTS), np.int64)
    starts: Ints = np.empty(paragraphs, np.int64)
    counted: Ints = np.empty(posts, np.int64)
    in_language = np.zeros((count, len(numbers)), bool)
    word_starts = offsets(counts[numbers])
    cursor = np.empty(len(numbers), np.int64)
    # In one piece: of pages of memory that are new, large ones cost less.
    memory = np.empty(11 * total, np.uint8)
    sorted_occurrences = memory[: 8 * total].view(np.uint64)
    low = memory[8 * total :].reshape(3, total)
    # Wide positions take the room in which occurrences were sorted: memory that is new costs time.
    wide: list[Ints] = [np.empty(total, np.int64), np.empty(total, np.int64), sorted_occurrences.view(np.int64)]
    heads: list[Ints] = [np.empty(total, np.int64) for _ in range(3)]
    by_word: list[Ints] = [np.empty(len(numbers), np.int64) for _ in range(2)]
    found = np.empty(4, np.int64)
    postings = kernels.invert(
        *(
            *text,
            ~vocabulary.counted(),
            _ranks(vocabulary, numbers),
            word_starts,
            languages,
            cursor,
            sorted_occurrences,
        ),
        *(lengths, starts, counted, in_language, *chain.from_iterable(zip(low, wide, strict=True)), *heads),
        *(*by_word, found),
    )
    *escapes, largest = found.tolist()
    lengths_of = (postings, postings, total)
    packed = [(low[kind][: lengths_of[kind]], wide[kind][: escapes[kind]]) for kind in range(3)]
    word_postings, word_heads = by_word
    at_heads, title, summary = (column[: int(word_heads.sum())] for column in heads)
    every = PackedPostings(
        packed[0], packed[1], packed[2], at_heads, title, summary, word_postings, np.diff(word_starts), word_heads
    )
    return Inverted(numbers, every, largest, in_language, lengths, starts, counted)


def _ranks(vocabulary: Vocabulary, numbers: Ints) -> NDArray[np.int32]:
    """For each word of the vocabulary its place among ``numbers``; -1 for none."""
    ranks = np.full(len(vocabulary), -1, np.int32)
    ranks[numbers] = np.arange(len(numbers))
    return ranks


def invert(words: NDArray[np.int32], word_count: int, positions: Ints, entries: Ints) -> PostingArrays:
    """Occurrences in the order of the text → postings in the order of the lexicon.

    ``words`` has the place of each occurrence's word in the lexicon; ``entries`` how many stand in
    the parts of each post.
    The text is in order of post and position already, so all that is needed is an order of words that keeps it.
    """
    if not len(words):
        return PostingArrays(_NONE, _NONE, _NONE, _NONE, _NONE, _NONE)
    post_entries = entries.sum(axis=1)
    order = stable_order(words, word_count)
    # Post, part and position are fetched as one number: each fetch from all over the memory takes 10 ns.
    parts = np.tile(np.arange(3), len(entries)) << _PART_SHIFT
    packed = positions | np.repeat(parts, entries.ravel())
    packed |= np.repeat(np.arange(len(entries)) << _POST_SHIFT, post_entries)
    packed = packed[order]
    posts = packed >> _POST_SHIFT
    counts = np.bincount(words, minlength=word_count)
    ends = np.cumsum(counts)
    begins = np.ones(len(words), bool)
    np.not_equal(posts[1:], posts[:-1], out=begins[1:])
    begins[ends[counts > 0][:-1]] = True
    first = np.flatnonzero(begins)
    title, summary = np.zeros((2, len(first)), np.int64)
    parts = (packed >> _PART_SHIFT) & 3
    for part, found in enumerate((title, summary)):
        owners = np.searchsorted(first, np.flatnonzero(parts == part), side="right") - 1
        found += np.bincount(owners, minlength=len(first))
    return PostingArrays(
        np.repeat(np.arange(word_count), np.diff(np.searchsorted(first, ends), prepend=0)),
        posts[first],
        np.diff(first, append=len(words)),
        title,
        summary,
        packed & ((1 << _PART_SHIFT) - 1),
    )


def stable_order(numbers: NDArray[np.int32], bound: int) -> Ints:
    """Where the numbers below ``bound`` stand, from the smallest to the largest; equal ones in the order they have.

    NumPy sorts numbers of 16 bits by radix, in a fifth of the time of wider ones; so it is done by 16 bits at a time.
    """
    order = np.argsort(numbers.astype(np.uint16), kind="stable")
    shift = 16
    while bound > 1 << shift:
        order = order[np.argsort((numbers[order] >> shift).astype(np.uint16), kind="stable")]
        shift += 16
    return order


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate([_NONE, *parts])
