"""At the end of the query line: how many posts, how quickly, in which order."""

from __future__ import annotations

from textual import events
from textual.strip import Strip

from ...lines import Piece, counted
from ...terminal import width
from ..messages import SortWanted
from ..painting import Painted, between

ORDERS = {
    "relevance": "best first",
    "-date": "newest first",
    "date": "oldest first",
    "title": "by title",
    "-title": "by title, z to a",
}


class Status(Painted, can_focus=False):
    """Told in words; a click on the order asks for another one."""

    GROUND = "$panel"
    DEFAULT_CSS = """
    Status { width: auto; height: 1; background: $panel; padding: 0; }
    """

    def __init__(self) -> None:
        super().__init__(id="status")
        self._pieces: list[Piece] = []
        self._columns = 0

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(piece.text for piece in self._pieces).strip()

    def show(self, total: int, took_ms: float, order: str) -> None:
        """The figures of a search."""
        took = f"{took_ms:.0f} ms" if took_ms >= 1 else "<1 ms"
        self._set(
            [
                Piece("  "),
                Piece(counted(total, "post"), "title"),
                Piece(f" · {took} · " if total else f" · {took} ", "dim"),
                Piece(f"{ORDERS[order]} ▾ " if total else "", "heading sort:1"),
            ]
        )

    def say(self, text: str) -> None:
        """Something else."""
        self._set([Piece(f"  {text} ", "dim")])

    def _set(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        columns = sum(width(piece.text) for piece in pieces)
        if columns > self._columns:  # it only grows: another width lays out the whole screen
            self._columns = self.styles.width = columns
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The line."""
        return self.paint(between([], self._pieces, self.size.width), self.size.width)

    def on_click(self, event: events.Click) -> None:
        if "sort" in event.style.meta:
            self.post_message(SortWanted())
