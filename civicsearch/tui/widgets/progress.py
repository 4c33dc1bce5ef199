"""How far something has come, and what there is to say about it."""

from __future__ import annotations

from textual.strip import Strip

from ...lines import Line, Piece, counted, wrap
from ...terminal import clean
from ..painting import Painted

_LINES = 4


class ProgressLine(Painted, can_focus=False):
    """A bar with its figures, or a few lines of text."""

    DEFAULT_CSS = """
    ProgressLine { height: 4; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__(id="progress")
        self._said: tuple[str, str] = ("", "dim")
        self._done: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """What it says."""
        return self._said[0] if self._done is None else f"{self._done[0]} of {self._done[1]}"

    def say(self, text: str, *, problem: bool = False) -> None:
        """Say something in the place of the bar."""
        self._said, self._done = (clean(text), "error" if problem else "dim"), None
        self.refresh()

    def show(self, done: int, total: int) -> None:
        """So many of so many."""
        self._done = done, total
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line of it."""
        columns = self.scrollable_content_region.width
        lines = self._lines(columns)
        return self.paint(lines[y] if y < len(lines) else [], columns)

    def _lines(self, columns: int) -> list[Line]:
        if self._done is None:
            return wrap([Piece(*self._said)], columns)[:_LINES]
        done, total = self._done
        figures = f" {done:,} of {counted(total, 'post')}"
        room = max(columns - len(figures), 1)
        filled = room * done // max(total, 1)
        told = "writing the index …" if done == total else ""
        return [
            [Piece("━" * filled, "heading"), Piece("━" * (room - filled), "faint"), Piece(figures, "dim")],
            [Piece(told, "dim")],
        ]
