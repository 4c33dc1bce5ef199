"""Disks that fail, tear, stop and forget, in the place of the one that an index writes to."""

from __future__ import annotations

import errno
import io
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from civicsearch.index.storage import Storage
from tests.torture import LONG

BUFFER = 1024 if LONG else 2**16
"""Bytes that a file gathers before it writes: with fewer there are more moments to fail at."""


class PowerCut(BaseException):
    """The process ends here: nothing that it would do afterwards reaches the disk."""


def os_error(number: int) -> Callable[[], OSError]:
    return lambda: OSError(number, os.strerror(number))


@dataclass(slots=True, eq=False)
class _Content:
    """What was written to a file."""

    whole: bytearray = field(default_factory=bytearray)
    flushed: int = 0
    """Bytes that are sure to be on the disk."""

    def after(self, chance: random.Random) -> bytes:
        """What a power cut may leave: all, what was flushed, a part of the rest, or its length without its bytes."""
        whole, flushed = bytes(self.whole), self.flushed
        some = chance.randint(flushed, len(whole))
        left = (whole, whole[:flushed], whole[:some], whole[:some] + bytes(len(whole) - some))
        return chance.choice(left)


class _Raw(io.FileIO):
    """A file that tells a storage of each write that leaves the buffer."""

    def __init__(self, file: str | int, mode: str, storage: FaultyStorage) -> None:
        super().__init__(file, mode)
        self.content = _Content()
        self._storage = storage

    def write(self, data: Any) -> int:
        torn = self._storage.write_fails()
        written = super().write(data if torn is None else data[: len(data) // 2 if torn else 0])
        self.content.whole += data[:written]
        if torn is not None:
            raise self._storage.error()
        return written


class FaultyStorage(Storage):
    """The ``step``-th operation fails; with ``lasting``, every one from then on, and otherwise that one alone.

    ``only`` names the operations that can fail. With ``torn`` a write that fails has written half.
    """

    def __init__(
        self,
        step: int,
        error: Callable[[], BaseException],
        *,
        lasting: bool = False,
        torn: bool = False,
        only: tuple[str, ...] = (),
    ) -> None:
        self.done: list[str] = []
        self.error = error
        self._step, self._lasting, self._torn, self._only = step, lasting, torn, only

    def _fails(self, name: str) -> bool:
        if self._only and name not in self._only:
            return False
        self.done.append(name)
        return len(self.done) == self._step or (self._lasting and len(self.done) > self._step)

    def _count(self, name: str) -> None:
        if self._fails(name):
            raise self.error()

    def write_fails(self) -> bool | None:
        """None where a write succeeds, else whether it is torn."""
        return self._torn if self._fails("write") else None

    def create(self, path: Path) -> IO[bytes]:
        self._count("create")
        return cast(IO[bytes], io.BufferedWriter(_Raw(str(path), "wb", self), BUFFER))

    def spool(self, folder: Path) -> IO[bytes]:
        self._count("spool")
        with tempfile.TemporaryFile(dir=folder) as file:
            return cast(IO[bytes], _Raw(os.dup(file.fileno()), "rb+", self))

    def flush(self, file: IO[bytes]) -> None:
        file.flush()
        self._count("flush")

    def replace(self, path: Path, target: Path) -> None:
        self._count("replace")
        super().replace(path, target)

    def remove(self, path: Path) -> None:
        self._count("remove")
        super().remove(path)

    def flush_folder(self, folder: Path) -> None:  # noqa: ARG002  # tests need not wait for a real disk
        self._count("flush folder")


class ForgetfulStorage(FaultyStorage):
    """A disk that stops at the ``step``-th operation, and what a power cut then leaves of a folder.

    POSIX promises the bytes of a file once it was flushed, and the names in a folder once the folder was. Until then
    each name may be as it was at any time since, whatever became of the others, and so may the bytes of each file.
    """

    def __init__(self, step: int, folder: Path) -> None:
        super().__init__(step, PowerCut, lasting=True, torn=True)
        self._folder = folder
        self._names: dict[str, list[_Content | None]] = {}
        """For each name all that it has stood for since the folder was flushed."""
        for path in folder.iterdir():
            content = path.read_bytes()
            self._names[path.name] = [_Content(bytearray(content), len(content))]

    def _fails(self, name: str) -> bool:
        if len(self.done) >= self._step:
            return True
        # What a power cut leaves differs by what was flushed and renamed: a torn write is among what it leaves.
        return (LONG or name not in ("create", "write", "spool")) and super()._fails(name)

    def go_on(self, step: int) -> None:
        """Let another process use the disk, with all that was not flushed, until its ``step``-th operation."""
        self.done, self._step = [], step

    def _history(self, path: Path) -> list[_Content | None]:
        return self._names.setdefault(path.name, [None])

    def create(self, path: Path) -> IO[bytes]:
        file = super().create(path)
        self._history(path).append(_content(file))
        return file

    def flush(self, file: IO[bytes]) -> None:
        super().flush(file)
        content = _content(file)
        content.flushed = len(content.whole)

    def replace(self, path: Path, target: Path) -> None:
        super().replace(path, target)
        self._history(target).append(self._history(path)[-1])
        self._history(path).append(None)

    def remove(self, path: Path) -> None:
        super().remove(path)
        self._history(path).append(None)

    def flush_folder(self, folder: Path) -> None:
        super().flush_folder(folder)
        if folder == self._folder:
            self._names = {name: history[-1:] for name, history in self._names.items()}

    def after_power_cut(self, place: Path, chance: random.Random, *, lost: bool | None = None) -> None:
        """Lay down, in a new folder, what may be left: all unflushed names lost, all kept, or each as it happens."""
        place.mkdir()
        for name, history in self._names.items():
            content = chance.choice(history) if lost is None else history[0 if lost else -1]
            if content is not None:
                (place / name).write_bytes(content.after(chance))


def _content(file: IO[bytes]) -> _Content:
    raw = cast(io.BufferedWriter, file).raw
    assert isinstance(raw, _Raw)
    return raw.content


def every_step(storage: Callable[[int], FaultyStorage]) -> Iterator[FaultyStorage]:
    """A storage for each step, until one was not reached."""
    step = 1
    while True:
        made = storage(step)
        yield made
        if len(made.done) < step:
            return
        step += 1


def every_forgetful(template: Path, location: Path) -> Iterator[ForgetfulStorage]:
    """For each step a disk that forgets, with a copy of an index on it, until one step was not reached."""

    def forgetful(step: int) -> ForgetfulStorage:
        shutil.rmtree(location, ignore_errors=True)
        shutil.copytree(template, location)
        return ForgetfulStorage(step, location)

    for storage in every_step(forgetful):
        assert isinstance(storage, ForgetfulStorage)
        yield storage


FULL: dict[str, Any] = {
    "error": os_error(errno.ENOSPC),
    "lasting": True,
    "torn": True,
    "only": ("create", "write", "flush", "spool"),
}
FAULTS: dict[str, dict[str, Any]] = {
    "stops": {"error": PowerCut, "lasting": True},
    "fails once": {"error": os_error(errno.EIO), "torn": True},
    "is full": FULL,
    "tears and stops": {"error": PowerCut, "lasting": True, "torn": True},
    "fails for good": {"error": os_error(errno.EIO), "lasting": True},
    "refuses once": {"error": os_error(errno.EACCES)},
}
"""Ways of a disk to go wrong, as `FaultyStorage` takes them."""
