"""What every engine has to do to be measured beside the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from civicsearch.models import Post

LIMIT = 20
"""Hits that are fetched."""
SNIPPET_LENGTH = 280
"""Characters of a snippet, where an engine can be told."""
FACETS = ("author", "category", "year")
"""Facets that are counted."""

Row = tuple[object, ...]
"""A hit, read out, in any order: id, title, date, authors, categories, tags, source, path, url, language, summary."""
Counts = Mapping[str, Mapping[str, int]]
"""Facet → value → posts."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: posts that fulfil all of these conditions."""

    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    prefix: str | None = None
    years: tuple[int, int] | None = None
    """First and last year."""
    category: str | None = None
    newest_first: bool = False
    """Order by date; by relevance otherwise."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine answers to a question."""

    total: int
    """Matching posts, counted exactly."""
    hits: Sequence[object]
    """The first `LIMIT`, with all that a list of results shows already read from the disk."""
    facets: object = None
    """Counts of all values of `FACETS` over all matching posts, in the shape in which the engine gives them."""


class Peer(Protocol):
    """An index in a folder. `build` makes it, `open` opens it; then it can be asked and changed."""

    name: ClassVar[str]
    parallel: ClassVar[bool]
    """Whether building can use more than one core."""
    largest: ClassVar[int | None]
    """Posts beyond which measuring it takes too long; None for no such bound."""

    def __init__(self, folder: Path) -> None: ...

    def build(self, posts: Sequence[Post], threads: int) -> None:
        """Make the index, durable; ``threads`` is 1 or as many as there are cores."""
        ...

    def open(self) -> None:
        """Make it ready for questions."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...

    def ask(self, question: Question, *, facets: bool = False, snippets: bool = False) -> Answer:
        """Answer a question from nothing but its words: parsing or composing the query is part of it.

        With ``snippets`` each hit comes with a piece of its text, the matches marked.
        """
        ...

    def counts(self, answer: Answer) -> Counts:
        """The facets of an answer in one shape, every value read out."""
        ...

    def put(self, posts: Sequence[Post]) -> None:
        """Add posts, each in the place of the one with its id: durable, and seen by the next question."""
        ...
