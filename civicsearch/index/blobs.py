"""Byte strings of any length in two arrays: the bytes, one string behind the other, and where each starts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from .. import native
from .arrays import Array, ArrayFile, Spool, narrow, offsets

_DECODED_AT_ONCE = 1 << 15
_FEW = 64
"""Texts that are encoded one by one in less time than whole arrays take to begin with."""
_RELEASED_AFTER = 16 * 2**20
"""Bytes of mapped files that are kept in memory while files are read through."""


class Blobs(Sequence[bytes]):
    """A sequence of byte strings, read from an `ArrayFile` without loading it."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self.file = file
        self._bytes = memoryview(file[f"{name}.bytes"])  # type: ignore[arg-type]
        self._starts = file[f"{name}.starts"]

    def __len__(self) -> int:
        return max(0, len(self._starts) - 1)

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        if isinstance(index, slice):
            first, last, step = index.indices(len(self))
            starts = self._starts[first : max(first, last) + 1].tolist()
            return [bytes(self._bytes[a:b]) for a, b in pairwise(starts)][::step]
        return bytes(self._bytes[int(self._starts[index]) : int(self._starts[index + 1])])

    def __iter__(self) -> Iterator[bytes]:
        starts = self._starts.tolist()
        whole = bytes(self._bytes)
        return (whole[start:end] for start, end in pairwise(starts))

    def seek(self, key: bytes, low: int = 0, high: int | None = None) -> int:
        """The first place, from ``low`` to ``high``, before which all strings are below the key; they are sorted."""
        high = len(self) if high is None else high
        if native.kernels is None:
            return bisect_left(self, key, low, high)
        return native.kernels.seek(self._bytes, self._starts, key, low, high) if high else 0

    def stretch(self, first: int, last: int) -> tuple[Array, NDArray[np.int64]]:
        """The bytes of neighbouring strings, one behind the other, and the length of each."""
        starts = self._starts[first : last + 1].astype(np.int64)
        return np.frombuffer(self._bytes[int(starts[0]) : int(starts[-1])], np.uint8), np.diff(starts)

    def strings(self) -> list[str]:
        """All of them as text."""
        found: list[str] = []
        for first in range(0, len(self), _DECODED_AT_ONCE):
            found += self._texts(first, min(len(self), first + _DECODED_AT_ONCE))
        return found

    def _texts(self, first: int, last: int) -> list[str]:
        """Neighbours as text: decoded together and then cut, in a third of the time of one by one."""
        starts = self._starts[first : last + 1].astype(np.int64)
        data = np.frombuffer(self._bytes[int(starts[0]) : int(starts[-1])], np.uint8)
        starts -= starts[0]
        text = data.tobytes().decode()
        if len(text) < len(data):
            # Characters begin at the bytes that go on with no other.
            starts = offsets((data & 0xC0) != 0x80)[starts]
        return [text[start:end] for start, end in pairwise(starts.tolist())]


Run = tuple[int, int, int]
"""Neighbouring posts of one of several segments: its place, the first number, the one behind the last."""


def merge_blobs(name: str, parts: Sequence[Blobs], runs: Sequence[Run], folder: Path) -> dict[str, Array | Spool]:
    """The arrays of the byte strings of several segments in a new order."""
    spool = Spool(folder, np.uint8)
    lengths = [np.zeros(0, np.int64)]
    read = 0
    for part, first, last in runs:
        data, sizes = parts[part].stretch(first, last)
        spool.append(data)
        lengths.append(sizes)
        read += len(data)
        if read > _RELEASED_AFTER:
            read = 0
            for blobs in parts:
                blobs.file.release()
    return {f"{name}.bytes": spool, f"{name}.starts": narrow(offsets(np.concatenate(lengths)))}


def blob_arrays(name: str, items: Iterable[bytes]) -> dict[str, Array]:
    """The arrays from which `Blobs` reads the items back."""
    kept = list(items)
    starts = offsets(np.fromiter(map(len, kept), np.int64, len(kept)))
    return {f"{name}.bytes": np.frombuffer(b"".join(kept), np.uint8), f"{name}.starts": narrow(starts)}


def text_arrays(name: str, texts: Sequence[str]) -> dict[str, Array]:
    """The same for texts: many are encoded together and then parted, in a fifth of the time of one by one."""
    if len(texts) < _FEW:
        return blob_arrays(name, map(str.encode, texts))
    data = np.frombuffer("\0".join(texts).encode(), np.uint8)
    inside = data != 0
    if len(data) - int(inside.sum()) != len(texts) - 1:  # a text has a zero byte of its own, or there is none
        return blob_arrays(name, map(str.encode, texts))
    ends = np.append(np.flatnonzero(~inside), len(data)) - np.arange(len(texts))
    return {f"{name}.bytes": data[inside], f"{name}.starts": narrow(np.append(0, ends))}
