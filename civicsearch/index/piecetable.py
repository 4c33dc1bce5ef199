"""Numbers for pieces of text, for all the pieces of a text at once.

Python pays some 200 ns to look up a piece in a dictionary, and to make a string of it first. Here a piece is two
numbers of eight bytes, cut out of the text where it stands, and all pieces are looked up by whole arrays: 25 ns each.
What is not found, or is longer than 16 bytes (two pieces in a thousand, on the archives), is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from .. import native
from .arrays import distinct
from .postings import Ints

Codes = NDArray[np.int32]
_Words = NDArray[np.uint64]
_Pieces = tuple[_Words, _Words, Codes]
"""The two halves of each, and its code."""

_BLANK = 32
_LONGEST = 16
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
_NEVER = np.uint64(2**64 - 1)
"""Eight bytes that no piece begins with: they are not UTF-8."""
_MIX_FIRST, _MIX_SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
"""Odd numbers whose bits are half ones, without order: the golden ratio's, and that of a well-known hash."""
_NO_WORDS: _Words = np.zeros(0, np.uint64)
_NO_CODES: Codes = np.zeros(0, np.int32)
_FIRST_CODE = np.iinfo(np.int32).min
"""The kernel's code for the first piece that it does not know; the next ones follow."""
_LEAST_BITS, _MOST_BITS = 14, 22
_LOAD = 0.25
"""Share of a table that may be taken before it is doubled."""
_PROBES = 4
_BYTES_A_NEW_PIECE = 128
"""Bytes of text for each new piece for which there has to be room before a kernel cuts it; the archives have 190."""


class PieceTable:
    """A cache in front of ``codes_of``, which gives the numbers of pieces: the same for the same piece, always.

    A kernel numbers words by itself; ``numbers`` has the number of every word. So the table holds each word of up to 16
    ASCII letters and digits that has a number, or has no place where it could stand: then it is asked for.
    """

    def __init__(self, codes_of: Callable[[list[bytes]], list[int]], numbers: dict[str, int]) -> None:
        self._codes_of = codes_of
        self._numbers = numbers
        self._room, self._missed = np.empty(0, np.int32), np.empty((0, 4), np.int64)
        self._words = np.empty(0, np.uint8)
        self._outside = _NO_WORDS, _NO_WORDS, _NO_CODES
        """What found no place; it may have one when the table has grown."""
        self._make(_LEAST_BITS)

    def codes(self, text: bytes) -> Codes:
        """The numbers of the pieces of a text.

        Without `kernels` the pieces stand between blanks (`language.tokens.pieces`); with them the text is as it was
        written, apart from `PART_END` between blanks.
        """
        return self._looked_up(text) if native.kernels is None else self._cut(native.kernels, text)

    def _cut(self, kernels: ModuleType, text: bytes) -> Codes:
        """By a kernel, which takes new pieces into the table, those that it cannot tell with codes for a while."""
        while self._free() < len(text) // _BYTES_A_NEW_PIECE and self._bits < _MOST_BITS:
            self._grow()
        codes, missed, words = self._rooms(len(text) + 1)
        free, known = self._free(), len(self._numbers)
        table = self._first, self._second, self._codes
        pieces, misses, left, learned, written = kernels.cut(text, *table, codes, missed, words, free, known)
        self._taken += free - left
        if learned:
            fresh = words[: written - 1].tobytes().decode("ascii").split("\n")
            self._numbers.update(zip(fresh, range(known, known + learned), strict=True))
        codes = codes[:pieces].copy()
        if misses:
            _, starts, ends, slots = missed[:misses].T
            asked = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
            answers: Codes = np.array(self._codes_of(asked), np.int32)
            unanswered = np.flatnonzero(codes < _FIRST_CODE + misses)
            codes[unanswered] = answers[codes[unanswered] - _FIRST_CODE]
            self._codes[slots[slots >= 0]] = answers[slots >= 0]
            self._learn_words(len(self._numbers) - known - learned)
        return codes

    def _learn_words(self, count: int) -> None:
        """Keep the last words that were numbered, as pieces."""
        last = [word for word in islice(reversed(self._numbers), count) if _is_plain(word)]
        numbers: Codes = np.array([self._numbers[word] for word in last], np.int32)
        pieces = np.array(last, f"S{_LONGEST}").view(np.uint64).reshape(-1, 2)
        self._learn(pieces[:, 0], pieces[:, 1], numbers)

    def _free(self) -> int:
        """How many more pieces may be taken in."""
        return max(0, int(_LOAD * len(self._codes)) - self._taken)

    def _rooms(self, most: int) -> tuple[Codes, Ints, NDArray[np.uint8]]:
        """Room for codes, for what is asked, and for words, the same each time: memory that is new costs time."""
        if most > len(self._room):
            self._room, self._missed = np.empty(most, np.int32), np.empty((most, 4), np.int64)
            self._words = np.empty(2 * most + _LONGEST, np.uint8)
        return self._room, self._missed, self._words

    def _looked_up(self, text: bytes) -> Codes:
        """By whole arrays."""
        padded = b"".join((b" ", text, b" " * (_LONGEST + 8)))
        inside = np.frombuffer(padded, np.uint8) != _BLANK
        edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
        starts, ends = edges[::2], edges[1::2]
        sizes = ends - starts
        eights: _Words = np.ndarray((len(padded) - 7,), "<u8", padded, strides=(1,))
        first = eights[starts] & _MASKS[np.minimum(sizes, 8)]
        second = eights[starts + 8] & _MASKS[np.clip(sizes - 8, 0, 8)]
        first[sizes > _LONGEST] = _NEVER
        slots = self._slots(first, second)
        codes = self._codes[slots]
        left = np.flatnonzero((self._first[slots] != first) | (self._second[slots] != second))
        for probe in range(1, _PROBES):
            slots = self._slots(first[left], second[left], probe)
            hit = (self._first[slots] == first[left]) & (self._second[slots] == second[left])
            codes[left[hit]] = self._codes[slots[hit]]
            left = left[~hit]
        if len(left):
            asked = [padded[a:b] for a, b in zip(starts[left].tolist(), ends[left].tolist(), strict=True)]
            codes[left] = self._codes_of(asked)
            short = left[sizes[left] <= _LONGEST]
            self._learn(first[short], second[short], codes[short])
        return codes

    def _make(self, bits: int) -> None:
        self._bits = bits
        self._taken = 0
        # In one piece: for a large one NumPy asks the system for large pages, and each page that is new costs 3 us.
        memory = np.empty(20 << bits, np.uint8)
        memory[:] = 0
        self._first: _Words = memory[: 8 << bits].view(np.uint64)
        self._second: _Words = memory[8 << bits : 16 << bits].view(np.uint64)
        self._codes: Codes = memory[16 << bits :].view(np.int32)

    def _slots(self, first: _Words, second: _Words, probe: int = 0) -> Ints:
        mixed = (first * _MIX_FIRST + second * _MIX_SECOND) >> np.uint64(64 - self._bits)
        slots = mixed.astype(np.int64)
        return (slots + probe) & ((1 << self._bits) - 1) if probe else slots

    def _learn(self, first: _Words, second: _Words, codes: Codes) -> None:
        """Keep pieces; one that finds its places taken is not kept unless the table grows."""
        for probe in range(_PROBES):
            slots = self._slots(first, second, probe)
            free = self._first[slots] == 0
            # Where several go for one place, the last one gets it, in each of these lines.
            self._first[slots[free]] = first[free]
            self._second[slots[free]] = second[free]
            self._codes[slots[free]] = codes[free]
            self._taken += len(distinct(slots[free]))
            left = (self._first[slots] != first) | (self._second[slots] != second)
            first, second, codes = first[left], second[left], codes[left]
        self._outside = _joined(self._outside, (first, second, codes))
        if not self._free() and self._bits < _MOST_BITS:
            self._grow()

    def _grow(self) -> None:
        """Make the table larger."""
        taken = np.flatnonzero(self._first)
        kept = _joined((self._first[taken], self._second[taken], self._codes[taken]), self._outside)
        self._outside = _NO_WORDS, _NO_WORDS, _NO_CODES
        self._make(self._bits + 2)
        self._learn(*kept)


def _is_plain(word: str) -> bool:
    return len(word) <= _LONGEST and word.isascii() and word.isalnum()


def _joined(these: _Pieces, those: _Pieces) -> _Pieces:
    return (
        np.concatenate([these[0], those[0]]),
        np.concatenate([these[1], those[1]]),
        np.concatenate([these[2], those[2]]),
    )
