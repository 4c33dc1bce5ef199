"""Small numbers in one byte each, and the few that do not fit beside them.

A number below 255 is its byte. A byte of 255 stands for the next number of a second list. Every 1,024 bytes it is noted
how far that list has come, so any stretch can be read by itself. On the archives posts and counts take 1.0 byte a
number, positions 2.0.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .. import native
from .arrays import Array, ArrayFile, Spool, narrow

_ESCAPE = 255
_BLOCK = 1024

Ints = NDArray[np.int64]
_NONE = np.zeros(0, np.int64)


class Packed:
    """Non-negative numbers, read from an `ArrayFile` a stretch at a time."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._bytes = file[name]
        self._wide = file[f"{name}.wide"]
        self._wide_before = file[f"{name}.wide_before"]

    @property
    def arrays(self) -> tuple[Array, Array, Array]:
        """What the kernel for places reads them from."""
        return self._bytes, self._wide, self._wide_before

    def __getitem__(self, part: slice) -> Ints:
        """The numbers of a stretch, ``start:stop``."""
        if native.kernels is not None:
            return self._unpacked(part, running=False)
        low = self._bytes[part]
        numbers = low.astype(np.int64)
        if len(self._wide):
            escaped = np.flatnonzero(low == _ESCAPE)
            if len(escaped):
                first = self._escapes_before(int(part.start))
                numbers[escaped] = self._wide[first : first + len(escaped)]
        return numbers

    def sums(self, part: slice) -> Ints:
        """The sums of the numbers of a stretch from its start to each of them."""
        if native.kernels is not None:
            return self._unpacked(part, running=True)
        return np.cumsum(self[part])

    def _unpacked(self, part: slice, *, running: bool) -> Ints:
        low = self._bytes[part]
        numbers = np.empty(len(low), np.int64)
        before = self._escapes_before(int(part.start)) if len(self._wide) else 0
        native.kernels.unpack(low, self._wide, before, running, 0, numbers)  # type: ignore[union-attr]
        return numbers

    def _escapes_before(self, place: int) -> int:
        block = place // _BLOCK
        return int(self._wide_before[block]) + self._bytes[block * _BLOCK : place].tobytes().count(_ESCAPE)


class PackedWriter:
    """Lays down numbers that come packed, a stretch at a time."""

    def __init__(self, folder: Path, largest: int) -> None:
        """``largest`` bounds the numbers that will come."""
        self._low = Spool(folder, np.uint8)
        self._wide = Spool(folder, np.uint16 if largest < 2**16 else np.uint32 if largest < 2**32 else np.uint64)
        self._wide_before = [0]
        self._open_block = np.zeros(0, np.uint8)

    def append(self, low: NDArray[np.uint8], wide: Ints) -> None:
        """Add numbers at the end, as `pack` gives them."""
        self._low.append(low)
        self._wide.append(wide)
        pending = np.concatenate([self._open_block, low])
        full = len(pending) // _BLOCK * _BLOCK
        counts = (pending[:full] == _ESCAPE).reshape(-1, _BLOCK).sum(axis=1)
        self._wide_before += (np.cumsum(counts) + self._wide_before[-1]).tolist()
        self._open_block = pending[full:]

    def arrays(self, name: str) -> dict[str, Array | Spool]:
        """The arrays from which `Packed` reads the numbers back."""
        return {
            name: self._low,
            f"{name}.wide": self._wide,
            f"{name}.wide_before": narrow(np.array(self._wide_before, np.int64)),
        }


def pack(numbers: Ints, starts: Ints = _NONE) -> tuple[NDArray[np.uint8], Ints]:
    """Numbers as their bytes and those that are wide; where ``starts`` of runs are given, their distances within each
    run. The kernels pack numbers as they find them."""
    if len(starts):
        numbers = gaps(numbers, starts)
    escaped = numbers >= _ESCAPE
    return np.where(escaped, _ESCAPE, numbers).astype(np.uint8), numbers[escaped]


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
