"""Stored posts: everything about a post that is shown and not searched.

A post is stored in two records: what a list of hits shows, small and read often; and the rest (text, links, other front
matter), compressed and read for snippets and whole posts.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..models import Post
from .arrays import Array, ArrayFile
from .blobs import Blobs, blob_arrays

_LISTED = ("id", "title", "authors", "categories", "tags", "url", "language", "summary", "source", "path")


@dataclass(frozen=True, slots=True)
class FileState:
    """A post's file as it was when it was read; what the next refresh compares with."""

    size: int = 0
    """In bytes."""
    mtime_ns: int = 0
    digest: bytes = b""
    """16 bytes of BLAKE2b over the content; empty for a post that comes from no file."""


class StoredPosts:
    """The stored posts of one segment, by number."""

    def __init__(self, file: ArrayFile) -> None:
        self._listed = Blobs(file, "stored.listed")
        self._rest = Blobs(file, "stored.rest")

    def listed(self, number: int) -> dict[str, Any]:
        """What a hit shows: the fields of `models.Post` but text, extra and links. Lists are tuples."""
        record = json.loads(self._listed[number])
        fields: dict[str, Any] = dict(zip(_LISTED, record, strict=False))
        for name in ("authors", "categories", "tags"):
            fields[name] = tuple(fields[name])
        fields["date"] = _parse_date(record[len(_LISTED)])
        return fields

    def text(self, number: int) -> str:
        """The text of a post."""
        return str(self._load_rest(number)[0])

    def post(self, number: int) -> Post:
        """A post, whole."""
        text, extra, links = self._load_rest(number)
        return Post(**self.listed(number), text=text, extra=extra, links=tuple(links))

    def records(self, number: int) -> tuple[bytes, bytes]:
        """Both records as they lie on disk, for merging."""
        return self._listed[number], self._rest[number]

    def _load_rest(self, number: int) -> list[Any]:
        record: list[Any] = json.loads(zlib.decompress(self._rest[number]))
        return record


def post_records(post: Post) -> tuple[bytes, bytes]:
    """The two records of a post."""
    listed = [getattr(post, name) for name in _LISTED]
    listed.append(None if post.date is None else post.date.isoformat())
    return _dump(listed), zlib.compress(_dump([post.text, dict(post.extra), post.links]))


def stored_arrays(records: Sequence[tuple[bytes, bytes]]) -> dict[str, Array]:
    """The arrays from which `StoredPosts` reads back the records of each post."""
    return {
        **blob_arrays("stored.listed", (listed for listed, _ in records)),
        **blob_arrays("stored.rest", (rest for _, rest in records)),
    }


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _parse_date(written: str | None) -> date | datetime | None:
    if written is None:
        return None
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
