"""Sources → changes of the index: what is new, changed, renamed or gone since the last refresh.

A file whose size and time of change are as they were is not read again, unless it changed so close to the last refresh
that its time cannot tell. Others are read, and indexed only if their content differs.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ..errors import SourceError
from ..models import PostWarning, Progress, SkippedFile, Source, UpdateReport
from ..posts import FoundFile, discover, parse_post, read_file
from .stored import FileState
from .writer import IndexWriter

RACY_NS = 2_000_000_000
"""A file that changed this close to the last refresh is read again: file systems keep times to 2 s at worst (FAT)."""


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

    def report(self, seconds: float) -> UpdateReport:
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
            seconds,
        )


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file that has to be read."""

    source: Source
    file: FoundFile
    known: FileState | None


def refresh(
    writer: IndexWriter,
    sources: Iterable[Source],
    last_commit: datetime | None,
    progress: Callable[[Progress], None] | None = None,
) -> UpdateReport:
    """Bring the posts of these sources up to date and tell what changed; the caller commits.

    Raises `SourceError` where a folder is missing or holds no posts; nothing is changed then.
    """
    started = time.perf_counter()
    tally = _Tally()
    states = writer.file_states()
    candidates: list[_Candidate] = []
    racy_from = None if last_commit is None else int(last_commit.timestamp() * 1e9) - RACY_NS
    for source in sources:
        prefix = f"{source.name}/"
        known = {post_id: state for post_id, state in states.items() if post_id.startswith(prefix)}
        for found in _discover(source, tally):
            state = known.pop(prefix + found.relative, None)
            if state is not None and _untouched(found, state, racy_from):
                tally.unchanged += 1
            else:
                candidates.append(_Candidate(source, found, state))
        tally.removed.update((post_id, state.digest) for post_id, state in known.items())
    for done, candidate in enumerate(candidates):
        if progress is not None:
            progress(Progress(done, len(candidates)))
        _read(writer, candidate, tally)
    if progress is not None and candidates:
        progress(Progress(len(candidates), len(candidates)))
    for post_id in tally.removed:
        writer.remove(post_id)
    return tally.report(time.perf_counter() - started)


def _discover(source: Source, tally: _Tally) -> list[FoundFile]:
    root = Path(source.path)
    try:
        found = list(discover(root, tally.skipped, name=source.name))
    except OSError as error:
        raise SourceError(
            f"{source.path}: this folder cannot be read ({error.strerror}); check the path, "
            f"or run: civicsearch forget {source.name}"
        ) from None
    if not found:
        raise SourceError(
            f"{source.path}: there are no posts in it (files that end in .md or .markdown); check the path, "
            f"or run: civicsearch forget {source.name}"
        )
    return found


def _untouched(found: FoundFile, state: FileState, racy_from: int | None) -> bool:
    same = (found.size, found.mtime_ns) == (state.size, state.mtime_ns)
    return same and racy_from is not None and found.mtime_ns < racy_from


def _read(writer: IndexWriter, candidate: _Candidate, tally: _Tally) -> None:
    source, found, known = candidate.source, candidate.file, candidate.known
    post_id = f"{source.name}/{found.relative}"
    try:
        data = read_file(Path(source.path), found.relative)
    except OSError as error:
        reason = f"it cannot be read ({error.strerror or error})"
        if known is not None:
            reason += "; the post stays as it was"
            tally.unchanged += 1
        tally.skipped.append(SkippedFile(post_id, reason, failed=True))
        return
    digest = hashlib.blake2b(data, digest_size=16).digest()
    if known is not None and known.digest == digest:
        tally.unchanged += 1
        return
    reading = parse_post(source, found.relative, data)
    tally.warnings += reading.warnings
    if reading.post is None:
        if reading.skipped is not None:
            tally.skipped.append(reading.skipped)
        if known is not None:
            tally.removed[post_id] = known.digest
        return
    writer.add(reading.post, FileState(found.size, found.mtime_ns, digest))
    if known is None:
        tally.new[post_id] = digest
    else:
        tally.changed += 1
