"""What an engine has to answer, wherever its posts lie.

`api.SearchIndex` talks to engines only through this protocol, so nothing above it knows which one answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from .models import (
    Concordance,
    ConcordanceRequest,
    IndexStats,
    Post,
    PostMatches,
    SearchRequest,
    SearchResults,
    SimilarPosts,
    SimilarRequest,
    Suggestion,
    Trends,
    TrendsRequest,
)

if TYPE_CHECKING:
    from .stopping import Stop


class Engine(Protocol):
    """Reads one index. Every call answers from the newest generation that is complete.

    All raise `IndexUnavailableError` where there is no index to answer from, and `SearchStoppedError` where they are
    told to stop.
    """

    def search(self, request: SearchRequest) -> SearchResults:
        """Answer a request; raises `UsageError` for one that cannot be answered."""
        ...

    def matching(self, query: str, saved: Mapping[str, str] | None = None, *, stop: Stop = ...) -> dict[str, str]:
        """The ids of all posts that match, each with a fingerprint of its content that stays when a file is renamed.

        ``saved`` has the query of each saved search; None takes those that are kept. Raises `QueryError`.
        """
        ...

    def suggest(self, query: str, cursor: int | None, limit: int, *, stop: Stop = ...) -> tuple[Suggestion, ...]:
        """Ways to complete what stands before the cursor of a query (None is its end), the best first."""
        ...

    def matches(self, post_id: str, query: str, *, as_you_type: bool, stop: Stop = ...) -> PostMatches:
        """Where a query matches within a post; nowhere for an id that there is not. Raises `QueryError`."""
        ...

    def similar(self, request: SimilarRequest) -> SimilarPosts:
        """Posts like another one; raises `UsageError` for a request that cannot be answered."""
        ...

    def trends(self, request: TrendsRequest) -> Trends:
        """How many posts of each period match queries; raises `UsageError` likewise."""
        ...

    def concordance(self, request: ConcordanceRequest) -> Concordance:
        """Matches with the words around them; raises `UsageError` likewise."""
        ...

    def post(self, post_id: str) -> Post | None:
        """A post by its id, or None."""
        ...

    def ids(self) -> list[str]:
        """The ids of all posts."""
        ...

    def stats(self) -> IndexStats:
        """Size and age of the index."""
        ...

    def version(self) -> object:
        """A value that changes with each commit, and with an index that goes or comes; told without opening it."""
        ...

    def close(self) -> None:
        """Let go of files and memory; a later call opens them again."""
        ...
