"""The manifest: the one file that says what the index is.

It names the segments of a generation, the posts removed from them, and the sources. Replacing it is the commit: it is
written beside the old one, flushed, and renamed over it, so a reader finds the old generation or the new one whole.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from .. import clock
from ..errors import (
    DamagedIndexError,
    IndexUnavailableError,
    IndexVersionError,
    NoIndexError,
    NotAnIndexError,
)
from ..models import Source, SourceSettings
from .files import MANIFEST, is_ours, read_text
from .storage import publish

_FILE = re.compile(r"[\w-]+\.(seg|removed)", re.ASCII)
"""Names of the files that a manifest may name."""
FORMAT = 3
"""Version of everything on disk. An index of another format is refused in words."""
WORDS = 2
"""Version of how text becomes words and stems; a change makes old postings wrong."""


class SegmentEntry(NamedTuple):
    """A segment as the manifest names it."""

    name: str
    """File name of the segment, below the index."""
    posts: int
    bytes: int
    removed: str | None = None
    """File name of the bitmap of the posts that were removed from it since."""
    removed_posts: int = 0
    checksum: int = 0
    """`arrays.ArrayFile.checksum` of the segment; 0 where an older version did not note it."""
    removed_checksum: int = 0
    """The same of the bitmap."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation of an index."""

    generation: int = 0
    updated: datetime = field(default_factory=lambda: clock.moment().astimezone(UTC))
    segments: tuple[SegmentEntry, ...] = ()
    sources: tuple[Source, ...] = ()

    def files(self) -> set[str]:
        """Names of the files that this generation needs."""
        names = {entry.name for entry in self.segments}
        return names | {entry.removed for entry in self.segments if entry.removed} | {MANIFEST}

    def next(self, segments: tuple[SegmentEntry, ...], sources: tuple[Source, ...]) -> Manifest:
        """The manifest of the generation that follows."""
        return replace(
            self,
            generation=self.generation + 1,
            updated=clock.moment().astimezone(UTC),
            segments=segments,
            sources=sources,
        )


def read_manifest(folder: Path) -> Manifest:
    """The current generation.

    Raises `NoIndexError` where there is no index, `NotAnIndexError` where the folder holds other things,
    `IndexVersionError` for another format, and `DamagedIndexError` where the manifest is not what was written.
    """
    body = _read_checked(folder)
    if (body.get("format"), body.get("words")) != (FORMAT, WORDS):
        raise _another_version(folder)
    try:
        return Manifest(
            int(body["generation"]),
            datetime.fromisoformat(body["updated"]),
            tuple(map(_segment_entry, body["segments"])),
            _sources(folder, body),
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _damaged(folder) from None


def read_sources(folder: Path) -> tuple[Source, ...]:
    """The sources of an index of any version, for rebuilding it; none where they cannot be read."""
    try:
        return _sources(folder, _read_checked(folder))
    except (NoIndexError, DamagedIndexError, IndexVersionError, AttributeError, KeyError, TypeError, ValueError):
        return ()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make this generation the current one; when the folder has been flushed it survives a power cut."""
    body = {
        "format": FORMAT,
        "words": WORDS,
        "generation": manifest.generation,
        "updated": manifest.updated.isoformat(),
        "segments": [entry._asdict() for entry in manifest.segments],
        "sources": [asdict(source) for source in manifest.sources],
    }
    # Indented, it would be written by Python and not by C: ten times as long, for each small commit.
    text = json.dumps({"checksum": _checksum(body), "index": body}, ensure_ascii=False)
    publish(folder / MANIFEST, text.encode("utf-8", "surrogateescape"), folder / f"{MANIFEST}.new")


def _read_checked(folder: Path) -> dict[str, Any]:
    try:
        whole = json.loads(read_text(folder / MANIFEST))
        body: dict[str, Any] = whole["index"]
        # Another format may have another checksum; whoever reads the manifest looks at the format first.
        intact = body["format"] != FORMAT or whole["checksum"] == _checksum(body)
    except (FileNotFoundError, NotADirectoryError):
        check_folder(folder)
        raise NoIndexError(f"{folder}: there is no index yet; run: civicsearch index PATH") from None
    except OSError as error:
        raise IndexUnavailableError(
            f"{folder / MANIFEST}: cannot be read ({error.strerror}); check its rights"
        ) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _damaged(folder) from None
    if not intact:
        raise _damaged(folder)
    return body


def check_folder(folder: Path) -> None:
    """Raises `NotAnIndexError` for a path that is neither an index nor free for one."""
    if folder.exists() and not folder.is_dir():
        raise NotAnIndexError(f"{folder}: this is a file, not an index; name a folder with --index")
    if folder.is_dir() and not (folder / MANIFEST).exists():
        strange = sorted(entry.name for entry in folder.iterdir() if not is_ours(entry.name))
        if strange:
            raise NotAnIndexError(
                f"{folder}: this folder is not an index (it holds {strange[0]}); name another with --index"
            )


def _segment_entry(known: dict[str, Any]) -> SegmentEntry:
    """Raises `TypeError` or `ValueError` for one that no writer makes: files lie in the folder of the index only.

    What a later version notes beside, under the same format, is left aside.
    """
    entry = SegmentEntry(**{name: value for name, value in known.items() if name in SegmentEntry._fields})
    names = (entry.name, entry.removed) if entry.removed is not None else (entry.name,)
    numbers = (entry.posts, entry.bytes, entry.removed_posts, entry.checksum, entry.removed_checksum)
    if not all(map(_FILE.fullmatch, names)) or not all(type(n) is int and 0 <= n < 1 << 62 for n in numbers):
        raise ValueError
    return entry


def _sources(folder: Path, body: dict[str, Any]) -> tuple[Source, ...]:
    """Raises `IndexVersionError` for settings of a later version: they may keep posts out, and are not passed over."""
    if any(source["settings"].keys() - set(SourceSettings.__slots__) for source in body["sources"]):
        raise _another_version(folder)
    return tuple(
        Source(str(source["name"]), str(source["path"]), SourceSettings(**source["settings"]))
        for source in body["sources"]
    )


def _checksum(body: dict[str, Any]) -> str:
    """CRC-32, as for the arrays; `hashlib` would load OpenSSL first: 4 ms of each command."""
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"{zlib.crc32(canonical.encode('utf-8', 'surrogateescape')):08x}"


def _another_version(folder: Path) -> IndexVersionError:
    return IndexVersionError(
        f"{folder}: this index was built by another version of civicsearch; run: civicsearch index --rebuild"
    )


def _damaged(folder: Path) -> DamagedIndexError:
    return DamagedIndexError(f"{folder / MANIFEST}: the manifest is damaged; run: civicsearch index --rebuild")


def highest_generation(folder: Path) -> int:
    """The last generation that left a file behind: names of files are never used twice."""
    numbers = (path.name.partition("-")[0] for path in folder.glob("*.seg"))
    return max((int(number) for number in numbers if number.isdecimal()), default=0)
