"""What an index tells beside hits: similar posts, trends, and words in their context.

These are methods of `api.SearchIndex`, in a module of their own.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from .errors import UsageError

if TYPE_CHECKING:
    from whoosh.query import Query

    from .engine import Engine
    from .models import Concordance, FacetRequest, Post, SimilarPosts, Trends


class Exploring:
    """The methods that explore an index."""

    @property
    @abstractmethod
    def _engine(self) -> Engine:
        """What answers."""

    def similar(
        self,
        post_id: str,
        limit: int = 10,
        *,
        where: str | Query = "",
        filters: Mapping[str, str | Iterable[str]] | None = None,
        snippets: bool = True,
        timeout: float | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> SimilarPosts:
        """Posts like another one, by the words that tell most about it; the arguments are those of `SimilarRequest`.

        Copies and translations of the post, and of those found, are told beside them. Raises `UsageError`, with ids
        that are near, where there is no post of this id, `QueryError` for a query that has no honest reading, and
        `SearchStoppedError` after ``timeout`` seconds or once ``cancelled`` says so.
        """
        from .models import SimilarRequest

        known_post(self._engine, post_id)
        return self._engine.similar(
            SimilarRequest(post_id, where, selected(filters), limit, snippets, timeout, cancelled)
        )

    def trends(
        self,
        *queries: str | Query,
        by: str = "auto",
        where: str | Query = "",
        filters: Mapping[str, str | Iterable[str]] | None = None,
        synonyms: bool = True,
        timeout: float | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Trends:
        """How many posts match each query, and what share of all posts, year by year, quarter by quarter or month by
        month; the arguments are those of `TrendsRequest`.

        Raises `UsageError` without a query or for an unknown period, `QueryError` for a query that has no honest
        reading, and `SearchStoppedError` after ``timeout`` seconds or once ``cancelled`` says so.
        """
        from .models import TrendsRequest

        request = TrendsRequest(queries, by, where, selected(filters), synonyms, timeout, cancelled)
        return self._engine.trends(request)

    def concordance(
        self,
        query: str | Query,
        *,
        where: str | Query = "",
        filters: Mapping[str, str | Iterable[str]] | None = None,
        sort: str = "-date",
        limit: int = 20,
        offset: int = 0,
        context: int = 80,
        neighbours: int = 0,
        timeout: float | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Concordance:
        """Each match of a query with the words around it; the arguments are those of `ConcordanceRequest`.

        Raises `UsageError` for a query that seeks no words, an order that there is not, or a number that cannot be,
        `QueryError` for a query that has no honest reading, and `SearchStoppedError` after ``timeout`` seconds or once
        ``cancelled`` says so.
        """
        from .models import ConcordanceRequest

        return self._engine.concordance(
            ConcordanceRequest(
                query, where, selected(filters), sort, limit, offset, context, neighbours, timeout, cancelled
            )
        )


def known_post(engine: Engine, post_id: str) -> Post:
    """A post, whole. Raises `UsageError`, with ids that are near, where there is none of this id."""
    post = engine.post(post_id)
    if post is None:
        from difflib import get_close_matches

        near = get_close_matches(post_id, engine.ids(), n=3)
        raise UsageError(
            f"{post_id}: there is no such post; "
            + (f"did you mean {', '.join(near)}?" if near else "hits of a search carry their ids")
        )
    return post


def selected(filters: Mapping[str, str | Iterable[str]] | None) -> dict[str, tuple[str, ...]]:
    """Filters as requests have them; a value may be one string."""
    if not filters:
        return {}
    return {field: (values,) if isinstance(values, str) else tuple(values) for field, values in filters.items()}


@lru_cache(maxsize=256)
def facet_request(facet: str | FacetRequest) -> FacetRequest:
    """A facet as requests have it, with the limit that may stand behind its name."""
    from .models import FacetRequest

    if isinstance(facet, FacetRequest):
        return facet
    name, separator, limit = facet.partition(":")
    if not separator:
        return FacetRequest(name)
    if not (limit.isascii() and limit.isdigit()):
        raise UsageError(f"{facet}: the limit of a facet is a whole number, as in {name}:10")
    return FacetRequest(name, int(limit))
