"""The list of hits: as long as there are hits, and never more of it in memory than was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.reactive import reactive
from textual.strip import Strip

from ...formats import snippets
from ...lines import Piece
from ...terminal import clean, width
from ..messages import HitReached, PageWanted
from ..moving import Listing
from ..painting import between, cut
from ..searching import PAGE

if TYPE_CHECKING:
    from ...models import Hit

DENSITIES = {"full": 4, "close": 3, "titles": 1}
"""How a hit may be shown → its lines: with an empty one below, without, or its date and title alone."""
_LOW = 26
"""Lines of a list in which hits stand close unless another density is chosen."""
_KEPT = 4000
"""Painted lines that are kept."""


class Results(Listing):
    """Hits, painted when they are seen and asked for page by page."""

    HELP = """\
Posts that match, the best or the newest first. The preview follows the cursor; `enter` opens the post.
"""
    DEFAULT_CSS = """
    Results { width: 1fr; scrollbar-gutter: stable; }
    """

    density: reactive[str | None] = reactive(None)
    """One of `DENSITIES`, or None: by the height that there is."""

    def __init__(self) -> None:
        super().__init__(id="results")
        self._pages: dict[int, Sequence[Hit]] = {}
        self._asked: set[int] = set()
        self._painted: dict[tuple[int, int, bool, int], Strip] = {}
        self._flagged: frozenset[str] = frozenset()

    @property
    def lines_each(self) -> int:
        """Lines of one hit."""
        return DENSITIES[self.shown_density]

    @property
    def shown_density(self) -> str:
        """The density as it is now."""
        return self.density or ("close" if self.size.height < _LOW else "full")

    def hit(self, place: int | None = None) -> Hit | None:
        """The hit at a place, or under the cursor; None where there is none, or it is not there yet."""
        place = self.cursor if place is None else place
        page = self._pages.get(place // PAGE)
        return page[place % PAGE] if page is not None and place % PAGE < len(page) else None

    def show(self, total: int, first_page: Sequence[Hit], cursor: int = 0) -> None:
        """Other results; the cursor stands on a hit of the first page, or on the first."""
        self.total, self._pages, self._asked = total, {0: first_page}, set()
        self.cursor = cursor if cursor < total else 0
        self._painted.clear()
        self._sized()
        self.refresh()
        self.reach_cursor()
        self.post_message(HitReached(self.cursor))

    def add_page(self, first: int, hits: Sequence[Hit]) -> None:
        """Hits that were asked for."""
        self._pages[first // PAGE] = hits
        self._asked.discard(first // PAGE)
        self.refresh()
        if first <= self.cursor < first + PAGE:
            self.post_message(HitReached(self.cursor))

    def flag(self, ids: frozenset[str]) -> None:
        """Mark these hits as new."""
        self._flagged = ids
        self.repaint()

    def repaint(self) -> None:
        self._painted.clear()
        self.refresh()

    def watch_density(self) -> None:
        """Lay the list out anew around the cursor."""
        self._painted.clear()
        self._sized()
        self.reach_cursor()

    def _sized(self) -> None:
        self.set_length(self.total * self.lines_each)

    def on_resize(self) -> None:
        self._painted.clear()
        self._sized()
        self.reach_cursor()

    def ask(self) -> None:
        """Ask for the pages that are visible and not there."""
        if not self.total:
            return
        first = int(self.scroll_offset.y) // self.lines_each
        last = min(first + self.size.height // self.lines_each + 1, self.total - 1)
        for page in range(first // PAGE, last // PAGE + 1):
            if page not in self._pages and page not in self._asked:
                self._asked.add(page)
                self.post_message(PageWanted(page * PAGE))

    def action_move(self, by: int) -> None:
        """Up or down; above the first is the query."""
        if by < 0 and self.cursor == 0:
            self.screen.set_focus(self.screen.query_one("#query"))
        super().action_move(by)

    def render_line(self, y: int) -> Strip:
        """A line of the screen."""
        columns = self.scrollable_content_region.width
        place, row = divmod(int(self.scroll_offset.y) + y, self.lines_each)
        if place >= self.total:
            return self.paint([], columns)
        chosen = place == self.cursor
        hit = self.hit(place)
        if hit is None:
            return self.paint([Piece("  …" if row == 0 else "", "dim")], columns, "row" if chosen else "base")
        focused = self.has_focus and chosen
        key = (place, row, chosen, 2 * columns + focused)
        strip = self._painted.get(key)
        if strip is None:
            if len(self._painted) > _KEPT:
                self._painted.clear()
            strip = self._painted[key] = self._line(hit, row, columns, chosen=chosen, focused=focused)
        return strip

    def _line(self, hit: Hit, row: int, columns: int, *, chosen: bool, focused: bool) -> Strip:
        if row == 3:
            return self.paint([], columns)
        edge = Piece("▌" if chosen else " ", "heading" if focused else "dim")
        room = columns - 3
        if row == 0:
            day = hit.date.isoformat()[:10] if hit.date else "          "
            sign = Piece("● " if hit.id in self._flagged else "  ", "on")
            line = [Piece(day, "dim"), sign, Piece(clean(hit.title) or "(no title)", "title")]
            line = cut(line, room)
        elif row == 1:
            about = " · ".join(filter(None, (clean(", ".join(hit.authors)), clean(", ".join(hit.categories)))))
            lacking = f"without {clean(', '.join(hit.missing))}  " if hit.missing else ""
            beside = [Piece(lacking, "on"), Piece(clean(hit.source), "faint")]
            line = between([Piece(about or clean(hit.path), "dim")], beside, room)
        else:
            line = cut(_around_match(hit, room), room)
        return self.paint([edge, Piece(" "), *line], columns, "row" if chosen else "base")


def _around_match(hit: Hit, room: int) -> list[Piece]:
    """The snippet from a little before its first match, so that the match is on the line."""
    pieces = [Piece(text, "match" if matched else "") for text, matched in snippets.parts(hit.snippet)]
    first = next((place for place, piece in enumerate(pieces) if piece.style), None)
    if first == 1 and len(pieces[0].text) > room // 3:
        before = pieces[0].text
        if width(before) + width(pieces[1].text) > room * 2 // 3:
            tail = before[-(room // 3) :]
            space = tail.find(" ")
            pieces[0] = Piece("…" + tail[space + 1 :] if 0 <= space < len(tail) - 1 else "…" + tail)
    return pieces
