"""What a refresh finds and what comes of it, file by file."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Post, PostWarning, SkippedFile, Source
from ..posts import FoundFile
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
