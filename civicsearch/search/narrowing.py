"""What trends, concordances and similar posts are looked for in: the posts that a query and filters leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from whoosh import query as wq

from ..index.postings import Ints
from ..index.snapshot import Snapshot
from ..query import filter_query
from ..stopping import Stop
from .matching import Matcher
from .reading import Saved, read_query


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Some of the posts."""

    posts: Ints
    """Their numbers, ascending."""
    notes: tuple[str, ...]
    """What a reader should know of how they were chosen."""


def narrowed(
    snapshot: Snapshot, where: str | wq.Query, filters: Mapping[str, Iterable[str]], saved: Saved, stop: Stop
) -> Narrowed:
    """The live posts that match a query and have selected facet values.

    Raises `QueryError` for a query that cannot be read, `UsageError` for a facet value that cannot be, and what
    ``stop`` raises.
    """
    asked = read_query(where, saved)
    chosen = [filter_query(facet, values) for facet, values in filters.items() if values]
    matcher = Matcher(snapshot, stop)
    found = matcher.match(wq.And([asked.tree, *chosen]) if chosen else asked.tree)
    return Narrowed(found.posts, (*asked.notes, *matcher.notes))
