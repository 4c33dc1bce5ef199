"""Sources → changes of the index: what is new, changed, renamed or gone since the last refresh.

A file whose size and time are as they were is not read again, unless anything of it changed since the last commit, or
so close before that its time cannot tell. Others are read, and indexed only if their content differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from ..errors import SourceError
from ..models import PostWarning, Progress, SkippedFile, Source, UpdateReport
from ..posts import FoundFile, discover
from ..posts.walk import printable
from .lastlook import RACY_NS, Look
from .outcome import Candidate, Outcome
from .stored import FileState
from .writer import IndexWriter

WORTH_PROCESSES = 1000
"""Files from which on several processes pay: each takes 0.3 s to start, and reads and indexes 600 posts a second."""


@dataclass(slots=True)
class _Tally:
    """What has been found so far."""

    new: dict[str, bytes] = field(default_factory=dict)
    """Id → digest."""
    removed: dict[str, bytes] = field(default_factory=dict)
    changed: int = 0
    unchanged: int = 0
    skipped: list[SkippedFile] = field(default_factory=list)
    warnings: list[PostWarning] = field(default_factory=list)

    def take(self, outcome: Outcome) -> None:
        """Count what came of a file."""
        candidate, state = outcome.candidate, outcome.state
        self.warnings += outcome.warnings
        if outcome.skipped is not None:
            self.skipped.append(outcome.skipped)
        if outcome.indexed and state is not None:
            if candidate.known is None:
                self.new[candidate.post_id] = state.digest
            else:
                self.changed += 1
        elif candidate.known is not None:
            if state is None:
                self.unchanged += 1
            else:
                self.removed[candidate.post_id] = candidate.known.digest

    def report(self) -> UpdateReport:
        gone = list(self.removed.values())
        renamed = 0
        for digest in self.new.values():
            if digest in gone:
                gone.remove(digest)
                renamed += 1
        return UpdateReport(
            len(self.new) - renamed,
            self.changed,
            renamed,
            len(self.removed) - renamed,
            self.unchanged,
            tuple(self.skipped),
            tuple(self.warnings),
        )


def refresh(
    writer: IndexWriter,
    sources: Iterable[Source],
    last_commit: datetime | None,
    look: Look,
    jobs: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> UpdateReport:
    """Bring the posts of these sources up to date and tell what changed; the caller commits, keeps what ``look`` saw,
    and takes the time.

    Raises `SourceError` where a folder is missing or holds no posts; nothing is changed then.
    """
    tally = _Tally()
    states = writer.file_states()
    candidates: list[Candidate] = []
    racy_from = None if last_commit is None else int(last_commit.timestamp() * 1e9) - RACY_NS
    for source in sources:
        prefix = f"{source.name}/"
        known = {post_id: state for post_id, state in states.items() if post_id.startswith(prefix)}
        before = len(tally.skipped)
        files = _discover(source, bool(known), tally)
        look.see(source, files)
        for found in files:
            state = known.pop(prefix + found.relative, None)
            if state is not None and _untouched(found, state, racy_from):
                tally.unchanged += 1
            else:
                candidates.append(Candidate(source, found, state))
        tally.skipped[before:] = [_keep_unread(skipped, known, tally) for skipped in tally.skipped[before:]]
        tally.removed.update((post_id, state.digest) for post_id, state in known.items())

    def report(done: int) -> None:
        if progress is not None:
            progress(Progress(done, len(candidates)))

    for outcome in _read(writer, candidates, jobs, report):
        tally.take(outcome)
        if outcome.skipped is not None:
            look.leave_out(outcome.candidate.source, outcome.skipped, read=outcome.state is not None)
    for post_id in tally.removed:
        writer.remove(post_id)
    return tally.report()


def _discover(source: Source, known: bool, tally: _Tally) -> list[FoundFile]:
    root = Path(source.path)
    forget = f", or run: civicsearch forget {source.name}" if known else ""
    try:
        found = list(discover(root, tally.skipped, name=source.name))
    except OSError as error:
        raise SourceError(
            f"{source.path}: this folder cannot be read ({error.strerror}); check the path{forget}"
        ) from None
    if not found:
        raise SourceError(
            f"{source.path}: there are no posts in it (files that end in .md or .markdown); check the path{forget}"
        )
    return found


def _keep_unread(skipped: SkippedFile, known: dict[str, FileState], tally: _Tally) -> SkippedFile:
    """Count known posts in a folder that cannot be read now as unchanged, not as gone; returns what is told of it."""
    if not (skipped.failed and skipped.path.endswith("/")):
        return skipped
    kept = [post_id for post_id in known if printable(post_id).startswith(skipped.path)]
    for post_id in kept:
        del known[post_id]
    tally.unchanged += len(kept)
    return replace(skipped, reason=f"{skipped.reason}; its posts stay as they were") if kept else skipped


def _untouched(found: FoundFile, state: FileState, racy_from: int | None) -> bool:
    same = (found.size, found.mtime_ns) == (state.size, state.mtime_ns)
    return same and racy_from is not None and max(found.mtime_ns, found.ctime_ns) < racy_from


def _read(
    writer: IndexWriter, candidates: list[Candidate], jobs: int, report: Callable[[int], None]
) -> Iterator[Outcome]:
    """Read the candidates, hand their posts to the writer, and report how many are done."""
    if jobs > 1 and len(candidates) >= WORTH_PROCESSES:
        from .sharing import read_in_processes

        yield from read_in_processes(writer, candidates, jobs, report)
        return
    if not candidates:
        return
    from .reading import read_candidate

    for done, candidate in enumerate(candidates, start=1):
        outcome = read_candidate(candidate)
        if outcome.post is not None:
            writer.add(outcome.post, outcome.state)
        report(done)
        yield outcome
