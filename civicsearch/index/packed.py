"""Small numbers in one byte each, and the few that do not fit beside them.

A number below 255 is its byte. A byte of 255 stands for the next number of a second list. Every 1,024 bytes it is noted
how far that list has come, so any stretch can be read by itself. On posts' gaps, counts and positions this takes 1.1 to
1.4 bytes a number, and reads at the speed of widening an array.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, ArrayFile, narrow

_ESCAPE = 255
_BLOCK = 1024

Ints = NDArray[np.int64]


class Packed:
    """Non-negative numbers, read from an `ArrayFile` a stretch at a time."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._bytes = file[name]
        self._wide = file[f"{name}.wide"]
        self._wide_before = file[f"{name}.wide_before"]

    def __len__(self) -> int:
        return len(self._bytes)

    def __getitem__(self, part: slice) -> Ints:
        """The numbers of a stretch, ``start:stop``."""
        low = self._bytes[part]
        numbers = low.astype(np.int64)
        if len(self._wide):
            escaped = np.flatnonzero(low == _ESCAPE)
            if len(escaped):
                first = self._escapes_before(int(part.start))
                numbers[escaped] = self._wide[first : first + len(escaped)]
        return numbers

    def _escapes_before(self, place: int) -> int:
        block = place // _BLOCK
        return int(self._wide_before[block]) + int((self._bytes[block * _BLOCK : place] == _ESCAPE).sum())


def packed_arrays(name: str, numbers: Ints) -> dict[str, Array]:
    """The arrays from which `Packed` reads the numbers back."""
    escaped = numbers >= _ESCAPE
    low = np.where(escaped, _ESCAPE, numbers).astype(np.uint8)
    running = np.zeros(len(numbers) + 1, np.int64)
    np.cumsum(escaped, out=running[1:])
    return {
        name: low,
        f"{name}.wide": narrow(numbers[escaped]),
        f"{name}.wide_before": narrow(running[: len(numbers) + 1 : _BLOCK]),
    }
