"""The saved searches of an index, and what was seen of each: two JSON files beside the segments.

``saved.json`` has the queries and is for people too: it may be read, edited and copied. ``saved.seen.json`` has, for
each name, the posts that were shown. Both are replaced whole, under a lock of their own, so that a search can be saved
while the index is being written. They belong to no generation and stay through a rebuild.

A change is made when ``saved.json`` is replaced. Where a name is given to another query, what was seen of that one is
written before, under name and query together, and takes its place when the name has the query.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ..errors import DamagedIndexError, IndexLockedError, IndexUnavailableError, IndexWriteError
from .files import read_text
from .lock import WAIT_SECONDS
from .storage import disk, publish

QUERIES = "saved.json"
SEEN = "saved.seen.json"


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A saved search as it is kept."""

    query: str
    saved: datetime
    """When it was saved last, with the offset of whoever did."""
    looked: datetime | None = None
    """When somebody last looked at what is new in it; None before the first time."""


def read_queries(folder: Path) -> dict[str, SavedQuery]:
    """The saved searches of an index, by name; none where nothing was saved. Raises `DamagedIndexError`."""
    path = folder / QUERIES
    try:
        return {
            str(name): SavedQuery(
                str(entry["query"]),
                datetime.fromisoformat(entry["saved"]),
                datetime.fromisoformat(entry["looked"]) if entry.get("looked") else None,
            )
            for name, entry in _read(path).items()
        }
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _damaged(path) from None


def read_seen(folder: Path) -> dict[str, dict[str, str]]:
    """What was seen of each saved search. Raises `DamagedIndexError`."""
    path = folder / SEEN
    try:
        return {str(name): {str(post): str(mark) for post, mark in seen.items()} for name, seen in _read(path).items()}
    except (TypeError, ValueError, AttributeError):
        raise _damaged(path) from None


def seen_of(seen: Mapping[str, Mapping[str, str]], name: str, query: str) -> Mapping[str, str]:
    """What was seen of a query under its name; nothing where it is not known."""
    return seen.get(_beside(name, query), seen.get(name, {}))


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Hold the right to change what is saved. Raises `IndexLockedError`, `IndexWriteError`."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "saved.lock")
    try:
        lock.acquire(timeout=WAIT_SECONDS, poll_interval=0.05)
    except Timeout:
        raise IndexLockedError(f"{folder}: another process is saving a search; try again") from None
    except OSError as error:
        raise _unwritable(folder, error) from None
    try:
        yield
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        lock.release()


def write_queries(folder: Path, queries: Mapping[str, SavedQuery]) -> None:
    """Replace the saved searches; to be called while `changing`."""
    entries = {
        name: {
            "query": saved.query,
            "saved": saved.saved.isoformat(timespec="seconds"),
            "looked": saved.looked and saved.looked.isoformat(timespec="seconds"),
        }
        for name, saved in sorted(queries.items())
    }
    _write(folder, QUERIES, entries)


def write_seen(folder: Path, name: str, marks: Mapping[str, str]) -> None:
    """Replace what was seen of a name; to be called while `changing`."""
    seen = {known: marks for known, marks in read_seen(folder).items() if not known.startswith(_beside(name, ""))}
    _write(folder, SEEN, {**seen, name: marks})


def prepare_seen(folder: Path, name: str, query: str, marks: Mapping[str, str]) -> None:
    """Write what is seen of a query once it has this name; to be called while `changing`."""
    _write(folder, SEEN, {**read_seen(folder), _beside(name, query): marks})


def forget_seen(folder: Path, left: Collection[str]) -> None:
    """Forget what was seen of all names but those that are left; to be called while `changing`."""
    _write(folder, SEEN, {name: marks for name, marks in read_seen(folder).items() if name.partition("\n")[0] in left})


def _beside(name: str, query: str) -> str:
    return f"{name}\n{query}"


def _read(path: Path) -> dict[str, Any]:
    try:
        whole: dict[str, Any] = json.loads(read_text(path))
    except FileNotFoundError:
        return {}
    except PermissionError as error:
        raise IndexUnavailableError(f"{path}: cannot be read ({error.strerror}); check its rights") from None
    except (OSError, ValueError, RecursionError):
        raise _damaged(path) from None
    return whole


def _write(folder: Path, name: str, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    # Not ``.new``: those are cleared away by whoever writes the index.
    publish(folder / name, text.encode("utf-8", "surrogateescape"), folder / f"{name}.writing")
    disk().flush_folder(folder)


def _damaged(path: Path) -> DamagedIndexError:
    return DamagedIndexError(f"{path}: this is not a file of saved searches; mend it, or delete it to begin anew")


def _unwritable(folder: Path, error: OSError) -> IndexWriteError:
    return IndexWriteError(f"{folder}: the search cannot be saved here ({error.strerror or error}); check its rights")
