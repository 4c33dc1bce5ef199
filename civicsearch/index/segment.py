"""One segment: posts that were written together and never change."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from ..language.schema import PARTS
from .arrays import ArrayFile, run_starts
from .blobs import Blobs
from .columns import StringColumn
from .lexicon import Lexicon
from .postings import Postings
from .stemview import NO_LANGUAGE, StemView
from .stored import FileState, StoredPosts

_SEARCHES_WORTH_READING = 64
"""Ids that are read in the time in which one is searched for."""


class Segment:
    """The parts of a segment, each opened when it is first asked for. Posts are numbered from 0."""

    def __init__(self, path: Path) -> None:
        self.file = ArrayFile(path)
        self.posts = len(self.file["date"])

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon(self.file)

    @cached_property
    def postings(self) -> Postings:
        return Postings(self.file)

    @cached_property
    def stems(self) -> StemView:
        return StemView(self.file)

    @cached_property
    def stored(self) -> StoredPosts:
        return StoredPosts(self.file)

    @cached_property
    def ids(self) -> Blobs:
        return Blobs(self.file, "id")

    def find(self, post_id: str) -> int | None:
        """The number of the post of an id, or None."""
        order, key = self.file["id.order"], _id_bytes(post_id)
        place = bisect_left(range(len(order)), key, key=lambda rank: self.ids[int(order[rank])])
        number = int(order[place]) if place < len(order) else -1
        return number if number >= 0 and self.ids[number] == key else None

    def find_all(self, post_ids: Sequence[str], checksums: NDArray[np.uint32] | None = None) -> list[int]:
        """The numbers of the posts of several ids, as far as they are here; their `id_checksums` may be given."""
        if len(post_ids) * _SEARCHES_WORTH_READING > self.posts:
            checksums = id_checksums(post_ids) if checksums is None else checksums
            known = self._id_checksums
            places = np.minimum(np.searchsorted(known, checksums), len(known) - 1)
            likely = np.flatnonzero(known[places] == checksums).tolist()
            post_ids = [post_ids[place] for place in likely]
        return [number for number in map(self.find, post_ids) if number is not None]

    @cached_property
    def _id_checksums(self) -> NDArray[np.uint32]:
        """The checksums of all ids, sorted: what is not among them need not be looked for."""
        return np.sort(np.fromiter(map(zlib.crc32, self.ids), np.uint32, self.posts))

    @cached_property
    def dates(self) -> NDArray[np.int64]:
        """Seconds as `columns.date_seconds` has them."""
        return self.file["date"].astype(np.int64, copy=False)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Words in the title, the summary and the body of each post: shape (posts, 3), each column in one piece."""
        return np.stack([self.file[f"length.{part}"].astype(np.int64) for part in PARTS]).T

    @cached_property
    def length_sums(self) -> NDArray[np.int64]:
        """Words in all titles, all summaries and all bodies."""
        return np.array([self.file[f"length.{part}"].sum(dtype=np.int64) for part in PARTS], np.int64)

    def column(self, name: str) -> StringColumn:
        """One of `builder.STRING_COLUMNS`."""
        return StringColumn(self.file, name)

    def paragraph_starts(self, number: int) -> NDArray[np.int64]:
        """Position of the first word of each paragraph of a post's text."""
        starts = self.file["paragraphs.starts"]
        return self.file["paragraphs.positions"][int(starts[number]) : int(starts[number + 1])].astype(np.int64)

    @cached_property
    def language_ranges(self) -> dict[str, range]:
        """For each language the numbers of its posts, which are neighbours."""
        column = self.column("language")
        starts = column.starts.astype(np.int64)
        known = starts[1:] > starts[:-1]
        ordinals = np.full(self.posts, -1, np.int64)
        ordinals[known] = column.ordinals[starts[:-1][known]]
        names = [*column.values.strings(), NO_LANGUAGE]
        bounds = [*run_starts(ordinals).tolist(), self.posts]
        return {names[ordinals[first]]: range(first, last) for first, last in pairwise(bounds)}

    def file_states(self) -> list[FileState]:
        """For each post its file as it was when it was read."""
        sizes, times = self.file["file.size"].tolist(), self.file["file.mtime_ns"].tolist()
        return [FileState(*state) for state in zip(sizes, times, Blobs(self.file, "file.digest"), strict=True)]


_opened: WeakValueDictionary[Path, Segment] = WeakValueDictionary()


def open_segment(path: Path) -> Segment:
    """A segment, the same as before while somebody in this process has it open and its file is as it was.

    A writer so has what a search has opened, and each generation what the one before has worked out.
    """
    known = _opened.get(path)
    if known is None or not known.file.is_current():
        known = _opened[path] = Segment(path)
    return known


def id_checksums(post_ids: Iterable[str]) -> NDArray[np.uint32]:
    """A number for each id, by which most that are not in a segment are told without a search."""
    return np.array([zlib.crc32(_id_bytes(post_id)) for post_id in post_ids], np.uint32)


def _id_bytes(post_id: str) -> bytes:
    return post_id.encode("utf-8", "surrogateescape")
