"""The engine that searches an index in a folder of this machine."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..errors import CivicsearchError, UsageError
from ..index.arrays import MISREAD
from ..index.files import MANIFEST
from ..index.snapshot import Snapshot, open_snapshot
from ..query.synonyms import Synonyms
from ..stopping import Stop, go_on
from .searcher import search

if TYPE_CHECKING:
    from ..models import (
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

_Answer = TypeVar("_Answer")


class EmbeddedEngine:
    """Answers from the newest generation; a commit by any process is seen by the next call."""

    def __init__(self, folder: Path, synonyms: Synonyms | None = None) -> None:
        self._folder = folder
        self._manifest = os.fspath(folder / MANIFEST)
        self._synonyms = synonyms or Synonyms()
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._stamp: tuple[int, int, int] | None = None

    def search(self, request: SearchRequest) -> SearchResults:
        """Answer a request; raises `UsageError` for one that cannot be answered."""
        return self._ask(lambda snapshot: search(snapshot, request, self._saved, self._synonyms))

    def matching(self, query: str, saved: Mapping[str, str] | None = None, *, stop: Stop = go_on) -> dict[str, str]:
        """The ids of all posts that match, each with a fingerprint of its content."""
        from .saved import fingerprints  # a cold search waits for every import

        return self._ask(
            lambda snapshot: fingerprints(snapshot, query, self._saved if saved is None else lambda: saved, stop)
        )

    def suggest(self, query: str, cursor: int | None, limit: int, *, stop: Stop = go_on) -> tuple[Suggestion, ...]:
        """Ways to complete what stands before the cursor of a query."""
        from .completion import suggest  # a cold search waits for every import

        return self._ask(lambda snapshot: suggest(snapshot, query, cursor, limit, self._saved, stop))

    def matches(self, post_id: str, query: str, *, as_you_type: bool, stop: Stop = go_on) -> PostMatches:
        """Where a query matches within a post; nowhere for an id that there is not."""
        from .highlights import highlights  # a cold search waits for every import

        return self._ask(
            lambda snapshot: highlights(
                snapshot, post_id, query, self._saved, self._synonyms, stop, as_you_type=as_you_type
            )
        )

    def similar(self, request: SimilarRequest) -> SimilarPosts:
        """Posts like another one."""
        from .similar import similar

        return self._ask(lambda snapshot: similar(snapshot, request, self._saved))

    def trends(self, request: TrendsRequest) -> Trends:
        """How many posts of each period match queries."""
        from .trends import trends

        return self._ask(lambda snapshot: trends(snapshot, request, self._saved, self._synonyms))

    def concordance(self, request: ConcordanceRequest) -> Concordance:
        """Matches with the words around them."""
        from .concordance import concordance

        return self._ask(lambda snapshot: concordance(snapshot, request, self._saved))

    def post(self, post_id: str) -> Post | None:
        """A post by its id, or None."""
        return self._ask(lambda snapshot: snapshot.post(post_id))

    def ids(self) -> list[str]:
        """The ids of all posts."""
        return self._ask(Snapshot.ids)

    def stats(self) -> IndexStats:
        """Size and age of the index."""
        from .statistics import index_stats  # a cold search waits for every import

        return self._ask(index_stats)

    def version(self) -> object:
        """A value that changes with each commit, and with an index that goes or comes."""
        return self._manifest_stamp()

    def close(self) -> None:
        """Let go of files and memory; a later call opens them again."""
        with self._lock:
            self._snapshot = self._stamp = None

    def _saved(self) -> dict[str, str]:
        from ..index.saved import read_queries  # few queries name a saved search

        return {name: entry.query for name, entry in read_queries(self._folder).items()}

    def _ask(self, question: Callable[[Snapshot], _Answer]) -> _Answer:
        try:
            return question(self._newest())
        except CivicsearchError:
            raise
        except RecursionError:  # that of a tree which a caller built: parsed queries are bounded
            raise UsageError("the query is nested too deep; use fewer levels") from None
        except MISREAD:
            from ..index.check import tell_damage

            tell_damage(self._folder)
            raise

    def _newest(self) -> Snapshot:
        with self._lock:
            stamp = self._manifest_stamp()
            snapshot = self._snapshot
            if snapshot is None or stamp is None or stamp != self._stamp or not snapshot.is_whole():
                self._snapshot, self._stamp = snapshot, stamp = open_snapshot(self._folder, snapshot), stamp
            return snapshot

    def _manifest_stamp(self) -> tuple[int, int, int] | None:
        try:
            status = os.stat(self._manifest)
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size
