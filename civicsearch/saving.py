"""The saved searches of an index.

These are methods of `api.SearchIndex`, in a module of their own.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from . import models
from .exploring import facet_request
from .stopping import stop_of

if TYPE_CHECKING:
    from .engine import Engine
    from .models import FacetRequest, SavedSearch, SearchResults


class Saving:
    """The methods that keep searches."""

    location: Path

    @property
    @abstractmethod
    def _engine(self) -> Engine:
        """What answers."""

    def save(
        self,
        name: str,
        query: str,
        *,
        timeout: float | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> SavedSearch:
        """Keep a query under a name, in the place of the one that has it; ``saved:NAME`` stands for it in queries.

        All posts that match now count as seen. Names are compared as facet values are: without case, and with space,
        ``-`` and ``_`` alike. Raises `UsageError` for a name that cannot be, `QueryError` for a query that cannot be
        read, also for one that would come back to itself, and `SearchStoppedError` after ``timeout`` seconds or once
        ``cancelled`` says so: nothing was saved then.
        """
        from .search.saved import save

        return save(self._engine, self.location, name, query, stop_of(timeout, cancelled))

    def unsave(self, name: str) -> None:
        """Forget a saved search. Raises `UsageError` where there is none of this name."""
        from .search.saved import unsave

        unsave(self.location, name)

    def saved(
        self, *, timeout: float | None = None, cancelled: Callable[[], bool] | None = None
    ) -> tuple[SavedSearch, ...]:
        """The saved searches by name, each with how many posts match it and how many of those are new. Raises
        `SearchStoppedError` as `save` does."""
        from .search.saved import listed

        return listed(self._engine, self.location, stop_of(timeout, cancelled))

    def new_in(
        self,
        name: str,
        *,
        facets: Iterable[str | FacetRequest] = (),
        sort: str | None = None,
        limit: int = 20,
        timeline: str | None = None,
        snippets: bool = True,
        explain: bool = False,
        timeout: float | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> SearchResults:
        """Search a saved search for the posts that were not seen yet; the other arguments are those of `search`.

        The posts stay new until `mark_seen` is told of them. A post that was changed since, or whose file was renamed,
        is not new; one that matches only since it was changed is. Raises `UsageError` where there is no such name, and
        what `search` raises.
        """
        from .search.saved import new_in

        wanted = tuple(map(facet_request, facets))
        request = models.SearchRequest(
            "", {}, wanted, sort, limit, 0, timeline, snippets, explain, timeout=timeout, cancelled=cancelled
        )
        return new_in(self._engine, self.location, name, request)

    def mark_seen(
        self,
        name: str,
        ids: Iterable[str] | None = None,
        *,
        timeout: float | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Count posts as seen in a saved search: those with these ids, or with None all that match now. Raises
        `SearchStoppedError` as `save` does: nothing counts as seen then."""
        from .search.saved import mark_seen

        known = None if ids is None else frozenset(ids)
        mark_seen(self._engine, self.location, name, known, stop_of(timeout, cancelled))
