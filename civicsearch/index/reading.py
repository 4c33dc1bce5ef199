"""One file of a source → what a refresh makes of it. Nothing here touches the index, so it can run in any process."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..models import SkippedFile
from ..posts import parse_post, read_file
from .outcome import Candidate, Outcome
from .stored import FileState


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
