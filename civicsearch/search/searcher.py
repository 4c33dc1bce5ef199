"""A search request, answered from one snapshot."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np
from whoosh import query as wq

from ..errors import QueryError, UsageError
from ..index.arrays import marked
from ..index.postings import Ints
from ..index.snapshot import Snapshot
from ..models import FacetRequest, Hit, SearchRequest, SearchResults
from ..models.facetcounts import FacetCounts
from ..query import filter_query
from ..query.notes import quoted
from ..query.synonyms import NO_SYNONYMS, Synonyms, Widened, below
from ..query.trees import span_of
from ..stopping import Stop, stop_of
from .facets import check_facet, count_facets, count_selected, timeline
from .matches import Matches
from .matching import Matcher
from .ordering import check_sort
from .positions import Marks
from .ranking import Page, ranked_page
from .reading import SHORT, Reading, Saved, read_query, reading_of
from .relaxing import Listing, listing
from .selection import Selection, split_selection
from .snippets import snippets

if TYPE_CHECKING:
    from ..models import Explanation

_FEW_HITS = 2
"""Hits up to which a better spelling is looked for although posts have every word."""


def search(
    snapshot: Snapshot, request: SearchRequest, saved: Saved = dict, synonyms: Synonyms = NO_SYNONYMS
) -> SearchResults:
    """Answer a request; ``saved`` gives the query of each saved search, and is asked only where one is named.

    Raises `QueryError` for a query with no honest reading, `SearchStoppedError` where the request says to stop, and
    `UsageError` for a query tree that cannot be executed, an unknown facet or order, a filter value that cannot be, or
    a negative limit or offset.
    """
    _check(request)
    stop = stop_of(request.timeout, request.cancelled)
    return _answer(snapshot, request, saved, synonyms, stop)


def matching_posts(snapshot: Snapshot, query: str, saved: Saved, stop: Stop) -> Ints:
    """The numbers of the posts that match a query, ascending. Raises `QueryError`, and what ``stop`` raises."""
    return Matcher(snapshot, stop).match(read_query(query, saved).tree).posts


def matches_in(
    snapshot: Snapshot,
    post: int,
    query: str | wq.Query,
    saved: Saved,
    synonyms: Synonyms,
    stop: Stop,
    *,
    as_you_type: bool,
) -> list[Marks]:
    """The places that a query matches within a post, leaf by leaf. Raises `QueryError`, and what ``stop`` raises."""
    matcher = Matcher(snapshot, stop)
    rest = split_selection(read_query(query, saved, as_you_type).tree).rest
    return matcher.marks(synonyms.widen(rest, snapshot.languages).tree, np.array([post], np.int64))


def _answer(snapshot: Snapshot, request: SearchRequest, saved: Saved, synonyms: Synonyms, stop: Stop) -> SearchResults:
    started = time.perf_counter()
    reading = reading_of(request.query, saved, request.as_you_type)
    parsed, tree, selection = reading.parsed, reading.parsed.tree, reading.selection
    if request.filters:
        filters = [filter_query(field, values) for field, values in request.filters.items() if values]
        tree = _all_of([tree, *filters])
        selection = split_selection(tree)
    sort = request.sort or parsed.sort or "relevance"
    matcher = Matcher(snapshot, stop, typed=isinstance(request.query, str))
    widened = (synonyms if request.synonyms else NO_SYNONYMS).widen(selection.rest, snapshot.languages)
    found = _Found(
        snapshot,
        matcher,
        selection,
        listing(matcher, selection.rest, parsed.plain, below(widened.tree) if widened.also else None),
        request.among,
    )
    stop()
    page = ranked_page(snapshot, matcher, found.listing, sort, request.offset, request.limit)
    marks = (lambda posts: matcher.marks(widened.tree, posts)) if request.snippets else None
    return SearchResults(
        query=request.query if isinstance(request.query, str) else repr(request.query),
        total=len(found.matches),
        hits=_hits(snapshot, page, marks, found.missing(matcher, page.posts, request.query), stop),
        facets=found.facets(request.facets),
        timeline=timeline(snapshot, found.matches.posts, request.timeline) if request.timeline else (),
        relaxed=found.relaxed,
        notes=(*parsed.notes, *matcher.notes, *_also_note(widened.also)),
        took_ms=(time.perf_counter() - started) * 1000,
        explanation=_explained(snapshot, matcher, tree, widened, found.relaxed) if request.explain else None,
        did_you_mean=_did_you_mean(
            snapshot, request, reading, len(found.matches) - found.relaxed, saved, synonyms, stop
        ),
        also_searched=tuple(widened.also),
    )


def _also_note(also: Collection[str]) -> tuple[str, ...]:
    return (f"also searched {', '.join(map(quoted, also))}, below what has the words typed",) if also else ()


def _did_you_mean(
    snapshot: Snapshot,
    request: SearchRequest,
    reading: Reading,
    hits: int,
    saved: Saved,
    synonyms: Synonyms,
    stop: Stop,
) -> str | None:
    """A better spelling of the query, or None."""
    stop()
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
            found = _answer(snapshot, plainly, saved, synonyms, stop)
        except QueryError:  # a word was corrected into the name of a field
            return 0
        return found.total - found.relaxed

    return did_you_mean(snapshot, request.query, reading.parsed.tree, hits, count, stop)


def _explained(snapshot: Snapshot, matcher: Matcher, tree: wq.Query, widened: Widened, relaxed: int) -> Explanation:
    from .explaining import explain  # a cold search waits for every import

    return explain(snapshot, matcher, tree, widened.also.values(), relaxed)


class _Found:
    """The posts that a query lists, and those that it lists without the selection of one facet.

    Whether posts that lack words are listed is decided without the selections: selecting a value only ever narrows, to
    as many posts as its count says.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        matcher: Matcher,
        selection: Selection,
        base: Listing,
        among: frozenset[str] | None,
    ) -> None:
        self._snapshot = snapshot
        self._selection = selection
        self._sets = matcher.sets
        self._base = base.matches
        if among is not None:
            self._base = self._sets.both(self._base, Matches(_numbers(snapshot, among)))
        self._selected: Mapping[str, Matches] = {
            facet: matcher.match(wq.And(clauses)) for facet, clauses in selection.clauses.items()
        }
        self.matches = self._narrowed(self._base).remembering()
        self.listing = Listing(self.matches, base.words, base.complete)
        lacking = self.listing.lacking(self.matches.posts, snapshot.numbers)
        self.relaxed = 0 if lacking is None else int(np.count_nonzero(lacking))
        """Listed posts that lack some of the words."""

    def missing(self, matcher: Matcher, posts: Ints, query: str | wq.Query) -> list[tuple[str, ...]]:
        """The plain words that each of some posts lacks, as they were typed."""
        lacking = self.listing.lacking(posts, self._snapshot.numbers)
        if lacking is None or not isinstance(query, str):
            return [()] * len(posts)
        missing: list[tuple[str, ...]] = [()] * len(posts)
        for word in self.listing.words:
            having = marked(matcher.match(word).posts, self._snapshot.numbers)[posts]
            start, end = span_of(word)
            for place in np.flatnonzero(lacking & ~having).tolist():
                missing[place] += (query[start:end],)
        return missing

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
    snapshot: Snapshot,
    page: Page,
    marks: Callable[[Ints], list[Marks]] | None,
    missing: list[tuple[str, ...]],
    stop: Stop,
) -> tuple[Hit, ...]:
    """The hits of a page; ``marks`` finds what matched in some posts (ascending), for their snippets."""
    stop()
    texts = snippets(snapshot, page.posts, marks(np.sort(page.posts)), stop) if marks else repeat("")
    found = zip(map(snapshot.listed, page.posts.tolist()), page.scores.tolist(), texts, missing, strict=False)
    return tuple(map(_make_hit, found))


_make_hit = partial(tuple.__new__, Hit)
"""Makes a `Hit` in 0.1 µs; calling the class takes 0.3."""
