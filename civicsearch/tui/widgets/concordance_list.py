"""Matches one below the other, each in its line: what stands before, the match, what stands behind."""

from __future__ import annotations

from textual.strip import Strip

from ...lines import Piece
from ...models import ConcordanceLine
from ...terminal import clean, shorten, width
from ..messages import PageWanted
from ..moving import Listing
from ..painting import cut

_DATE = 12
_AHEAD = 50
"""Lines before the last one that is there at which more are asked for."""


class ConcordanceList(Listing):
    """The lines, with the matches below each other. It is a list of posts for the reader too."""

    HELP = """\
Every match with the words around it. `s` orders the lines by what stands behind the match, before it, or by date;
`enter` opens the post.
"""
    DEFAULT_CSS = """
    ConcordanceList { width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__(id="lines")
        self.lines: list[ConcordanceLine] = []
        self.matches = 0
        """How many there are, read or not."""
        self._asked = 0

    def show(self, lines: tuple[ConcordanceLine, ...], matches: int) -> None:
        """Other matches."""
        self.lines, self.matches, self.cursor, self._asked = list(lines), matches, 0, 0
        self.scroll_line(0)
        self._sized()

    def add(self, lines: tuple[ConcordanceLine, ...]) -> None:
        """More of them."""
        self.lines += lines
        self._sized()

    def _sized(self) -> None:
        self.total = len(self.lines)
        self.set_length(self.total)
        self.refresh()
        self.ask()

    def hit(self) -> ConcordanceLine | None:
        """The line under the cursor."""
        return self.lines[self.cursor] if self.cursor < len(self.lines) else None

    def ask(self) -> None:
        """More lines, before those that are there have been seen."""
        seen = int(self.scroll_offset.y) + self.size.height
        if self.total < self.matches and seen + _AHEAD >= self.total > self._asked:
            self._asked = self.total
            self.post_message(PageWanted(self.total))

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
