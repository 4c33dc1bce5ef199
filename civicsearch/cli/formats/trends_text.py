"""Trends for reading: a plot for each query, all on one scale and above one axis.

Plots one below the other are told apart without colour, and never cover each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...formats.periods import FEW, period_name
from ...lines import Line, Piece, counted, wrap
from ...models import TrendPoint
from ...terminal import clean, shorten

if TYPE_CHECKING:
    from ...models import Trend, Trends

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_TALLEST, _TALL, _SHORT = 6, 4, 2
_WIDEST_CELL = 8
_MOST_NAMED = 12
_NO_POSTS, _OF_FEW = "·", "░"


def trends_text(found: Trends, *, share: bool, screen_width: int) -> list[Line]:
    """The lines of the plots."""
    if not found.trends[0].points:
        return wrap(
            [Piece("No posts", "heading"), Piece(" · nothing that is looked at has a date", "dim")], screen_width
        )
    joined = [_joined(trend.points, screen_width - _margin(found, share)) for trend in found.trends]
    highest = max((_value(point, share) or 0.0 for points in joined for point in points), default=0.0)
    height = _TALLEST if len(joined) == 1 else _TALL if len(joined) < 4 else _SHORT
    margin = _margin(found, share)
    cell = max(1, min((screen_width - margin) // len(joined[0]), _WIDEST_CELL))
    bars = -(-len(found.trends[0].points) // len(joined[0]))
    lines = wrap(_heading(found, share, bars), screen_width)
    for trend, points in zip(found.trends, joined, strict=True):
        lines += [[], *_title(trend, found.by, share, screen_width)]
        lines += _plot(points, highest, share, height, cell, margin)
    lines.append([Piece(" " * margin + _axis(joined[0], cell, screen_width - margin), "dim")])
    return [*lines, *_remarks(found, joined[0], cell, margin, screen_width, share=share)]


def _margin(found: Trends, share: bool) -> int:
    """Columns for the scale on the left."""
    most = max(trend.total for trend in found.trends)
    return 7 if share else max(6, len(f"{most:,}") + 2)


def _heading(found: Trends, share: bool, joined: int) -> Line:
    what = f"Share of the posts of each {found.by}" if share else f"Posts of each {found.by}"
    if joined > 1:
        what = f"{what}, {joined} {found.by}s a bar"
    undated = f", {found.undated:,} without a date" if found.undated else ""
    return [
        Piece(what, "heading"),
        Piece(f" · {counted(found.posts, 'post')}{undated} · {found.took_ms:,.1f} ms", "dim"),
    ]


def _title(trend: Trend, by: str, share: bool, room: int) -> list[Line]:
    name = Piece(shorten(clean(trend.query) or "all posts", 60), "title")
    if not any(point.count for point in trend.points):
        return wrap([name, Piece(f" · {counted(trend.total, 'post')}", "dim")], room)
    best = max(trend.points, key=lambda point: _value(point, share) or 0.0)
    most = f"{_percent(best.share)}, {best.count:,} of {best.posts:,}" if share else f"{best.count:,}"
    about = f" · {counted(trend.total, 'post')}, most in {period_name(best.start, by)}: {most}"
    return wrap([name, Piece(about, "dim")], room)


def _plot(points: Sequence[TrendPoint], highest: float, share: bool, height: int, cell: int, margin: int) -> list[Line]:
    levels = [_level(_value(point, share), highest, height) for point in points]
    rows: list[Line] = []
    for row in range(height - 1, -1, -1):
        label = _scale(highest, share) if row == height - 1 else _scale(0, share) if row == 0 else ""
        drawn = "".join(
            _cell(level, row, cell, few=share and point.posts < FEW)
            for level, point in zip(levels, points, strict=True)
        )
        rows.append([Piece(f"{label:>{margin - 1}} ", "dim"), Piece(drawn, "bar")])
    return rows


def _level(value: float | None, highest: float, height: int) -> int | None:
    """Eighths of a line; None for a gap, never 0 for more than nothing."""
    if value is None:
        return None
    return max(round(value / highest * height * 8), 1) if value else 0


def _cell(level: int | None, row: int, cell: int, *, few: bool) -> str:
    sign = _EIGHTHS[min(max(level - row * 8, 0), 8)] if level is not None else _NO_POSTS if row == 0 else " "
    if few and sign == _EIGHTHS[-1]:
        sign = _OF_FEW
    gap = 1 if cell > 1 else 0
    return sign * (cell - gap) + " " * gap


def _axis(points: Sequence[TrendPoint], cell: int, room: int) -> str:
    """Each year below its first period, wherever there is room for it."""
    text, named = "", None
    for place, point in enumerate(points):
        at = place * cell
        if point.start.year != named and (not text or len(text) < at) and at + 4 <= room:
            text = text.ljust(at) + str(point.start.year)
        named = point.start.year
    return text


def _remarks(
    found: Trends, points: Sequence[TrendPoint], cell: int, margin: int, room: int, *, share: bool
) -> list[Line]:
    """How many posts the periods have, at the axis where there is room, and which have none or few."""
    numbers = [f"{point.posts:,}" for point in points]
    lines: list[Line] = []
    if max(map(len, numbers)) < cell:
        row = "".join(number.ljust(cell) for number in numbers)
        lines.append([Piece(f"{'posts':>{margin - 1}} {row}", "dim")])
    few = [point for point in points if 0 < point.posts < FEW]
    if few and share:
        named = ", ".join(f"{period_name(point.start, found.by)} ({point.posts})" for point in few[:_MOST_NAMED])
        more = f" and {len(few) - _MOST_NAMED} more" if len(few) > _MOST_NAMED else ""
        which = "all periods" if len(few) == sum(point.posts > 0 for point in points) else named + more
        text = f"{_OF_FEW} fewer than {FEW} posts, so their shares say little: {which}"
        lines += wrap([Piece(text, "note")], room)
    if any(not point.posts for point in points):
        lines += wrap([Piece(f"{_NO_POSTS} no posts", "dim")], room)
    return lines


def _joined(points: Sequence[TrendPoint], room: int) -> list[TrendPoint]:
    """Neighbours added up where there are more periods than columns."""
    size = -(-len(points) // max(room, 1))
    runs = (points[first : first + size] for first in range(0, len(points), size))
    return [
        TrendPoint(run[0].start, sum(point.count for point in run), sum(point.posts for point in run)) for run in runs
    ]


def _value(point: TrendPoint, share: bool) -> float | None:
    return point.share if share else float(point.count) if point.posts else None


def _scale(value: float, share: bool) -> str:
    return _percent(value) if share else f"{value:,.0f}"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}" if share in (0, 1) or share >= 0.1 else f"{share:.1%}"
