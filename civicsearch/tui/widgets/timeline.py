"""The timeline of the matches: bars over time, of which a stretch can be chosen by keys or by drawing over it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from ...formats.periods import end_of_last, stretch_name
from ...lines import Piece, counted
from ..messages import PeriodBrushed
from ..painting import Painted

if TYPE_CHECKING:
    from ...models import TimelineBucket

_LEVELS = " ▁▂▃▄▅▆▇█"
_WIDEST_BAR = 6


class Timeline(Painted):
    """Bars for the buckets. Where there are more buckets than columns, neighbours are added up."""

    HELP = """\
How many of the posts that match were published when. Arrow keys move, with `shift` they choose a stretch, `enter`
searches it, and `delete` takes the dates back. With the mouse: draw over it.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "brush", "search this time"),
        Binding("left", "move(-1)", "earlier", show=False),
        Binding("right", "move(1)", "later", show=False),
        Binding("shift+left", "stretch(-1)", "stretch", key_display="shift+←/→"),
        Binding("shift+right", "stretch(1)", "stretch", show=False),
        Binding("home", "move(-1000)", "first", show=False),
        Binding("end", "move(1000)", "last", show=False),
        Binding("delete,backspace", "clear", "all times"),
        Binding("escape", "screen.results", "back"),
    ]
    DEFAULT_CSS = """
    Timeline { height: 2; border-top: solid $rule; padding: 0 1; }
    Timeline:focus { border-top: solid $primary; }
    Timeline { border-title-align: right; border-title-color: $accent; border-title-style: bold; }
    Timeline.-tall { height: 4; }
    """

    def __init__(self) -> None:
        super().__init__(id="timeline")
        self._bars: list[tuple[date, date, int]] = []
        """First day, last day and posts of each bar."""
        self._buckets: Sequence[TimelineBucket] = ()
        self._cell = 1
        self._left = 0
        self._period: tuple[datetime | None, datetime | None] = (None, None)
        self.cursor = 0
        self._anchor: int | None = None
        self._drawing = False

    def show(self, buckets: Sequence[TimelineBucket], period: tuple[datetime | None, datetime | None]) -> None:
        """Other counts, and the stretch that the query asks for."""
        self._buckets, self._period = buckets, period
        self._anchor = None
        self._arrange()

    def on_resize(self) -> None:
        self._arrange()

    def _arrange(self) -> None:
        room = max(self.content_size.width - 12, 1)
        count = len(self._buckets)
        joined = -(-count // room) if count else 1
        ends = [bucket.start - timedelta(days=1) for bucket in self._buckets[1:]]
        ends.append(end_of_last([bucket.start for bucket in self._buckets]))
        self._bars = [
            (
                self._buckets[place].start,
                ends[min(place + joined, count) - 1],
                sum(bucket.count for bucket in self._buckets[place : place + joined]),
            )
            for place in range(0, count, joined)
        ]
        self._cell = max(1, min(room // max(len(self._bars), 1), _WIDEST_BAR))
        self.cursor = min(self.cursor, max(len(self._bars) - 1, 0))
        self._tell()

    def _chosen(self) -> range:
        """The bars that are stretched over."""
        other = self.cursor if self._anchor is None else self._anchor
        return range(min(self.cursor, other), max(self.cursor, other) + 1)

    def _in_period(self, place: int) -> bool:
        first, last, _ = self._bars[place]
        start, end = self._period
        return (start is None or last >= start.date()) and (end is None or first <= end.date())

    def action_move(self, by: int) -> None:
        """To another bar."""
        self._anchor = None
        self._step(by)

    def action_stretch(self, by: int) -> None:
        """Choose more or fewer bars."""
        if self._anchor is None:
            self._anchor = self.cursor
        self._step(by)

    def _step(self, by: int) -> None:
        self.cursor = min(max(self.cursor + by, 0), max(len(self._bars) - 1, 0))
        self._tell()

    def action_brush(self) -> None:
        """Search the time that is chosen."""
        if self._bars:
            chosen = self._chosen()
            self.post_message(PeriodBrushed(self._bars[chosen[0]][0], self._bars[chosen[-1]][1]))

    def action_clear(self) -> None:
        """Take the dates back."""
        self.post_message(PeriodBrushed(None, None))

    def _bar_at(self, x: int) -> int:
        return min(max((x - self._left) // self._cell, 0), max(len(self._bars) - 1, 0))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if self._bars:
            self._drawing = True
            self.capture_mouse()
            self.cursor = self._anchor = self._bar_at(event.get_content_offset_capture(self).x)
            self._tell()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._drawing:
            self.cursor = self._bar_at(event.get_content_offset_capture(self).x)
            self._tell()

    def on_mouse_up(self) -> None:
        if self._drawing:
            self._drawing = False
            self.release_mouse()
            self.action_brush()

    def render_line(self, y: int) -> Strip:
        """A line of the bars."""
        columns, height = self.size.width, self.size.height
        if not self._bars:
            return self.paint([Piece("no dates", "dim")] if y == height - 1 else [], columns)
        first, last = str(self._bars[0][0].year), str(self._bars[-1][1].year)
        self._left = len(first) + 1
        pieces = [Piece(first if y == height - 1 else " " * len(first), "dim"), Piece(" ")]
        most = max(count for *_, count in self._bars) or 1
        chosen = self._chosen() if self.has_focus else range(0)
        for place, (*_, count) in enumerate(self._bars):
            eighths = -(-count * 8 * height // most) if count else 0
            level = min(max(eighths - 8 * (height - 1 - y), 0), 8)
            style = "on" if place in chosen else "bar" if self._in_period(place) else "faint"
            pieces.append(Piece(_LEVELS[level] * max(self._cell - 1, 1), style))
            if self._cell > 1:
                pieces.append(Piece(" "))
        if y == height - 1:
            pieces += [Piece(" "), Piece(last, "dim")]
        return self.paint(pieces, columns)

    def _tell(self) -> None:
        """Paint anew, with what is chosen in the rule above."""
        self.border_title = f" {self._label()} " if self.has_focus and self._bars else ""
        self.refresh()

    def on_focus(self) -> None:
        self._tell()

    def on_blur(self) -> None:
        self._tell()

    def _label(self) -> str:
        chosen = self._chosen()
        first, last = self._bars[chosen[0]][0], self._bars[chosen[-1]][1]
        posts = sum(self._bars[place][2] for place in chosen)
        return f"{stretch_name(first, last)}: {counted(posts, 'post')}"
