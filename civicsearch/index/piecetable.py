"""Numbers for pieces of text, for all the pieces of a text at once.

Python pays some 200 ns to look up a piece in a dictionary, and to make a string of it first. Here a piece is two
numbers of eight bytes, cut out of the text where it stands, and all pieces are looked up by whole arrays: 25 ns each.
What is not found, or is longer than 16 bytes (two pieces in a thousand, on the archives), is asked for one by one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .. import native
from .postings import Ints

Codes = NDArray[np.int32]
_Words = NDArray[np.uint64]

_BLANK = 32
_LONGEST = 16
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
_NEVER = np.uint64(2**64 - 1)
"""Eight bytes that no piece begins with: they are not UTF-8."""
_MIX_FIRST, _MIX_SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
"""Odd numbers whose bits are half ones, without order: the golden ratio's, and that of a well-known hash."""
_LEAST_BITS, _MOST_BITS = 14, 22
_LOAD = 0.25
"""Share of a table that may be taken before it is doubled."""
_PROBES = 4


class PieceTable:
    """A cache in front of ``code_of``, which gives the number of a piece: the same for the same piece, always."""

    def __init__(self, code_of: Callable[[bytes], int]) -> None:
        self._code_of = code_of
        self._make(_LEAST_BITS)

    def codes(self, text: bytes) -> Codes:
        """The numbers of the pieces of a text.

        Without `kernels` the pieces stand between blanks (`language.tokens.pieces`); with them the text is as it was
        written, apart from `PART_END` between blanks.
        """
        codes, places, starts, ends, first, second = (self._cut if native.kernels is None else self._cut_natively)(text)
        if len(places):
            asked = map(self._code_of, [text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)])
            missed: Codes = np.fromiter(asked, np.int32, len(places))
            codes[places] = missed
            short = ends - starts <= _LONGEST
            self._learn(first[short], second[short], missed[short])
        return codes

    def _cut(self, text: bytes) -> tuple[Codes, Ints, Ints, Ints, _Words, _Words]:
        """The codes, and of the pieces that are not known: places among the codes, starts and ends, halves of keys."""
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
        return codes, left, starts[left] - 1, ends[left] - 1, first[left], second[left]

    def _cut_natively(self, text: bytes) -> tuple[Codes, Ints, Ints, Ints, _Words, _Words]:
        """The same by a kernel."""
        assert native.kernels is not None  # noqa: S101  # chosen by the caller
        room = len(text) + 1
        codes: Codes = np.empty(room, np.int32)
        missed: Ints = np.empty((room, 3), np.int64)
        first: _Words = np.empty(room, np.uint64)
        second: _Words = np.empty(room, np.uint64)
        pieces, misses = native.kernels.cut(text, self._first, self._second, self._codes, codes, missed, first, second)
        places, starts, ends = missed[:misses].T
        return codes[:pieces], places, starts, ends, first[:misses], second[:misses]

    def _make(self, bits: int) -> None:
        self._bits = bits
        self._first: _Words = np.zeros(1 << bits, np.uint64)
        self._second: _Words = np.zeros(1 << bits, np.uint64)
        self._codes: Codes = np.zeros(1 << bits, np.int32)

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
            left = (self._first[slots] != first) | (self._second[slots] != second)
            first, second, codes = first[left], second[left], codes[left]
        taken = np.flatnonzero(self._first)
        if len(taken) > _LOAD * len(self._first) and self._bits < _MOST_BITS:
            first = np.concatenate([self._first[taken], first])
            second = np.concatenate([self._second[taken], second])
            codes = np.concatenate([self._codes[taken], codes])
            self._make(self._bits + 2)
            self._learn(first, second, codes)
