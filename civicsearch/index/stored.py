"""Stored posts: everything about a post that is shown and not searched.

A post is stored in two records: what a list of hits shows, small and read often; and the rest, read for snippets and
whole posts: a line with other front matter and links, and from there on the text, as it is. Each record is compressed
by itself, with samples of the segment's own records to refer to. On the archives Zstandard does this in a fifth of
zlib's time and 0.97 of its bytes.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import zstandard

from ..errors import DamagedIndexError
from ..models import ListedPost
from .arrays import Array, ArrayFile, Spool
from .blobs import Blobs, Run, blob_arrays, merge_blobs

if TYPE_CHECKING:
    from ..models import Post

_KINDS = ("listed", "rest")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

LARGEST_RECORD = 256 * 2**20
"""Bytes; no post that can be read comes near, so a longer record is damage."""
_LEVEL = 1
"""Of Zstandard: level 3 makes 0.93 of the bytes in 1.35 of the time, and building with all cores takes 1.06 of it."""
_SAMPLES = 64
MOST_DICTIONARIES = 200
"""Sets of samples that a segment refers to; beyond, a merge compresses its records anew."""
_SAMPLE_BYTES = {"listed": 256, "rest": 1024}
"""Beginnings of records to refer to; for the archives' texts 64 KB made 4.86 MB, 16 KB 5.02 MB, 128 KB 4.88 MB."""


class FileState(NamedTuple):
    """A post's file as it was when it was read; what the next refresh compares with."""

    size: int = 0
    """In bytes."""
    mtime_ns: int = 0
    digest: bytes = b""
    """16 bytes of BLAKE2b over the content; empty for a post that comes from no file."""


class StoredPosts:
    """The stored posts of one segment, by number."""

    def __init__(self, file: ArrayFile) -> None:
        self._path = file.path
        self.records = {kind: Blobs(file, f"stored.{kind}") for kind in _KINDS}
        self.samples = {kind: Blobs(file, f"stored.{kind}_samples") for kind in _KINDS}
        self.dictionaries = file["stored.dictionaries"]
        """For each post, which of the samples its records refer to."""
        self._lock = threading.Lock()
        self._readers: dict[tuple[str, int], zstandard.ZstdDecompressor] = {}

    def listed(self, number: int) -> ListedPost:
        """What a hit shows of a post."""
        record = json.loads(self.load("listed", number))
        record[2], record[3], record[4] = tuple(record[2]), tuple(record[3]), tuple(record[4])
        record[10] = _parse_date(record[10])
        return ListedPost(*record)

    def text(self, number: int) -> str:
        """The text of a post."""
        return self.load("rest", number).partition("\n")[2]

    def post(self, number: int) -> Post:
        """A post, whole."""
        line, _, text = self.load("rest", number).partition("\n")
        extra, links = json.loads(line)
        from ..models import Post  # a search shows what is listed

        return Post(**self.listed(number)._asdict(), text=text, extra=extra, links=tuple(links))

    def load(self, kind: str, number: int) -> str:
        """One of the two records of a post: ``listed`` or ``rest``."""
        record = self.records[kind][number]
        dictionary = int(self.dictionaries[number])
        try:
            if zstandard.frame_content_size(record) <= LARGEST_RECORD:
                with self._lock:  # a decompressor serves one thread at a time
                    return self._reader(kind, dictionary).decompress(record).decode()
        except (zstandard.ZstdError, UnicodeDecodeError, IndexError):
            pass
        raise DamagedIndexError(f"{self._path}: a stored post is damaged; run: civicsearch index --rebuild")

    def _reader(self, kind: str, dictionary: int) -> zstandard.ZstdDecompressor:
        reader = self._readers.get((kind, dictionary))
        if reader is None:
            reader = zstandard.ZstdDecompressor(dict_data=_dictionary(self.samples[kind][dictionary]))
            self._readers[kind, dictionary] = reader
        return reader


def post_records(post: Post) -> dict[str, bytes]:
    """The two records of a post."""
    listed = [getattr(post, name) for name in ListedPost._fields[:-1]]
    listed.append(None if post.date is None else post.date.isoformat())
    rest = (_dump([dict(post.extra), post.links]), post.text.encode("utf-8", "replace"))
    return {"listed": _dump(listed), "rest": b"\n".join(rest)}


def encoded_text(records: Mapping[str, bytes]) -> memoryview:
    """The text of a post as it is in its records."""
    rest = records["rest"]
    return memoryview(rest)[rest.index(b"\n") + 1 :]


def stored_arrays(records: Sequence[Mapping[str, bytes]]) -> dict[str, Array]:
    """The arrays from which `StoredPosts` reads back the records of each post."""
    arrays: dict[str, Array] = {"stored.dictionaries": np.zeros(len(records), np.uint8)}
    for kind in _KINDS:
        own = [pair[kind] for pair in records]
        samples = _samples(own, _SAMPLE_BYTES[kind])
        dictionary = _dictionary(samples)
        dictionary.precompute_compress(level=_LEVEL)
        # All in one call, during which other threads run.
        frames = zstandard.ZstdCompressor(_LEVEL, dict_data=dictionary).multi_compress_to_buffer([*own])
        arrays.update(blob_arrays(f"stored.{kind}", (frames[place].tobytes() for place in range(len(own)))))
        arrays.update(blob_arrays(f"stored.{kind}_samples", [samples]))
    return arrays


def merge_stored(parts: Sequence[StoredPosts], runs: Sequence[Run], folder: Path) -> dict[str, Array | Spool]:
    """The stored posts of several segments in a new order. Records are copied as they are, samples along with them."""
    known: dict[tuple[bytes, bytes], int] = {}
    renumbered = [
        np.array(
            [known.setdefault(pair, len(known)) for pair in zip(*(part.samples[kind] for kind in _KINDS), strict=True)],
            np.int64,
        )
        for part in parts
    ]
    if len(known) > MOST_DICTIONARIES:
        records = [{kind: parts[p].load(kind, n).encode() for kind in _KINDS} for p, a, b in runs for n in range(a, b)]
        return dict(stored_arrays(records))
    dictionaries = [renumbered[part][parts[part].dictionaries[start:stop]] for part, start, stop in runs]
    arrays: dict[str, Array | Spool] = {
        "stored.dictionaries": np.concatenate([np.zeros(0, np.int64), *dictionaries]).astype(np.uint8)
    }
    for place, kind in enumerate(_KINDS):
        arrays.update(merge_blobs(f"stored.{kind}", [part.records[kind] for part in parts], runs, folder))
        arrays.update(blob_arrays(f"stored.{kind}_samples", [pair[place] for pair in known]))
    return arrays


def _samples(records: list[bytes], size: int) -> bytes:
    """Beginnings of records spread over all; none for a segment too small to be worth them."""
    if len(records) < 4 * _SAMPLES:
        return b""
    return b"".join(record[:size] for record in records[:: len(records) // _SAMPLES])


def _dictionary(samples: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(samples, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _dump(value: object) -> bytes:
    return _ENCODER.encode(value).encode("utf-8", "replace")


def _parse_date(written: str | None) -> date | datetime | None:
    if written is None:
        return None
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
