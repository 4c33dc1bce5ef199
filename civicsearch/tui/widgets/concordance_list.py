"""Matches one below the other, each in its line: what stands before, the match, what stands behind."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from ...lines import Piece
from ...models import ConcordanceLine
from ...terminal import clean, shorten, width
from ..messages import HitOpened, PageWanted
from ..painting import Painted, cut

_DATE = 12
_AHEAD = 50
"""Lines before the last one that is there at which more are asked for."""


class ConcordanceList(Painted):
    """The lines, with the matches below each other. It is a list of posts for the reader too."""

    HELP = """\
Every match with the words around it. `s` orders the lines by what stands behind the match, before it, or by date;
`enter` opens the post.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "read"),
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("down,j", "move(1)", "down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("pagedown,space", "page(1)", "page down", show=False),
        Binding("home,g", "move(-10000000)", "first", show=False),
        Binding("end,G", "move(10000000)", "last", show=False),
    ]
    DEFAULT_CSS = """
    ConcordanceList { width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__(id="lines")
        self.lines: list[ConcordanceLine] = []
        self.cursor = 0
        self.matches = 0
        """How many there are, read or not."""
        self._asked = 0

    @property
    def total(self) -> int:
        """The lines that are there."""
        return len(self.lines)

    def show(self, lines: tuple[ConcordanceLine, ...], matches: int) -> None:
        """Other matches."""
        self.lines, self.matches, self.cursor, self._asked = list(lines), matches, 0, 0
        self._sized()
        self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def add(self, lines: tuple[ConcordanceLine, ...]) -> None:
        """More of them."""
        self.lines += lines
        self._sized()
        self.refresh()

    def _sized(self) -> None:
        self.set_length(len(self.lines))

    def hit(self) -> ConcordanceLine | None:
        """The line under the cursor."""
        return self.lines[self.cursor] if self.cursor < len(self.lines) else None

    def move_to(self, place: int) -> None:
        """Put the cursor on another line."""
        self.cursor = min(max(place, 0), max(len(self.lines) - 1, 0))
        top, height = int(self.scroll_offset.y), self.size.height
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True)
        self._ask()
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._ask()

    def _ask(self) -> None:
        there = len(self.lines)
        seen = max(self.cursor, int(self.scroll_offset.y) + self.size.height)
        if there < self.matches and seen + _AHEAD >= there > self._asked:
            self._asked = there
            self.post_message(PageWanted(there))

    def action_move(self, by: int) -> None:
        """Up or down."""
        self.move_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        """By what fits on the screen."""
        self.move_to(self.cursor + by * max(self.size.height - 1, 1))

    def action_open(self) -> None:
        """Read the post."""
        if self.hit() is not None:
            self.post_message(HitOpened(self.cursor))

    def on_click(self, event: events.Click) -> None:
        place = int(self.scroll_offset.y) + event.y
        if place < len(self.lines):
            if place == self.cursor and event.chain > 1:
                self.action_open()
            self.move_to(place)

    def render_line(self, y: int) -> Strip:
        """A match in its line."""
        columns = self.size.width
        place = int(self.scroll_offset.y) + y
        if place >= len(self.lines):
            return self.paint([], columns)
        line = self.lines[place]
        dated = columns >= 70
        room = columns - 3 - (_DATE if dated else 0)
        match = shorten(clean(line.match), max(room // 3, 1))
        before = room * 9 // 20
        left = _end_of(clean(line.left), before - 1)
        right = clean(line.right)
        gap = " " if line.right[:1].isspace() else ""
        pieces = [
            Piece("▌" if place == self.cursor else " ", "heading"),
            Piece((line.date.isoformat()[:10] if line.date else "").ljust(_DATE) if dated else "", "dim"),
            Piece(" " * (before - 1 - width(left)) + left + (" " if line.left[-1:].isspace() else "")),
            Piece(match, "match"),
            Piece(gap + right),
        ]
        return self.paint(cut(pieces, columns), columns, "row" if place == self.cursor else "base")


def _end_of(text: str, columns: int) -> str:
    """The end of a text that fits."""
    if width(text) <= columns:
        return text
    while text and width(text) >= columns:
        text = text[max(len(text) - columns, 1) :]
    return f"…{text}"
