"""The disk as an index writes to it: whatever has to outlast a crash or a power cut passes through here.

A file is created, written, and flushed; then it is renamed to its place, and the folder is flushed, for a name too is
lost with the power until then. Tests put another `Storage` in place of this one, which fails, tears or forgets.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from ..errors import IndexWriteError

SPOOL_MEMORY = 16 * 2**20
"""Bytes that a spool keeps in memory before it goes to the disk."""
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""Seconds between tries to replace a file that somebody reads: Windows refuses as long as it is open."""


class Storage:
    """The operations. All raise `OSError`."""

    def create(self, path: Path) -> IO[bytes]:
        """A file to write, empty."""
        return path.open("wb")

    def spool(self, folder: Path) -> IO[bytes]:
        """A file without a name to write and read back; small ones stay in memory."""
        from tempfile import SpooledTemporaryFile  # with `shutil` 4 ms, which only writing has to pay

        # Where a file cannot be without a name, a kill may leave it behind: by its name the next writer clears it away.
        spooled = SpooledTemporaryFile(SPOOL_MEMORY, dir=str(folder), prefix="spool-", suffix=".seg")  # noqa: SIM115
        return cast(IO[bytes], spooled)

    def flush(self, file: IO[bytes]) -> None:
        """Return when all that was written to a file is on the disk."""
        file.flush()
        os.fsync(file.fileno())

    def replace(self, path: Path, target: Path) -> None:
        """Give a file another name, in the place of the file that has it, if there is one."""
        path.replace(target)

    def remove(self, path: Path) -> None:
        """Delete a file."""
        path.unlink()

    def make_folder(self, folder: Path) -> None:
        """Make a folder, for its owner alone, and those above it; one that is there stays as it is."""
        missing = [place for place in (folder, *folder.parents) if not place.exists()]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for made in missing:
            with suppress(PermissionError):  # it may be written to and not be read
                self.flush_folder(made.parent)

    def flush_folder(self, folder: Path) -> None:
        """Return when the names in a folder are on the disk; only POSIX lets a folder be opened for that."""
        if os.name == "posix":
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


_disk = Storage()


def disk() -> Storage:
    """The storage to write to."""
    return _disk


@contextmanager
def writing_to(storage: Storage) -> Iterator[None]:
    """Write to another storage meanwhile: all threads of this process, and its copies."""
    global _disk  # handing it to each place that writes would thread it through all of building and merging
    before, _disk = _disk, storage
    try:
        yield
    finally:
        _disk = before


def publish(path: Path, content: bytes, beside: Path, *, lasting: bool = True) -> None:
    """Replace a file as a whole: readers find the old content or the new.

    It is written ``beside`` first. With ``lasting`` it is flushed, so that after a power cut too it is one of the two;
    it is sure to be the new one when the folder has been flushed.
    """
    with _disk.create(beside) as file:
        file.write(content)
        if lasting:
            _disk.flush(file)
    for pause in _PAUSES:
        try:
            _disk.replace(beside, path)
            return
        except PermissionError:
            time.sleep(pause)
    _disk.replace(beside, path)


@contextmanager
def write_errors(folder: Path) -> Iterator[None]:
    """A failure of the disk, told as ours."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexWriteError(
            f"{folder}: the index cannot be written ({reason}); it is as it was before; "
            "free some space or choose another folder with --index"
        ) from error
