"""Posts like another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whoosh.query import Query

    from .searches import Hit


@dataclass(frozen=True, slots=True)
class SimilarRequest:
    """A post, and which posts like it are wanted."""

    id: str
    """The post's."""
    where: str | Query = ""
    """Only posts that match this."""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Facet → selected values, likewise."""
    limit: int = 10
    """Posts at most."""
    snippets: bool = True
    """Whether hits have snippets; without, they are empty."""
    timeout: float | None = None
    """Seconds after which it gives up with `SearchStoppedError`; None is as long as it takes."""
    cancelled: Callable[[], bool] | None = field(default=None, compare=False, repr=False)
    """Asked between two steps, in the thread of the caller; once it says yes, it gives up likewise."""


@dataclass(frozen=True, slots=True)
class PostVersion:
    """A post that is another one over again."""

    hit: Hit
    """Without a snippet."""
    kind: str
    """``copy``: nearly the same text. ``translation``: the post says so, or its path does."""


@dataclass(frozen=True, slots=True)
class SimilarPost:
    """A post like another one."""

    hit: Hit
    """Its score is how much of what the other says it says too: 1 for the other itself, 0 for nothing in common. The
    snippet is the paragraph that has most of it."""
    shared: tuple[str, ...]
    """Words of the other post that it has in any form, the most telling first; ten at most."""
    versions: tuple[PostVersion, ...] = ()
    """Its copies and translations, which are not listed by themselves."""


@dataclass(frozen=True, slots=True)
class SimilarPosts:
    """The answer to a `SimilarRequest`."""

    id: str
    words: tuple[str, ...]
    """The words that were searched for: the most telling ones of the post, the first weighing most."""
    posts: tuple[SimilarPost, ...] = ()
    """The most similar first, without the post itself and its versions."""
    versions: tuple[PostVersion, ...] = ()
    """Copies and translations of the post itself."""
    notes: tuple[str, ...] = ()
    took_ms: float = 0.0
