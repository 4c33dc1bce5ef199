"""The words of many posts in the order of the text, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .. import native
from ..language.tokens import PARAGRAPH_GAP, pieces
from ..models import Post
from .arrays import offsets, ranges
from .piecetable import Codes
from .postings import Ints
from .vocabulary import BREAK_CODE, END_CODE, PART_END, Vocabulary

PARTS = 3
"""Title, summary and body."""
_BODY = 2
_LEAST_TEXT, _MOST_TEXT = 1 << 15, 1 << 20
"""Bytes that are looked up at once: few at first, while most words are new, and no more than a cache holds."""
_SEPARATOR = b" " + PART_END + b" "


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where each word stands. The first two have one entry a word, in the order of posts, then of the text."""

    words: NDArray[np.int32]
    """Numbers of words in the vocabulary."""
    positions: Ints
    """A signed form stands at the position of the word before it."""
    entries: Ints
    """Words and signed forms in each part of each post: shape (posts, 3)."""
    lengths: Ints
    """Words in each part of each post, without signed forms: shape (posts, 3)."""
    paragraphs: Ints
    """Position of the first word of each paragraph of each body, also of those without words, body after body."""
    paragraph_counts: Ints
    """Paragraphs of each body."""


class Gatherer:
    """Takes in posts one by one; they are numbered in the order of the calls."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._waiting: list[bytes | memoryview] = []
        self._waiting_bytes = 0
        self._at_once = _LEAST_TEXT
        self._codes: list[Codes] = [np.zeros(0, np.int32)]

    def add(self, post: Post, body: memoryview) -> None:
        """Take in a post, whose text is given encoded as well."""
        title, summary = " ".join(post.title.split()), " ".join((post.summary or "").split())
        parts: tuple[bytes | memoryview, ...]
        if native.kernels is None:
            parts = pieces(title), pieces(summary), pieces(post.text)
        else:
            parts = title.encode("utf-8", "replace"), summary.encode("utf-8", "replace"), body
        for part in parts:
            self._waiting += (part, _SEPARATOR)
            self._waiting_bytes += len(part)
        if self._waiting_bytes > self._at_once:
            self._look_up()
            self._at_once = min(2 * self._at_once, _MOST_TEXT)

    def _look_up(self) -> None:
        self._codes.append(self._vocabulary.codes(b"".join(self._waiting)))
        self._waiting, self._waiting_bytes = [], 0

    def codes(self) -> Codes:
        """What was taken in, as codes of the vocabulary in the order of the text."""
        self._look_up()
        return np.concatenate(self._codes)


def occurrences(codes: Codes, vocabulary: Vocabulary) -> Occurrences:
    """The words that the codes of whole posts stand for."""
    codes = _taken_apart(codes, vocabulary.compounds)
    # A stretch of words ends at each mark: the break of a paragraph or the end of a part.
    marks = np.flatnonzero(codes < 0)
    ends = np.flatnonzero(codes[marks] == END_CODE)
    words = codes[codes >= 0]
    before = marks - np.arange(len(marks))
    places = offsets(vocabulary.counted()[words].astype(np.int64))
    words_before = places[before]
    lengths = np.diff(words_before[ends], prepend=0).reshape(-1, PARTS)
    paragraph_counts = np.diff(ends, prepend=-1).reshape(-1, PARTS)[:, _BODY]
    per_post = np.diff(ends[PARTS - 1 :: PARTS], prepend=-1)
    nth = np.arange(len(marks)) - np.repeat(offsets(per_post)[:-1], per_post)
    shift = nth * PARAGRAPH_GAP - np.repeat(offsets(lengths.sum(axis=1))[:-1], per_post)
    return Occurrences(
        words,
        places[1:] - 1 + np.repeat(shift, np.diff(before, prepend=0)),
        np.diff(before[ends], prepend=0).reshape(-1, PARTS),
        lengths,
        (words_before - np.diff(words_before, prepend=0) + shift)[nth >= _BODY],
        paragraph_counts,
    )


def _taken_apart(codes: Codes, compounds: list[list[int]]) -> Codes:
    """The codes with the words of compounds in their places."""
    places = np.flatnonzero(codes < min(BREAK_CODE, END_CODE))
    if not len(places):
        return codes
    sizes = np.array([len(compound) for compound in compounds], np.int64)
    flat = np.array([number for compound in compounds for number in compound], np.int32)
    which = min(BREAK_CODE, END_CODE) - 1 - codes[places]
    counts = np.ones(len(codes), np.int64)
    counts[places] = sizes[which]
    apart = np.repeat(codes, counts)
    apart[ranges(offsets(counts)[places], sizes[which])] = flat[ranges(offsets(sizes)[which], sizes[which])]
    return apart
