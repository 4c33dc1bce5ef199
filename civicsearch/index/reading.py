"""One file of a source → what a refresh makes of it. Nothing here touches the index, so it can run in any process."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..models import SkippedFile
from ..posts import parse_post, read_file
from .arrays import write_arrays
from .builder import build_segment
from .outcome import Candidate, Outcome
from .stored import FileState
from .vocabulary import Vocabulary

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

_done: Synchronized[int] | None = None


def share_counter(counter: Synchronized[int]) -> None:
    """Let the batches of this process count the files they have read."""
    global _done  # a pool hands shared memory to its processes only when they start
    _done = counter


def read_candidate(candidate: Candidate) -> Outcome:
    """Read a file; its post is parsed only where the content is not what is indexed already."""
    source, found, known = candidate.source, candidate.file, candidate.known
    try:
        data = read_file(Path(source.path), found.relative)
    except OSError as error:
        reason = f"it cannot be read ({error.strerror or error})"
        if known is not None:
            reason += "; the post stays as it was"
        return Outcome(candidate, skipped=SkippedFile(candidate.post_id, reason, failed=True))
    state = FileState(found.size, found.mtime_ns, hashlib.blake2b(data, digest_size=16).digest())
    if known is not None and known.digest == state.digest:
        return Outcome(candidate)
    reading = parse_post(source, found.relative, data)
    return Outcome(candidate, state, reading.post, reading.post is not None, reading.skipped, reading.warnings)


def write_batch(candidates: Sequence[Candidate], path: Path) -> list[Outcome]:
    """Read files and write their posts as a segment; the outcomes come without the posts.

    Where no post is to be indexed no segment is written.
    """
    outcomes = []
    for candidate in candidates:
        outcomes.append(read_candidate(candidate))
        if _done is not None:
            with _done.get_lock():
                _done.value += 1
    posts = [(outcome.post, outcome.state) for outcome in outcomes if outcome.post and outcome.state]
    if posts:
        write_arrays(path, build_segment(posts, path.parent, Vocabulary()))
    return [replace(outcome, post=None) for outcome in outcomes]
