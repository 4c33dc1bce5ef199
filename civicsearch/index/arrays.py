"""One file of named arrays: how everything but the manifest lies on disk.

    8 bytes     magic, with the version of the layout
    4 bytes     length of the header (little-endian, as every number here)
    4 bytes     CRC-32 of the header
    header      JSON: for each array its type, length, offset and CRC-32
    arrays      each at a multiple of 64 bytes

The header is checked before any array is trusted, so a truncated or altered file is an error and never a crash; the
arrays' own checksums are verified by `ArrayFile.verify`. Arrays are memory-mapped: opening a file reads its header.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from ..errors import DamagedIndexError
from .files import open_to_read
from .storage import disk

_MAGIC = b"CIVSEG\x00\x01"
_PREFIX = struct.Struct("<8sII")
_ALIGNMENT = 64
_TYPES = frozenset(("|u1", "<u2", "<u4", "<u8", "|i1", "<i2", "<i4", "<i8"))

MISREAD = (ValueError, LookupError, TypeError, OverflowError, MemoryError, RecursionError)
"""What may come of arrays of other numbers than were written, where their checksums were not compared first."""

Array = NDArray[np.generic]
Mask = NDArray[np.bool_]
"""Which posts are meant; one entry a post."""


class Spool:
    """A one-dimensional array that grows at its end; what does not fit into a little memory waits on the disk."""

    def __init__(self, folder: Path, dtype: type[np.generic]) -> None:
        self.dtype = np.dtype(dtype).newbyteorder("<")
        self.checksum = 0
        self._count = 0
        self._file = disk().spool(folder)

    def __del__(self) -> None:
        with suppress(AttributeError, OSError):  # the disk may have failed to open it, and may fail to take the rest
            self._file.close()

    def __len__(self) -> int:
        return self._count

    def append(self, array: Array) -> None:
        """Add numbers at the end; they have to fit the type."""
        data = np.ascontiguousarray(array.astype(self.dtype, copy=False)).view(np.uint8).data
        self._file.write(data)
        self._count += len(array)
        self.checksum = zlib.crc32(data, self.checksum)

    def copy_to(self, file: IO[bytes]) -> None:
        """Write all numbers to a file."""
        from shutil import copyfileobj

        self._file.seek(0)
        copyfileobj(self._file, file, 1 << 20)


class _Whole:
    """An array that is there already, with the face of a `Spool`."""

    def __init__(self, array: Array) -> None:
        self._array = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))
        self.dtype = self._array.dtype
        self.checksum = _checksum(self._array)

    def __len__(self) -> int:
        return len(self._array)

    def copy_to(self, file: IO[bytes]) -> None:
        file.write(self._array.view(np.uint8).data)


def write_arrays(path: Path, arrays: Mapping[str, Array | Spool]) -> int:
    """Write one-dimensional arrays to a new file, flushed to the disk. Returns its size in bytes."""
    parts = {name: array if isinstance(array, Spool) else _Whole(array) for name, array in arrays.items()}
    entries: dict[str, list[object]] = {}
    offset = 0
    for name, part in parts.items():
        offset = _aligned(offset)
        entries[name] = [part.dtype.str, len(part), offset, part.checksum]
        offset += len(part) * part.dtype.itemsize
    header = json.dumps(entries, separators=(",", ":")).encode()
    size = _PREFIX.size + len(header)
    with disk().create(path) as file:
        file.write(_PREFIX.pack(_MAGIC, len(header), zlib.crc32(header)) + header)
        for part in parts.values():
            file.write(b"\0" * (_aligned(size) - size))
            part.copy_to(file)
            size = _aligned(size) + len(part) * part.dtype.itemsize
        disk().flush(file)
    return size


class ArrayFile:
    """The arrays of one file, by name, read-only.

    Raises `DamagedIndexError` where the file is missing, is cut short, or is not such a file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._name = os.fspath(path)
        try:
            with open_to_read(path) as file:
                status = os.fstat(file.fileno())
                self.size = status.st_size
                self._stamp = _stamp(status)
                if self.size < _PREFIX.size:
                    raise self.damaged("it is cut short")
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            raise self.damaged("it is missing") from None
        except PermissionError as error:
            raise DamagedIndexError(f"{path}: cannot be read ({error.strerror}); check its rights") from None
        except OSError as error:
            raise self.damaged(f"it cannot be read: {error.strerror or error}") from None
        magic, length, checksum = _PREFIX.unpack_from(self._map)
        header = self._map[_PREFIX.size : _PREFIX.size + length]
        if magic != _MAGIC or len(header) != length or zlib.crc32(header) != checksum:
            raise self.damaged("its header is altered or cut short")
        self.checksum: int = checksum
        """Of the header, which has the checksums of all arrays: it tells the file from every other."""
        self._header_end = _PREFIX.size + length
        self._start = _aligned(self._header_end)
        try:
            self._entries: dict[str, tuple[str, int, int, int]] = {
                name: (str(dtype), int(count), int(offset), int(crc))
                for name, (dtype, count, offset, crc) in json.loads(header).items()
            }
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
            raise self.damaged("its header is not of this format") from None
        for name, (dtype, count, offset, _) in self._entries.items():
            if dtype not in _TYPES or min(count, offset) < 0 or offset % _ALIGNMENT:
                raise self.damaged(f"the array {name} is none")
            if self._start + offset + count * int(dtype[2:]) > self.size:
                raise self.damaged(f"the array {name} reaches beyond its end")

    def __getitem__(self, name: str) -> Array:
        try:
            dtype, count, offset, _ = self._entries[name]
        except KeyError:
            raise self.damaged(f"it has no array {name}") from None
        return np.frombuffer(self._map, dtype=dtype, count=count, offset=self._start + offset)

    def release(self) -> None:
        """Let go of the memory that arrays were read into; they are read again when they are looked at.

        What is mapped counts as memory of the process once it was read: 3 GB while a million posts are merged.
        """
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def is_current(self) -> bool:
        """Whether the file under this path is still the one that was opened."""
        try:
            return _stamp(os.stat(self._name)) == self._stamp
        except OSError:
            return False

    def is_whole(self) -> bool:
        """Whether the file that was opened is as long as it was: to read one that was cut short ends the process."""
        return self._map.size() == self.size

    def verify(self) -> None:
        """Compare every array with its checksum, and what lies between them with the zeros that were written there."""
        for name, (_, _, _, checksum) in self._entries.items():
            if _checksum(self[name]) != checksum:
                raise self.damaged(f"the array {name} is altered")
        end = self._header_end
        for dtype, count, offset, _ in sorted(self._entries.values(), key=lambda entry: entry[2]):
            if self._map[end : self._start + offset].strip(b"\0"):
                raise self.damaged("what lies between its arrays is altered")
            end = self._start + offset + count * int(dtype[2:])

    def damaged(self, what: str) -> DamagedIndexError:
        """The error that says what is wrong with this file."""
        return DamagedIndexError(
            f"{self.path}: this file of the index is damaged ({what}); run: civicsearch index --rebuild"
        )


def distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers sorted, each once. `numpy.unique` would load `numpy.ma` first: 13 ms of a cold search."""
    if not len(numbers):
        return numbers
    ordered = np.sort(numbers)
    first = np.ones(len(ordered), bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def marked(places: NDArray[np.int64] | slice, length: int) -> Mask:
    """So many marks, of which those at these places are set."""
    marks = np.zeros(length, bool)
    marks[places] = True
    return marks


def look_up(wanted: NDArray[np.int64], among: NDArray[np.int64]) -> tuple[NDArray[np.int64], Mask]:
    """Where each wanted number stands among sorted ones, and whether it does."""
    if not len(among):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    place = np.searchsorted(among, wanted)
    place[place == len(among)] = 0
    return place, among[place] == wanted


def narrow(array: NDArray[np.integer]) -> NDArray[np.unsignedinteger]:
    """The same non-negative numbers in the narrowest unsigned type that holds them."""
    largest = int(array.max()) if len(array) else 0
    for dtype in (np.uint8, np.uint16, np.uint32):
        if largest <= np.iinfo(dtype).max:
            return array.astype(dtype, copy=False)
    return array.astype(np.uint64, copy=False)


def offsets(counts: NDArray[np.integer]) -> NDArray[np.int64]:
    """Where each run starts when runs of these lengths lie one behind the other; one longer than ``counts``."""
    result = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=result[1:])
    return result


def ranges(starts: NDArray[np.integer], counts: NDArray[np.integer]) -> NDArray[np.int64]:
    """The indices ``start, start + 1, … start + count - 1`` of every run, one run behind the other.

    >>> ranges(np.array([10, 0]), np.array([2, 3])).tolist()
    [10, 11, 0, 1, 2]
    """
    ends = offsets(counts)
    return np.arange(ends[-1], dtype=np.int64) + np.repeat(starts.astype(np.int64) - ends[:-1], counts)


def run_starts(*columns: Array) -> NDArray[np.int64]:
    """Where a new run of equal rows begins in sorted columns of one length."""
    if not len(columns[0]):
        return np.zeros(0, np.int64)
    change = np.zeros(len(columns[0]), bool)
    change[0] = True
    for column in columns:
        change[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(change)


def consecutive(numbers: list[int]) -> list[range]:
    """Sorted numbers as the fewest ranges.

    >>> consecutive([1, 2, 3, 7])
    [range(1, 4), range(7, 8)]
    """
    runs: list[range] = []
    for number in numbers:
        if runs and runs[-1].stop == number:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    return runs


def _stamp(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNMENT) * _ALIGNMENT


def _checksum(array: Array) -> int:
    return zlib.crc32(array.view(np.uint8).data)
