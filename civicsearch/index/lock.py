"""One writer at a time.

The lock is the operating system's lock on a file, so it ends with the process that holds it, however that ends: a lock
file that a killed writer left behind is not a lock. Beside it ``writer.json`` tells who holds it.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .. import clock
from ..errors import IndexLockedError, IndexWriteError
from .files import WRITER_NOTE
from .storage import disk

WAIT_SECONDS = 5.0
"""How long a second writer waits for the first before it gives up."""


@contextmanager
def write_lock(folder: Path, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the right to write to an index.

    Raises `IndexLockedError`, which says who holds it, if it is not free within ``wait`` seconds, and `IndexWriteError`
    where the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=wait, poll_interval=0.05)
    except Timeout:
        raise IndexLockedError(
            f"{folder}: {_holder(folder)} is writing to this index; wait for it to finish, then try again"
        ) from None
    except OSError as error:
        raise IndexWriteError(f"{folder}: cannot write here ({error.strerror or error})") from None
    try:
        with _note(folder):
            yield
    finally:
        lock.release()


@contextmanager
def _note(folder: Path) -> Iterator[None]:
    """Tell others who writes. Where that fails the lock holds all the same."""
    since = clock.moment().isoformat("T", "seconds")
    note = json.dumps({"process": os.getpid(), "host": platform.node(), "since": since})
    try:
        with suppress(OSError), disk().create(folder / WRITER_NOTE) as file:
            file.write(note.encode())
        yield
    finally:
        with suppress(OSError):  # a note that stays names no writer once the lock is free
            disk().remove(folder / WRITER_NOTE)


def _holder(folder: Path) -> str:
    try:
        known = json.loads((folder / WRITER_NOTE).read_text(encoding="utf-8"))
        return f"process {known['process']} on {known['host']} (since {known['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
