"""Shares over time as lines of dots, several side by side, with a cursor to read the figures off."""

from __future__ import annotations

from datetime import date
from math import floor, log10
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.strip import Strip

from ...formats.periods import last_day, period_name
from ...lines import Piece, counted
from ...models import Trend, Trends
from ...terminal import clean, shorten
from ..painting import Painted, between

SERIES = ("series-1", "series-2", "series-3", "series-4", "series-5", "series-6")
MARKS = "●▲■◆✚★"
_MONTHS = {"year": 12, "quarter": 3, "month": 1}
_AXIS = 8
"""Columns of the figures at the left."""
_ROUND = (1, 1.2, 1.4, 1.6, 2, 3, 4, 5, 6, 8, 10)
"""Where an axis may end, times a power of ten."""
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of a braille character, by row and column of the dot."""


class Plot(Painted):
    """The plot fills what room there is. The cursor is a period."""

    HELP = """\
The share of the posts of each period that match. Arrow keys read the figures off; `enter` searches that period.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "earlier", show=False),
        Binding("right", "move(1)", "time", key_display="←/→"),
        Binding("home", "move(-10000)", "first", show=False),
        Binding("end", "move(10000)", "last", show=False),
        Binding("up", "series(-1)", "query before", show=False),
        Binding("down", "series(1)", "next query", show=False),
    ]
    DEFAULT_CSS = """
    Plot { height: 1fr; padding: 1 2; }
    """

    def __init__(self) -> None:
        super().__init__(id="plot")
        self.trends: Trends | None = None
        self.shares = True
        """Shares of the posts of a period; else counts."""
        self.cursor = 0
        self.series = 0
        self._cells: list[list[tuple[str, str]]] = []

    def show(self, trends: Trends) -> None:
        """Other trends; the cursor stays at its day, and begins at the last period."""
        stood = self.days(self.cursor)[0] if self._periods else None
        self.trends = trends
        self.series = min(self.series, max(len(trends.trends) - 1, 0))
        last = max(self._periods - 1, 0)
        self.cursor = last if stood is None else next((at for at in range(last) if self.days(at)[1] >= stood), last)
        self.draw()

    @property
    def _periods(self) -> int:
        return len(self.trends.trends[0].points) if self.trends and self.trends.trends else 0

    def values(self, trend: Trend) -> list[float | None]:
        """What is plotted of a trend."""
        if self.shares:
            return [None if point.share is None else 100 * point.share for point in trend.points]
        return [float(point.count) for point in trend.points]

    def on_resize(self) -> None:
        self.draw()

    def draw(self) -> None:
        """Draw all lines anew."""
        columns, rows = self.size.width - _AXIS, self.size.height - self._legend_rows - 2
        self._cells = []
        if not self.trends or columns < 4 or rows < 2:
            self.refresh()
            return
        dots = [[0] * columns for _ in range(rows)]
        styles = [[""] * columns for _ in range(rows)]
        signs: dict[tuple[int, int], str] = {}
        top = self.top
        for number, trend in enumerate(self.trends.trends):
            style = SERIES[number % len(SERIES)]
            before: tuple[int, int] | None = None
            for place, value in enumerate(self.values(trend)):
                if value is None:
                    before = None
                    continue
                x = self._x(place, columns) * 2
                y = round((1 - value / top) * (rows * 4 - 1)) if top else rows * 4 - 1
                for dot_x, dot_y in _line(before or (x, y), (x, y)):
                    dots[dot_y // 4][dot_x // 2] |= _DOTS[dot_y % 4][dot_x % 2]
                    styles[dot_y // 4][dot_x // 2] = style
                signs[y // 4, x // 2] = MARKS[number % len(MARKS)]
                styles[y // 4][x // 2] = style
                before = x, y
        self._cells = [
            [
                (signs.get((row, column)) or (chr(0x2800 + dots[row][column]) if dots[row][column] else " "), style)
                for column, style in enumerate(styles[row])
            ]
            for row in range(rows)
        ]
        self.refresh()

    @property
    def top(self) -> float:
        """A round number, no lower than the highest value."""
        trends = self.trends.trends if self.trends else ()
        most = max((value for trend in trends for value in self.values(trend) if value is not None), default=0.0)
        if not most:
            return 0.0
        unit = 10.0 ** floor(log10(most))
        return next(step * unit for step in _ROUND if step * unit >= most * (1 - 1e-9))

    @property
    def _legend_rows(self) -> int:
        return len(self.trends.trends) if self.trends else 0

    def _x(self, place: int, columns: int) -> int:
        return round(place * (columns - 1) / max(self._periods - 1, 1))

    def action_move(self, by: int) -> None:
        """To another period."""
        self.cursor = min(max(self.cursor + by, 0), max(self._periods - 1, 0))
        self.refresh()

    def action_series(self, by: int) -> None:
        """To another query."""
        self.series = (self.series + by) % max(self._legend_rows, 1)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line of the plot, its axis or its legend."""
        columns, rows = self.size.width, len(self._cells)
        if not self.trends or not rows:
            return self.paint([], columns)
        if y < rows:
            return self.paint(self._plot_line(y, rows), columns)
        if y == rows:
            return self.paint([Piece(self._axis(columns - _AXIS), "dim")], columns)
        place = y - rows - 2
        if 0 <= place < len(self.trends.trends):
            return self.paint(self._legend(place, columns), columns, "row" if place == self.series else "base")
        return self.paint([], columns)

    def _plot_line(self, y: int, rows: int) -> list[Piece]:
        value = {0: self.top, rows // 2: self.top / 2, rows - 1: 0.0}.get(y)
        label = ""
        if value is not None and self.shares:
            label = f"{round(value, 6):g} %"
        elif value is not None and value.is_integer():
            label = f"{value:,.0f}"
        pieces = [Piece(f"{label:>{_AXIS - 1}} ", "dim")]
        at = self._x(self.cursor, len(self._cells[0]))
        for column, (sign, style) in enumerate(self._cells[y]):
            if column == at and sign == " ":
                sign, style = "┊", "faint"
            pieces.append(Piece(sign, style))
        return pieces

    def _axis(self, columns: int) -> str:
        line = " " * _AXIS
        for place, point in enumerate(self.trends.trends[0].points if self.trends else ()):
            at = _AXIS + self._x(place, columns)
            name = self.period(place) if self.trends and self.trends.by == "year" else str(point.start.year)
            if (
                (point.start.month == 1 or not place)
                and at + len(name) <= _AXIS + columns
                and (not line.strip() or at > len(line.rstrip()))
            ):
                line = line.rstrip().ljust(at) + name
        return line

    def period(self, place: int) -> str:
        """The name of a period: 2014, 2014 Q2 or 2014-03."""
        if not self.trends or not self.trends.trends:
            return ""
        start = self.trends.trends[0].points[place].start
        return period_name(start, self.trends.by)

    def days(self, place: int) -> tuple[date, date]:
        """The first and the last day of a period."""
        trends = self.trends
        if not trends or not trends.trends:
            raise LookupError("nothing is plotted")
        start = trends.trends[0].points[place].start
        return start, last_day(start, _MONTHS[trends.by])

    def _legend(self, place: int, columns: int) -> list[Piece]:
        if not self.trends:
            return []
        trend = self.trends.trends[place]
        point = trend.points[self.cursor] if trend.points else None
        figures = counted(trend.total, "post")
        if point is not None:
            figures = f"{self.period(self.cursor)}: {point.count:,} of {point.posts:,}"
            if point.share is not None and point.interval is not None:
                low, high = point.interval
                figures += f" = {100 * point.share:.1f} % ({100 * low:.1f} to {100 * high:.1f})"
            figures += f" · {trend.total:,} in all"
        mark = Piece(f" {MARKS[place % len(MARKS)]} ", SERIES[place % len(SERIES)])
        name = Piece(shorten(clean(trend.query) or "every post", max(columns // 3, 4)))
        return between([mark, name], [Piece(figures, "dim")], columns)


def _line(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
    """The dots from one to the other (Bresenham, "Algorithm for computer control of a digital plotter", 1965)."""
    (x, y), (last_x, last_y) = start, end
    step_x, step_y = (1 if last_x > x else -1), (1 if last_y > y else -1)
    wide, high = abs(last_x - x), -abs(last_y - y)
    error = wide + high
    dots = [(x, y)]
    while (x, y) != (last_x, last_y):
        double = 2 * error
        if double >= high:
            error += high
            x += step_x
        if double <= wide:
            error += wide
            y += step_y
        dots.append((x, y))
    return dots
