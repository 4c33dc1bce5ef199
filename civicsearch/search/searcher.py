"""A search request, answered from one snapshot."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np
from whoosh import query as wq

from ..errors import UsageError
from ..index.postings import Ints
from ..index.snapshot import Snapshot
from ..index.stored import Listed
from ..language.schema import TEXT_FIELDS
from ..models import FacetCount, FacetRequest, Hit, SearchRequest, SearchResults
from ..query import ParsedQuery, explain, filter_query, parse
from ..query.notes import quoted
from ..query.synonyms import NO_SYNONYMS, Synonyms, below
from .facets import check_facet, facet_counts, timeline
from .matches import Matches
from .matching import Matcher
from .ordering import check_sort, first_hits
from .selection import Selection, split_selection
from .snippets import snippets

_SHORT = 1000
"""Characters of queries whose trees are kept."""
_FEW_HITS = 2
"""Hits up to which a better spelling is looked for although posts have every word."""


def search(snapshot: Snapshot, request: SearchRequest, synonyms: Synonyms = NO_SYNONYMS) -> SearchResults:
    """Answer a request.

    Raises `QueryError` for a query with no honest reading, and `UsageError` for a query tree that cannot be executed,
    an unknown facet or order, a filter value that cannot be, or a negative limit or offset.
    """
    _check(request)
    try:
        return _answer(snapshot, request, synonyms)
    except RecursionError:
        raise UsageError("the query is nested too deep; use fewer levels") from None


def _answer(snapshot: Snapshot, request: SearchRequest, synonyms: Synonyms) -> SearchResults:
    started = time.perf_counter()
    parsed = _parsed(request.query)
    filters = [filter_query(field, values) for field, values in request.filters.items() if values]
    selection = split_selection(_all_of([parsed.tree, *filters]))
    sort = request.sort or parsed.sort or "relevance"
    matcher = Matcher(snapshot)
    widened = (synonyms if request.synonyms else NO_SYNONYMS).widen(selection.rest, snapshot.facet("language").keys)
    if widened.also:
        selection = Selection(below(selection.rest, widened.tree), selection.clauses)
    found = _Found(snapshot, matcher, selection)
    first = first_hits(snapshot, found.matches, sort, request.offset + request.limit)[request.offset :]
    marks = (lambda posts: matcher.marks(widened.tree, posts)) if request.snippets else None
    facets = {facet.field: found.facet(facet) for facet in request.facets}
    return SearchResults(
        query=request.query if isinstance(request.query, str) else repr(request.query),
        total=len(found.matches),
        hits=_hits(snapshot, found.matches, first, marks),
        facets=facets,
        timeline=timeline(snapshot, found.matches.posts, request.timeline) if request.timeline else (),
        notes=(*parsed.notes, *matcher.notes, *_also_note(widened.also)),
        took_ms=(time.perf_counter() - started) * 1000,
        explanation=explain(parsed.tree) if request.explain else None,
        did_you_mean=_did_you_mean(snapshot, request, parsed.tree, len(found.matches), synonyms),
        also_searched=widened.also,
    )


def _also_note(also: tuple[str, ...]) -> tuple[str, ...]:
    return (f"also searched {', '.join(map(quoted, also))}, below what has the words typed",) if also else ()


def _did_you_mean(
    snapshot: Snapshot, request: SearchRequest, tree: wq.Query, hits: int, synonyms: Synonyms
) -> str | None:
    """A better spelling of the query, or None."""
    if not isinstance(request.query, str) or not request.spelling or (hits > _FEW_HITS and _knows(snapshot, tree)):
        return None
    from .spelling import did_you_mean  # a cold search waits for every import, and few need this one

    def count(query: str) -> int:
        plainly = replace(request, query=query, facets=(), limit=0, timeline=None, snippets=False, spelling=False)
        return _answer(snapshot, plainly, synonyms).total

    return did_you_mean(snapshot, request.query, tree, hits, count)


def _knows(snapshot: Snapshot, tree: wq.Query) -> bool:
    """Whether posts have each plain word of a query: a look at what the search has just looked up."""
    return all(
        snapshot.form_runs(leaf.text)
        for leaf in tree.leaves()
        if type(leaf) is wq.Term and leaf.fieldname in TEXT_FIELDS and isinstance(leaf.text, str)
    )


def _parsed(query: str | wq.Query) -> ParsedQuery:
    if isinstance(query, str):
        return _parsed_on(query, date.today()) if len(query) < _SHORT else parse(query)
    if not isinstance(query, wq.Query):
        raise UsageError(f"{query!r}: a query is a string or a whoosh.query object")
    return ParsedQuery(query, None, ())


@lru_cache(maxsize=512)
def _parsed_on(query: str, today: date) -> ParsedQuery:  # noqa: ARG001  # relative dates are read on a day
    """The same query is asked again for the next page, for other facets, after a refresh: it is parsed once a day."""
    return parse(query)


class _Found:
    """The posts that match a query, and those that match it without the selection of one facet."""

    def __init__(self, snapshot: Snapshot, matcher: Matcher, selection: Selection) -> None:
        self._snapshot = snapshot
        self._selection = selection
        self._sets = matcher.sets
        self._base = matcher.match(selection.rest)
        self._selected: Mapping[str, Matches] = {
            facet: matcher.match(wq.And(clauses)) for facet, clauses in selection.clauses.items()
        }
        self.matches = self._narrowed(self._base).remembering()

    def facet(self, facet: FacetRequest) -> tuple[FacetCount, ...]:
        """The counts of a facet, without its own selection."""
        posts = self._narrowed(self._base, leaving=facet.field) if facet.field in self._selected else self.matches
        return facet_counts(self._snapshot, facet.field, posts.posts, self._selection.keys(facet.field), facet.limit)

    def _narrowed(self, matches: Matches, leaving: str | None = None) -> Matches:
        for facet, selected in self._selected.items():
            if facet != leaving:
                matches = self._sets.both(matches, selected)
        return matches


def _all_of(trees: list[wq.Query]) -> wq.Query:
    """One tree for what has to match all of several, flat at its top."""
    clauses: list[wq.Query] = []
    for tree in trees:
        clauses += tree.subqueries if type(tree) is wq.And and tree.boost == 1.0 and tree.subqueries else [tree]
    return clauses[0] if len(clauses) == 1 else wq.And(clauses)


def _check(request: SearchRequest) -> None:
    for name, value in (("limit", request.limit), ("offset", request.offset)):
        if value < 0:
            raise UsageError(f"{name} {value}: it cannot be negative; give 0 or more")
    if request.sort is not None:
        check_sort(request.sort)
    for facet in request.facets:
        check_facet(facet.field)
        if facet.limit is not None and facet.limit < 0:
            raise UsageError(f"facet {facet.field}:{facet.limit}: its limit cannot be negative; give 0 or more")


def _hits(
    snapshot: Snapshot, matches: Matches, places: Ints, marks: Callable[[Ints], list[Ints]] | None
) -> tuple[Hit, ...]:
    """The hits at some places; ``marks`` finds what matched in some posts, for their snippets."""
    posts = matches.posts[places]
    order = np.argsort(places)
    scores = np.zeros(len(places))
    scores[order] = matches.scores(places[order])
    texts = snippets(snapshot, posts, marks(posts[order])) if marks else [""] * len(posts)
    return tuple(
        _hit(snapshot.listed(post), score, snippet)
        for post, score, snippet in zip(posts.tolist(), scores.tolist(), texts, strict=True)
    )


def _hit(post: Listed, score: float, snippet: str) -> Hit:
    return Hit(
        post.id,
        score,
        post.title,
        post.date,
        post.authors,
        post.categories,
        post.tags,
        post.source,
        post.path,
        post.url,
        post.language,
        post.summary,
        snippet,
    )
