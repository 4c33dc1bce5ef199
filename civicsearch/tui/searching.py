"""What the search screen asks of the index, off the UI's thread: one search path, the newest question first."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from .. import models
from ..api import SearchIndex
from ..errors import QueryError, SearchStoppedError

if TYPE_CHECKING:
    from datetime import datetime

    from ..models import Hit, Remedy, SearchRequest, SearchResults, Suggestion, TimelineBucket

Cancelled = Callable[[], bool]
"""Says whether nobody waits for an answer any more."""
_Found = TypeVar("_Found")

FACETS = ("category", "tag", "author", "year", "language", "source")
"""Those of the panel, in its order."""
PAGE = 50
"""Hits that are fetched at once."""
MOST_SUGGESTIONS = 8
_FEW = 2
"""Hits up to which a better spelling is looked for."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: all of what the screen shows follows from it."""

    query: str = ""
    as_you_type: bool = False
    """Whether the last word may be unfinished."""
    left: bool = False
    """Whether the line was just left: then it has to be told whether the last word is one."""

    @property
    def unordered(self) -> str:
        """The query without an order, for what counts; as it is where it cannot be read."""
        from ..query.editing import with_sort

        try:
            return with_sort(self.query, None)
        except QueryError:
            return self.query

    @property
    def sort(self) -> str | None:
        """The order that the query asks for; None for the usual one, and where it cannot be read."""
        from ..query.parser import parse

        try:
            return parse(self.query).sort
        except QueryError:
            return None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found."""

    question: Question
    results: SearchResults
    """The first page, with facets."""
    timeline: tuple[TimelineBucket, ...]
    """Counted without the dates of the query, so that another period can be chosen."""
    period: tuple[datetime | None, datetime | None]
    """What the dates of the query allow."""
    did_you_mean: str | None
    remedies: tuple[Remedy, ...]
    """For a query that finds nothing: what could be left out."""
    version: object
    """Of the index that answered."""
    unfinished: bool = False
    """Whether the last word of a line that was left is nobody's word, but the beginning of some."""


class Searcher:
    """Asks one index; may be called from several threads, and answers one question at a time."""

    def __init__(self, index: SearchIndex) -> None:
        self.index = index
        self._turn = Lock()

    def answer(self, question: Question, still_wanted: Callable[[], bool]) -> Answer | None:
        """The answer; None where the question was overtaken, which ends its search between two steps."""
        return self._ask(lambda cancelled: self._answer(question, cancelled), still_wanted)

    def page(self, question: Question, first: int, still_wanted: Callable[[], bool]) -> tuple[Hit, ...] | None:
        """The hits from a place on; None where nobody waits for them any more."""

        def hits(cancelled: Cancelled) -> tuple[Hit, ...]:
            return self.index.run(
                models.SearchRequest(
                    question.query,
                    limit=PAGE,
                    offset=first,
                    spelling=False,
                    as_you_type=question.as_you_type,
                    cancelled=cancelled,
                )
            ).hits

        return self._ask(hits, still_wanted)

    def suggestions(self, query: str, cursor: int, still_wanted: Callable[[], bool]) -> tuple[Suggestion, ...] | None:
        """How a query may go on behind the cursor; None where nobody waits for it any more."""
        return self._ask(
            lambda cancelled: self.index.suggest(query, cursor, MOST_SUGGESTIONS, cancelled=cancelled), still_wanted
        )

    def finished(self, question: Question) -> str:
        """The query as it is meant where nobody goes on typing it."""
        with self._turn:
            begun = (question.as_you_type or question.left) and self._is_unfinished(question.query)
            return f"{question.query}*" if begun else question.query

    def _ask(self, ask: Callable[[Cancelled], _Found], still_wanted: Callable[[], bool]) -> _Found | None:
        with self._turn, suppress(SearchStoppedError):
            if still_wanted():
                return ask(lambda: not still_wanted())
        return None

    def _answer(self, question: Question, cancelled: Cancelled) -> Answer:
        from ..query.editing import period_of, without_periods

        version = self.index.version()
        request = models.SearchRequest(
            question.query,
            facets=tuple(map(models.FacetRequest, FACETS)),
            limit=PAGE,
            timeline="auto",
            spelling=False,
            as_you_type=question.as_you_type,
            cancelled=cancelled,
        )
        results = self.index.run(request)
        period = period_of(question.query)
        timeline = results.timeline
        if period != (None, None):
            undated = without_periods(question.query)
            counting = replace(request, query=undated, facets=(), limit=0, snippets=False)
            timeline = self.index.run(counting).timeline
        few = results.total <= _FEW and question.query.strip()
        told = self._looked_closer(request, explain=not results.total) if few else results
        remedies = told.explanation.remedies if told.explanation else ()
        unfinished = question.left and self._is_unfinished(question.query, cancelled)
        return Answer(question, results, timeline, period, told.did_you_mean, remedies, version, unfinished)

    def _is_unfinished(self, query: str, cancelled: Cancelled | None = None) -> bool:
        """Whether no post has the last word as it was typed, and more have one that begins so than have forms of it."""
        from ..query.unfinished import clause_at

        last = clause_at(query, len(query))
        if last.quoted or not query[-1:].isalnum():
            return False
        try:
            if last.field is None and self._count(f'"{last.typed}"', cancelled):
                return False
            return self._count(f"{query}*", cancelled) > self._count(query, cancelled)
        except QueryError:  # of what has a star behind it there is nothing to read, as of a date
            return False

    def _count(self, query: str, cancelled: Cancelled | None) -> int:
        request = models.SearchRequest(query, limit=0, snippets=False, spelling=False, cancelled=cancelled)
        results = self.index.run(request)
        return results.total - results.relaxed

    def _looked_closer(self, request: SearchRequest, *, explain: bool) -> SearchResults:
        return self.index.run(replace(request, facets=(), limit=0, timeline=None, spelling=True, explain=explain))
