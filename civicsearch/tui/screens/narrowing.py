"""What narrows a search: facets, dates, chips and the order. Each of them rewrites the query line, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from ...errors import CivicsearchError
from ...models import SORTS
from .. import messages
from ..searching import Answer
from ..widgets.chips import Chips
from ..widgets.query_line import QueryLine
from ..widgets.status import ORDERS
from .post_actions import PostActions

# The query language is loaded when something is narrowed: the first frame does not wait for it.


def is_readable(query: str) -> bool:
    """Whether a query has a meaning; the search says what is wrong with one that has none."""
    from ...query.parser import parse

    try:
        parse(query)
    except CivicsearchError:
        return False
    return True


class Narrowing(PostActions):
    """A screen with a query line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "choose_sort", "sort"),
        Binding("x", "drop", "drop the last filter", show=False),
        Binding("X", "drop_all", "drop all filters", show=False),
    ]

    answer: Answer | None = None
    """What is shown."""
    is_reordered = False
    """Whether the query was changed for another order."""

    @property
    def query_line(self) -> QueryLine:
        """Where the query is typed."""
        return self.query_one(QueryLine)

    def rewrite(self, change: Callable[[str], str]) -> None:
        """Change the query, and tell where that cannot be."""
        try:
            self.query_line.write(change(self.query_line.value))
        except CivicsearchError as error:
            self.tell(str(error), problem=True)

    def on_facet_picked(self, message: messages.FacetPicked) -> None:
        from ...query import select

        self.rewrite(lambda query: select(query, message.field, message.value, message.selected))

    def on_facet_cleared(self, message: messages.FacetCleared) -> None:
        from ...query import select

        counts = self.answer.results.facets.get(message.field, ()) if self.answer else ()
        values = [count.value for count in counts if count.selected]

        def cleared(query: str) -> str:
            for value in values:
                query = select(query, message.field, value, False)
            return query

        self.rewrite(cleared)

    def on_clause_dropped(self, message: messages.ClauseDropped) -> None:
        from ...query.editing import without

        self.rewrite(lambda query: without(query, message.start, message.end))

    def on_period_brushed(self, message: messages.PeriodBrushed) -> None:
        from ...query.editing import with_period

        self.rewrite(lambda query: with_period(query, message.first, message.last))

    def action_drop(self) -> None:
        """Take the last filter back."""
        from ...query.editing import without

        if clauses := self.query_one(Chips).clauses:
            self.rewrite(lambda query: without(query, clauses[-1].start, clauses[-1].end))

    def action_drop_all(self) -> None:
        """Take all filters back."""
        from ...query.editing import without

        clauses = self.query_one(Chips).clauses

        def dropped(query: str) -> str:
            for clause in reversed(clauses):
                query = without(query, clause.start, clause.end)
            return query

        self.rewrite(dropped)

    def action_sort(self, order: str | None) -> None:
        """Put the hits into another order, and stand on the first."""
        from ...query.editing import with_sort

        before = self.query_line.value
        self.rewrite(lambda query: with_sort(query, order))
        self.is_reordered = self.query_line.value != before

    @property
    def order(self) -> str:
        """The order that the hits have."""
        sort = self.question.sort
        if sort and sort != "relevance":
            return sort
        ranked = any(hit.score for hit in (self.answer.results.hits[:1] if self.answer else ()))
        return "relevance" if ranked else "-date"

    def action_choose_sort(self) -> None:
        """Choose another order."""
        from .menu import Choice, Menu

        choices = [Choice(key, ORDERS[sort], sort) for key, sort in zip("ronta", SORTS, strict=True)]
        cursor = SORTS.index(self.order)
        self.app.push_screen(
            Menu("Order of the hits", choices, cursor=cursor),
            lambda chosen: self.action_sort(chosen) if chosen else None,
        )

    def on_sort_wanted(self) -> None:
        self.action_choose_sort()
