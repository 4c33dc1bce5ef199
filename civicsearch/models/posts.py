"""A post, and what reading one gives cause to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Post:
    """One post, as it is indexed and as it is shown."""

    id: str
    """Key of the post, unique in an index. For a post read from a file: source name, ``/``, path below the source."""
    title: str
    text: str
    """Plain text of the body. Paragraphs are separated by an empty line."""
    date: date | datetime | None = None
    """When it was published. A datetime keeps the offset it was written with; its day is the day as written."""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    """Two-letter code (ISO 639-1), or None where it is not known."""
    summary: str | None = None
    source: str = ""
    """Name of the source that the post belongs to."""
    path: str = ""
    """Path of the file below its source, with ``/``; empty for a post that comes from no file."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Every other front-matter key, with values that JSON can hold."""
    links: tuple[str, ...] = ()
    """Addresses that the body links to, in the order of their first appearance."""


@dataclass(frozen=True, slots=True)
class PostWarning:
    """Something odd in a post that was read all the same."""

    path: str
    """Source name, ``/``, path below the source."""
    problem: str
    action: str
    """What was done about it."""
    line: int | None = None
    """Line of the file, from 1, where it can be told."""

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.problem}; {self.action}"
