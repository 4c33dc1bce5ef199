"""What is known of an index as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class SourceStats:
    """A source as the index knows it."""

    name: str
    path: str
    """Absolute path of the folder; empty for posts that come from no file."""
    posts: int


@dataclass(frozen=True, slots=True)
class IndexStats:
    """Size and age of an index."""

    posts: int
    sources: tuple[SourceStats, ...]
    words: int
    """Distinct words as written."""
    bytes: int
    """Size of the index on disk."""
    generation: int
    """Number of commits since the index was created."""
    updated: datetime
    """When the last commit was made, in UTC."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of an index found."""

    posts: int
    segments: int
    """Files that hold posts."""
    faults: tuple[str, ...] = ()
    """What is wrong, one sentence each, with the file and the remedy; none where the index is whole."""
