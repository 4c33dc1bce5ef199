"""Stored posts: everything about a post that is shown and not searched.

A post is stored in two records: what a list of hits shows, small and read often; and the rest (text, links, other front
matter), read for snippets and whole posts. Each record is compressed by itself, with samples of the segment's own
records to refer to. On the archives Zstandard does this in a third of zlib's time and 0.89 of its bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import zstandard

from ..errors import DamagedIndexError
from ..models import Post
from .arrays import Array, ArrayFile
from .blobs import Blobs, blob_arrays

_KINDS = ("listed", "rest")

LARGEST_RECORD = 256 * 2**20
"""Bytes; no post that can be read comes near, so a longer record is damage."""
_SAMPLES = 64
_SAMPLE_BYTES = {"listed": 256, "rest": 1024}
"""Beginnings of records to refer to; for the archives' texts 64 KB made 4.46 MB, 16 KB 4.77 MB, 128 KB 4.35 MB."""


@dataclass(frozen=True, slots=True)
class FileState:
    """A post's file as it was when it was read; what the next refresh compares with."""

    size: int = 0
    """In bytes."""
    mtime_ns: int = 0
    digest: bytes = b""
    """16 bytes of BLAKE2b over the content; empty for a post that comes from no file."""


class Listed(NamedTuple):
    """What a hit shows of a post: the fields of `models.Post` of the same names."""

    id: str
    title: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    url: str | None
    language: str | None
    summary: str | None
    source: str
    path: str
    date: date | datetime | None


class StoredPosts:
    """The stored posts of one segment, by number."""

    def __init__(self, file: ArrayFile) -> None:
        self._file = file
        self._listed = Blobs(file, "stored.listed")
        self._rest = Blobs(file, "stored.rest")

    def listed(self, number: int) -> Listed:
        """What a hit shows of a post."""
        record = json.loads(self._load(self._listed_reader, self._listed[number]).decode())
        record[2], record[3], record[4] = tuple(record[2]), tuple(record[3]), tuple(record[4])
        record[10] = _parse_date(record[10])
        return Listed(*record)

    def text(self, number: int) -> str:
        """The text of a post."""
        return str(self._load_rest(number)[0])

    def post(self, number: int) -> Post:
        """A post, whole."""
        text, extra, links = self._load_rest(number)
        return Post(**self.listed(number)._asdict(), text=text, extra=extra, links=tuple(links))

    def records(self, number: int) -> tuple[bytes, bytes]:
        """Both records, for merging."""
        return (
            self._load(self._listed_reader, self._listed[number]),
            self._load(self._rest_reader, self._rest[number]),
        )

    def _load_rest(self, number: int) -> list[Any]:
        record: list[Any] = json.loads(self._load(self._rest_reader, self._rest[number]))
        return record

    def _load(self, reader: zstandard.ZstdDecompressor, record: bytes) -> bytes:
        try:
            if zstandard.frame_content_size(record) <= LARGEST_RECORD:
                return reader.decompress(record)
        except zstandard.ZstdError:
            pass
        raise DamagedIndexError(f"{self._file.path}: a stored post is damaged; run: civicsearch index --rebuild")

    @cached_property
    def _listed_reader(self) -> zstandard.ZstdDecompressor:
        return self._reader("listed")

    @cached_property
    def _rest_reader(self) -> zstandard.ZstdDecompressor:
        return self._reader("rest")

    def _reader(self, kind: str) -> zstandard.ZstdDecompressor:

        return zstandard.ZstdDecompressor(dict_data=_dictionary(self._file[f"stored.{kind}_samples"].tobytes()))


def post_records(post: Post) -> tuple[bytes, bytes]:
    """The two records of a post."""
    listed = [getattr(post, name) for name in Listed._fields[:-1]]
    return _dump([*listed, None if post.date is None else post.date.isoformat()]), _dump(
        [post.text, dict(post.extra), post.links]
    )


def stored_arrays(records: Sequence[tuple[bytes, bytes]]) -> dict[str, Array]:
    """The arrays from which `StoredPosts` reads back the records of each post."""

    arrays: dict[str, Array] = {}
    for place, kind in enumerate(_KINDS):
        own = [pair[place] for pair in records]
        samples = _samples(own, _SAMPLE_BYTES[kind])
        dictionary = _dictionary(samples)
        dictionary.precompute_compress(level=3)
        compress = zstandard.ZstdCompressor(dict_data=dictionary, write_checksum=False).compress
        arrays.update(blob_arrays(f"stored.{kind}", map(compress, own)))
        arrays[f"stored.{kind}_samples"] = np.frombuffer(samples, np.uint8)
    return arrays


def _samples(records: list[bytes], size: int) -> bytes:
    """Beginnings of records spread over all; none for a segment too small to be worth them."""
    if len(records) < 4 * _SAMPLES:
        return b""
    return b"".join(record[:size] for record in records[:: len(records) // _SAMPLES])


def _dictionary(samples: bytes) -> zstandard.ZstdCompressionDict:

    return zstandard.ZstdCompressionDict(samples, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _parse_date(written: str | None) -> date | datetime | None:
    if written is None:
        return None
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
