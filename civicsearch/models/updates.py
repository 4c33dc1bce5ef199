"""What a refresh of an index found and did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .posts import PostWarning


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file below a source that did not become a post."""

    path: str
    """Source name, ``/``, path below the source."""
    reason: str
    failed: bool
    """True where the file should have been a post (it is unreadable); False where it is left out by rule (a draft)."""


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What a refresh found and did. Counts are posts."""

    new: int = 0
    changed: int = 0
    renamed: int = 0
    """Same content under a new path."""
    removed: int = 0
    unchanged: int = 0
    skipped: tuple[SkippedFile, ...] = ()
    warnings: tuple[PostWarning, ...] = ()
    """Of the posts read in this run; unchanged posts are not read again."""
    seconds: float = 0.0

    @property
    def failed(self) -> tuple[SkippedFile, ...]:
        """The skipped files that should have been posts."""
        return tuple(file for file in self.skipped if file.failed)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a refresh has come."""

    done: int
    """Posts read and indexed so far."""
    total: int
    """Posts to read in this run."""
