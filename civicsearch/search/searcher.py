"""A search request, answered from one snapshot."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import repeat

import numpy as np
from whoosh import query as wq

from ..errors import QueryError, UsageError
from ..index.postings import Ints
from ..index.snapshot import Snapshot
from ..index.stored import Listed
from ..models import Explanation, FacetRequest, Hit, SearchRequest, SearchResults
from ..models.facetcounts import FacetCounts
from ..query import filter_query
from ..query.notes import quoted
from ..query.synonyms import NO_SYNONYMS, Synonyms, Widened, below
from .facets import check_facet, count_facets, count_selected, timeline
from .matches import Matches
from .matching import Matcher
from .nesting import bounded_nesting
from .ordering import check_sort, first_hits
from .positions import Marks
from .reading import SHORT, Reading, Saved, read_query, reading_of
from .selection import Selection, split_selection
from .snippets import snippets

_FEW_HITS = 2
"""Hits up to which a better spelling is looked for although posts have every word."""


def search(
    snapshot: Snapshot, request: SearchRequest, saved: Saved = dict, synonyms: Synonyms = NO_SYNONYMS
) -> SearchResults:
    """Answer a request; ``saved`` gives the query of each saved search, and is asked only where one is named.

    Raises `QueryError` for a query with no honest reading, and `UsageError` for a query tree that cannot be executed,
    an unknown facet or order, a filter value that cannot be, or a negative limit or offset.
    """
    _check(request)
    with bounded_nesting():
        return _answer(snapshot, request, saved, synonyms)


def matching_posts(snapshot: Snapshot, query: str, saved: Saved) -> Ints:
    """The numbers of the posts that match a query, ascending. Raises `QueryError`."""
    with bounded_nesting():
        return Matcher(snapshot).match(read_query(query, saved).tree).posts


def matches_in(
    snapshot: Snapshot,
    post: int,
    query: str | wq.Query,
    saved: Saved,
    synonyms: Synonyms = NO_SYNONYMS,
    *,
    as_you_type: bool = False,
) -> list[Marks]:
    """The places that a query matches within a post, leaf by leaf. Raises `QueryError`."""
    matcher = Matcher(snapshot)
    rest = split_selection(read_query(query, saved, as_you_type).tree).rest
    return matcher.marks(synonyms.widen(rest, snapshot.languages).tree, np.array([post], np.int64))


def _answer(snapshot: Snapshot, request: SearchRequest, saved: Saved, synonyms: Synonyms) -> SearchResults:
    started = time.perf_counter()
    reading = reading_of(request.query, saved, request.as_you_type)
    parsed, tree, selection = reading.parsed, reading.parsed.tree, reading.selection
    if request.filters:
        filters = [filter_query(field, values) for field, values in request.filters.items() if values]
        tree = _all_of([tree, *filters])
        selection = split_selection(tree)
    sort = request.sort or parsed.sort or "relevance"
    matcher = Matcher(snapshot)
    widened = (synonyms if request.synonyms else NO_SYNONYMS).widen(selection.rest, snapshot.languages)
    if widened.also:
        selection = Selection(below(selection.rest, widened.tree), selection.clauses)
    found = _Found(snapshot, matcher, selection, request.among)
    first = first_hits(snapshot, found.matches, sort, request.offset + request.limit, request.offset)
    marks = (lambda posts: matcher.marks(widened.tree, posts)) if request.snippets else None
    return SearchResults(
        query=request.query if isinstance(request.query, str) else repr(request.query),
        total=len(found.matches),
        hits=_hits(snapshot, found.matches, first, marks),
        facets=found.facets(request.facets),
        timeline=timeline(snapshot, found.matches.posts, request.timeline) if request.timeline else (),
        notes=(*parsed.notes, *matcher.notes, *_also_note(widened)),
        took_ms=(time.perf_counter() - started) * 1000,
        explanation=_explained(snapshot, matcher, tree, widened) if request.explain else None,
        did_you_mean=_did_you_mean(snapshot, request, reading, len(found.matches), saved, synonyms),
        also_searched=tuple(widened.also),
    )


def _also_note(widened: Widened) -> Iterator[str]:
    if widened.also:
        yield f"also searched {', '.join(map(quoted, widened.also))}, below what has the words typed"


def _did_you_mean(
    snapshot: Snapshot, request: SearchRequest, reading: Reading, hits: int, saved: Saved, synonyms: Synonyms
) -> str | None:
    """A better spelling of the query, or None."""
    # Nobody misspelt a word of a page that was pasted.
    if not isinstance(request.query, str) or not request.spelling or len(request.query) >= SHORT:
        return None
    if hits > _FEW_HITS and all(map(snapshot.form_runs, reading.words)):  # the search has just looked them up
        return None
    from .spelling import did_you_mean  # a cold search waits for every import, and few need this one

    def count(query: str) -> int:
        plainly = replace(
            request, query=query, facets=(), limit=0, timeline=None, snippets=False, explain=False, spelling=False
        )
        try:
            return _answer(snapshot, plainly, saved, synonyms).total
        except QueryError:  # a word was corrected into the name of a field
            return 0

    return did_you_mean(snapshot, request.query, reading.parsed.tree, hits, count)


def _explained(snapshot: Snapshot, matcher: Matcher, tree: wq.Query, widened: Widened) -> Explanation:
    from .explaining import explain  # a cold search waits for every import

    return explain(snapshot, matcher, tree, widened.also.values())


class _Found:
    """The posts that match a query, and those that match it without the selection of one facet."""

    def __init__(
        self, snapshot: Snapshot, matcher: Matcher, selection: Selection, among: frozenset[str] | None
    ) -> None:
        self._snapshot = snapshot
        self._selection = selection
        self._sets = matcher.sets
        self._base = matcher.match(selection.rest)
        if among is not None:
            self._base = self._sets.both(self._base, Matches(_numbers(snapshot, among)))
        self._selected: Mapping[str, Matches] = {
            facet: matcher.match(wq.And(clauses)) for facet, clauses in selection.clauses.items()
        }
        self.matches = self._narrowed(self._base).remembering()

    def facets(self, wanted: Sequence[FacetRequest]) -> dict[str, FacetCounts]:
        """The counts of some facets, each without its own selection."""
        others = [facet for facet in wanted if facet.field not in self._selected]
        counted = count_facets(self._snapshot, others, self.matches.posts)
        counts = {facet.field: found for facet, found in zip(others, counted, strict=True)}
        for facet in wanted:
            if facet.field in self._selected:
                posts = self._narrowed(self._base, leaving=facet.field).posts
                selected = self._selection.keys(facet.field)
                counts[facet.field] = count_selected(self._snapshot, facet, posts, selected)
        return {facet.field: counts[facet.field] for facet in wanted}

    def _narrowed(self, matches: Matches, leaving: str | None = None) -> Matches:
        for facet, selected in self._selected.items():
            if facet != leaving:
                matches = self._sets.both(matches, selected)
        return matches


def _numbers(snapshot: Snapshot, ids: Iterable[str]) -> Ints:
    """The numbers of the live posts with these ids, ascending."""
    found = map(snapshot.number, ids)
    return np.array(sorted(number for number in found if number is not None), np.int64)


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
    snapshot: Snapshot, matches: Matches, places: Ints, marks: Callable[[Ints], list[Marks]] | None
) -> tuple[Hit, ...]:
    """The hits at some places; ``marks`` finds what matched in some posts, for their snippets."""
    posts = matches.posts[places]
    scores: Iterable[float] = repeat(0.0) if matches.scorer is None else matches.scores(places).tolist()
    texts = snippets(snapshot, posts, marks(np.sort(posts))) if marks else repeat("")
    return tuple(map(hit_of, map(snapshot.listed, posts.tolist()), scores, texts))


def hit_of(post: Listed, score: float, snippet: str) -> Hit:
    """A post as a hit."""
    post_id, title, authors, categories, tags, url, language, summary, source, path, published = post
    return _make_hit(
        (post_id, score, title, published, authors, categories, tags, source, path, url, language, summary, snippet)
    )


_make_hit = partial(tuple.__new__, Hit)
"""Makes a `Hit` in 0.1 µs; calling the class takes 0.3."""
