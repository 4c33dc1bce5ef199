"""Files shared out among several processes, each of which reads them and writes their posts as segments.

Each takes the next file until none is left, so all end together, whatever a file costs and whatever else the processors
do. Only what came of the files passes between processes, never posts.
"""

from __future__ import annotations

import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..errors import IndexWriteError
from ..models import PostWarning, SkippedFile
from .arrays import write_arrays
from .background import may_fork
from .builder import build_segment
from .outcome import Candidate, Outcome
from .reading import read_candidate
from .storage import write_errors
from .stored import FileState
from .vocabulary import MOST_WORDS, Vocabulary
from .writer import IndexWriter

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, SpawnContext
    from multiprocessing.process import BaseProcess
    from multiprocessing.sharedctypes import Synchronized

    from ..models import Post

SEGMENT_BYTES = 8_000_000
"""Files whose posts become one segment, on the whole; a process has them in memory together."""
_SPARE = 1.25
"""So much larger a segment may become, rather than that a process which was faster than others begins another."""
_REPORT_SECONDS = 0.1

_Row = tuple[int, FileState | None, bool, SkippedFile | None, tuple[PostWarning, ...]]
"""An outcome as it passes between processes: the place of its candidate, and its fields but for the post."""
_Told = tuple[Path | None, list[_Row]] | Exception
"""A segment, if there were posts, and the outcomes of its files; or what went wrong."""


@dataclass(frozen=True, slots=True)
class _Shares:
    """What all processes work on."""

    candidates: Sequence[Candidate]
    segment_bytes: float
    taken: Synchronized[int]
    """Candidates that some process has taken."""

    def take(self) -> int | None:
        """The place of the next candidate."""
        with self.taken.get_lock():
            place = self.taken.value
            if place == len(self.candidates):
                return None
            self.taken.value += 1
        return place


def read_in_processes(
    writer: IndexWriter, candidates: Sequence[Candidate], jobs: int, report: Callable[[int], None]
) -> Iterator[Outcome]:
    """Read the candidates in so many processes, let the writer adopt the segments, and report how many are done.

    Raises `IndexWriteError` where a process cannot write or ends early.
    """
    context: ForkContext | SpawnContext = get_context("fork") if may_fork() else get_context("spawn")
    total = sum(candidate.file.size for candidate in candidates)
    segment_bytes = max(SEGMENT_BYTES, _SPARE * total / (jobs * max(1, round(total / jobs / SEGMENT_BYTES))))
    shares = _Shares(candidates, segment_bytes, context.Value("L", 0))
    most_segments = 1 + int(total / segment_bytes)
    processes: dict[object, BaseProcess] = {}
    rows: list[_Row] = []
    try:
        with _interrupts_ignored():
            for _ in range(jobs):
                receiver, sender = context.Pipe(duplex=False)
                paths = [writer.new_path() for _ in range(most_segments)]
                process = context.Process(target=_read_shares, args=(shares, paths, sender), daemon=True)
                process.start()
                sender.close()  # what is received ends when the process has ended
                processes[receiver] = process
        waiting = list(processes)
        while len(rows) < len(candidates):
            report(shares.taken.value)
            for ready in connection.wait(cast("list[Connection]", waiting), _REPORT_SECONDS):
                told = _told(cast("Connection", ready), processes[ready], writer.folder)
                if told is None:
                    waiting.remove(ready)
                    continue
                path, found = told
                rows += found
                if path is not None:
                    known = [candidates[place] for place, _, is_indexed, _, _ in found if is_indexed]
                    writer.adopt(path, [candidate.post_id for candidate in known if candidate.known])
        report(len(candidates))
        for place, state, indexed, skipped, warnings in sorted(rows, key=lambda row: row[0]):
            yield Outcome(candidates[place], state, None, indexed, skipped, warnings)
    except BaseException:
        for each in processes.values():
            each.kill()
            each.join()
        raise
    for each in processes.values():
        each.kill()  # what is left for it to do is to free its memory, piece by piece; nobody has to wait for that


def _told(receiver: Connection, process: BaseProcess, folder: Path) -> tuple[Path | None, list[_Row]] | None:
    """What a process tells next; None where it has done all that it took. Raises what went wrong in it."""
    try:
        told: _Told = receiver.recv()
    except (EOFError, OSError):  # the second in the middle of what it tells
        process.join()
        if process.exitcode == 0:
            return None
        raise IndexWriteError(
            f"{folder}: a process that read posts was ended from outside; the index is as it was before; "
            "run it again, with fewer jobs if memory was short"
        ) from None
    if isinstance(told, Exception):
        with write_errors(folder):
            raise told
    return told


def _read_shares(shares: _Shares, paths: Sequence[Path], sender: Connection) -> None:
    """What each of the processes does: read files and write segments of their posts until no file is left."""
    try:
        vocabulary = Vocabulary()
        for path in paths:
            rows, posts = _read_segment(shares)
            if posts:
                if len(vocabulary) > MOST_WORDS:
                    vocabulary = Vocabulary()
                write_arrays(path, build_segment(posts, path.parent, vocabulary, spare=False))
            if rows:
                sender.send((path if posts else None, rows))
    except Exception as error:
        error.add_note(traceback.format_exc())
        sender.send(error)


def _read_segment(shares: _Shares) -> tuple[list[_Row], list[tuple[Post, FileState]]]:
    """The outcomes of the next files and their posts, as many as become one segment."""
    rows: list[_Row] = []
    posts: list[tuple[Post, FileState]] = []
    size = 0
    while size < shares.segment_bytes and (place := shares.take()) is not None:
        outcome = read_candidate(shares.candidates[place])
        rows.append((place, outcome.state, outcome.indexed, outcome.skipped, outcome.warnings))
        if outcome.post is not None and outcome.state is not None:
            posts.append((outcome.post, outcome.state))
        size += outcome.candidate.file.size
    return rows, posts


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Processes that are started meanwhile leave Ctrl-C to this one, which ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
