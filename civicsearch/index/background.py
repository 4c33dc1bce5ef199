"""Work beside other work: calls in a thread, and segments that copies of this process make.

A copy has the posts already: nothing is passed to it, and it gives back a file. That is only possible where a process
can be copied and nothing else runs in it that a copy would break off in the middle.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from ..errors import IndexWriteError

if TYPE_CHECKING:
    from .arrays import Array, Spool

_Result = TypeVar("_Result")


def may_fork() -> bool:
    """Whether processes may start as copies of this one, which takes 10 ms; starting Python anew takes 0.3 s."""
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no cycles meanwhile: where many objects are made that have none, it took a twentieth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Meanwhile(Generic[_Result]):
    """A call in a thread of its own, for what needs no Python while it works, as compressing."""

    def __init__(self, call: Callable[[], _Result]) -> None:
        self._call = call
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def result(self) -> _Result:
        """What the call gave, once it is done; raises what it raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result

    def _run(self) -> None:
        try:
            self._result = self._call()
        except BaseException as error:  # whoever waits for the result has to know
            self._error = error


@dataclass(frozen=True, slots=True)
class _Build:
    process: int
    told: int
    """A pipe through which the process tells that it is done: to end it takes it 9 ms more."""
    path: Path
    ids: Sequence[str]


class Builds:
    """The segments that are being built, in the order in which they were begun."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._running: deque[_Build] = deque()

    def __len__(self) -> int:
        return len(self._running)

    @property
    def full(self) -> bool:
        """Whether as many are being built as there may be at once."""
        return len(self._running) >= self._jobs

    def begin(self, path: Path, ids: Sequence[str], arrays: Callable[[], Mapping[str, Array | Spool]]) -> None:
        """Write a segment of these arrays, in the place of posts with these ids. What else the copy does to the
        objects of this process ends with it."""
        _forget_ended()
        told, telling = os.pipe()
        process = os.fork()
        if not process:
            try:
                _build(path, arrays, telling)
            finally:  # whatever happened: what follows is for the process before
                os._exit(1)
        os.close(telling)
        self._running.append(_Build(process, told, path, ids))

    def next(self) -> tuple[Path, Sequence[str]]:
        """The file of the segment that was begun first, once it is done, and the ids of its posts.

        Raises `IndexWriteError` where it failed.
        """
        build = self._running[0]
        told = os.read(build.told, 1)
        self._running.popleft()
        os.close(build.told)
        _ending.append(build.process)
        _forget_ended()
        if told != b"\0":
            reason = os.strerror(told[0]) if told else "it ended early"
            raise IndexWriteError(
                f"{build.path.parent}: a process that built a part of the index failed ({reason}); the index is as it "
                "was before; run it again, with one job if memory or space was short"
            )
        return build.path, build.ids

    def stop(self) -> None:
        """End what is still being built."""
        for build in self._running:
            os.close(build.told)
            os.kill(build.process, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(build.process, 0)
        self._running.clear()


_ending: list[int] = []
"""Processes that are done; the system keeps a line of each until it is asked how it ended."""


def _forget_ended() -> None:
    for process in _ending.copy():
        with suppress(ChildProcessError):
            if os.waitpid(process, os.WNOHANG) == (0, 0):
                continue
        _ending.remove(process)


def _build(path: Path, arrays: Callable[[], Mapping[str, Array | Spool]], telling: int) -> None:
    """What a copy does: it tells 0, or the number of what failed on the disk, and ends as it stands."""
    from .arrays import write_arrays

    # Looking for cycles among the posts of the process before takes time, and copies each page that it marks.
    gc.disable()
    try:
        made = arrays()
        write_arrays(path, made)
        os.write(telling, b"\0")
        os._exit(0)
    except OSError as error:
        if error.errno:
            os.write(telling, bytes([error.errno]))
    except Exception:
        traceback.print_exc()
