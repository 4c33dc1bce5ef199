"""One file of a source → what a refresh makes of it. Nothing here touches the index, so it can run in any process."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..models import Post, PostWarning, SkippedFile, Source
from ..posts import FoundFile, parse_post, read_file
from .arrays import write_arrays
from .builder import build_segment
from .stored import FileState


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that has to be read."""

    source: Source
    file: FoundFile
    known: FileState | None
    """The file as it was when its post was indexed; None for a new one."""

    @property
    def post_id(self) -> str:
        """The id of the post that the file holds."""
        return f"{self.source.name}/{self.file.relative}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file."""

    candidate: Candidate
    state: FileState | None = None
    """The file as it was read; None where it is unchanged or could not be read."""
    post: Post | None = None
    """The post to index; None where there is none, or another process has written it."""
    indexed: bool = False
    """Whether the file is a post that is new or changed."""
    skipped: SkippedFile | None = None
    warnings: tuple[PostWarning, ...] = ()


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
    outcomes = [read_candidate(candidate) for candidate in candidates]
    posts = [(outcome.post, outcome.state) for outcome in outcomes if outcome.post and outcome.state]
    if posts:
        write_arrays(path, build_segment(posts, path.parent))
    return [replace(outcome, post=None) for outcome in outcomes]
