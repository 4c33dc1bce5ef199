"""What narrows the search beside its words, as chips: a click takes one away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.strip import Strip

from ...lines import Piece
from ...terminal import clean, shorten
from ..messages import ClauseDropped
from ..painting import Painted

if TYPE_CHECKING:
    from ...query.editing import NarrowingClause

_WIDEST = 40


class Chips(Painted, can_focus=False):
    """One line of the clauses that narrow the query; not there where there are none."""

    GROUND = "$panel"
    DEFAULT_CSS = """
    Chips { height: 1; background: $panel; padding: 0; display: none; }
    Chips.-some { display: block; }
    """

    def __init__(self) -> None:
        super().__init__(id="chips")
        self.clauses: tuple[NarrowingClause, ...] = ()

    def show(self, query: str) -> None:
        """The chips of a query."""
        from ...query.editing import narrowing_clauses  # the first frame does not wait for the query language

        self.clauses = narrowing_clauses(query)
        self.set_class(bool(self.clauses), "-some")
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The chips, and how to be rid of them."""
        pieces = [Piece("   ")]
        for place, clause in enumerate(self.clauses):
            pieces += [
                Piece(f" {shorten(clean(clause.text), _WIDEST)} ", f"on chip:{place}"),
                Piece("✕ ", f"dim chip:{place}"),
                Piece(" "),
            ]
        return self.paint(pieces, self.size.width)

    def on_click(self, event: events.Click) -> None:
        place = event.style.meta.get("chip")
        if place is not None and place < len(self.clauses):
            clause = self.clauses[place]
            self.post_message(ClauseDropped(clause.start, clause.end))
