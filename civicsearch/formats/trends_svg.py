"""Trends as a picture for a report: lines over time, as SVG.

Lines differ in colour, in their dashes and in the shape of their points, so they are told apart in print and by eyes
that see colours otherwise. The colours are those of Okabe and Ito ("Color universal design", 2008).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple

from ..lines import counted
from ..terminal import clean, shorten, width
from .periods import FEW, period_name

if TYPE_CHECKING:
    from ..models import Trend, TrendPoint, Trends

_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#56b4e9", "#000000")
_DASHES = ("", "8 4", "2 4", "10 3 2 3", "14 5", "5 2")
_SHAPES = ("circle", "square", "triangle", "diamond")
_WIDTH, _PLOT_HEIGHT = 860, 340
_LEFT, _RIGHT, _TITLE = 64, 28, 56
_LEGEND_ROW = 24
_CHARACTER = 7.4
"""Width of a character of the legend, about."""
_MOST_LABELS = 12
_MOST_MARKS = 80
"""Periods up to which each value has a point; beyond, only those of which that says something."""
_STYLE = """\
text { font: 14px "Helvetica Neue", Helvetica, Arial, "DejaVu Sans", sans-serif; fill: #222; }
.title { font-size: 17px; font-weight: bold; }
.small { font-size: 12px; fill: #555; }
.grid { stroke: #ddd; stroke-width: 1; }
.axis { stroke: #555; stroke-width: 1; }
.line { fill: none; stroke-width: 2.2; stroke-linejoin: round; }
"""


class _Frame(NamedTuple):
    """Where the plot lies, and what its scale is."""

    top: float
    periods: int
    highest: float

    def x(self, place: float) -> float:
        """The middle of a period."""
        return _LEFT + (place + 0.5) * (_WIDTH - _LEFT - _RIGHT) / self.periods

    def y(self, value: float) -> float:
        return self.top + _PLOT_HEIGHT * (1 - value / self.highest)


def trends_svg(found: Trends, *, share: bool) -> str:
    """A whole SVG file."""
    points = found.trends[0].points
    values = [_value(point, share) or 0.0 for trend in found.trends for point in trend.points]
    ticks = _ticks(max(values, default=0.0), share)
    legend = list(_legend(found.trends))
    rows = legend[-1][1] + 1
    frame = _Frame(_TITLE + rows * _LEGEND_ROW + 8, max(len(points), 1), ticks[-1])
    height = int(frame.top + _PLOT_HEIGHT + 72)
    title = f"Share of the posts of each {found.by}" if share else f"Posts of each {found.by}"
    names = ", ".join(clean(trend.query) or "all posts" for trend in found.trends)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        'role="img">',
        f"<title>{_text(f'{title}: {names}')}</title>",
        f"<style>\n{_STYLE}</style>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<clipPath id="plot"><rect x="{_LEFT}" y="{frame.top}" width="{_WIDTH}" height="{_PLOT_HEIGHT}"/></clipPath>',
        f'<text class="title" x="{_LEFT}" y="32">{_text(title)}</text>',
        *_grid(frame, ticks, share),
        *_periods(frame, points, found.by),
    ]
    for place, trend in enumerate(found.trends):
        parts += _line(frame, trend, share, place)
    for place, (column, row, name) in enumerate(legend):
        parts += _legend_entry(column, _TITLE + row * _LEGEND_ROW, name, place)
    parts.append(f'<text class="small" x="{_LEFT}" y="{height - 16}">{_text(_remarks(found, share))}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _grid(frame: _Frame, ticks: Sequence[float], share: bool) -> Iterator[str]:
    for tick in ticks:
        y = frame.y(tick)
        name = f"{round(tick * 100, 2):g} %" if share else f"{tick:,.0f}"
        kind = "grid" if tick else "axis"
        yield f'<line class="{kind}" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="small" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{name}</text>'


def _periods(frame: _Frame, points: Sequence[TrendPoint], by: str) -> Iterator[str]:
    """The names of the periods, as many as there is room for, and how many posts they have."""
    bottom = frame.y(0)
    step = _step(len(points), by)
    first = next((place for place, point in enumerate(points) if point.start.month == 1), 0) if by != "year" else 0
    for place in range(first % step, len(points), step):
        x = frame.x(place)
        yield f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="{bottom:.1f}" y2="{bottom + 5:.1f}"/>'
        name = period_name(points[place].start, by)
        yield f'<text class="small" x="{x:.1f}" y="{bottom + 20:.1f}" text-anchor="middle">{name}</text>'


def _step(count: int, by: str) -> int:
    """Periods from label to label: a part of a year, or whole years."""
    parts, year = {"month": ((1, 3, 6), 12), "quarter": ((1, 2), 4), "year": ((), 1)}[by]
    years = max(1, -(-count // (year * _MOST_LABELS)))
    return next((step for step in parts if count <= step * _MOST_LABELS), years * year)


def _line(frame: _Frame, trend: Trend, share: bool, place: int) -> Iterator[str]:
    """A line with points, broken where there are no posts, over the stretch in which the true share lies."""
    colour, dash = _look(place)
    for run in _runs(trend.points):
        if share and len(run) > 1:
            lows, highs = zip(*(trend.points[at].interval or (0, 0) for at in run), strict=True)
            edge = [*zip(run, highs, strict=True), *zip(reversed(run), reversed(lows), strict=True)]
            yield f'<polygon points="{_path(frame, edge)}" fill="{colour}" fill-opacity="0.1" clip-path="url(#plot)"/>'
        shown = [(at, _value(trend.points[at], share) or 0.0) for at in run]
        yield (f'<polyline class="line" points="{_path(frame, shown)}" stroke="{colour}" stroke-dasharray="{dash}"/>')
        for at, value in shown:
            few = share and trend.points[at].posts < FEW
            if few or len(shown) == 1 or frame.periods <= _MOST_MARKS:
                yield _mark(frame.x(at), frame.y(value), place, hollow=few)


def _runs(points: Sequence[TrendPoint]) -> Iterator[list[int]]:
    """The places of neighbouring periods that have posts."""
    bounds = [-1, *(place for place, point in enumerate(points) if not point.posts), len(points)]
    for before, after in pairwise(bounds):
        if after - before > 1:
            yield list(range(before + 1, after))


def _path(frame: _Frame, values: Sequence[tuple[int, float]]) -> str:
    return " ".join(f"{frame.x(at):.1f},{frame.y(value):.1f}" for at, value in values)


def _mark(x: float, y: float, place: int, *, hollow: bool = False) -> str:
    colour, _ = _look(place)
    style = f'fill="{"#fff" if hollow else colour}" stroke="{colour}" stroke-width="1.6"'
    match _SHAPES[place % len(_SHAPES)]:
        case "circle":
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" {style}/>'
        case "square":
            return f'<rect x="{x - 3.6:.1f}" y="{y - 3.6:.1f}" width="7.2" height="7.2" {style}/>'
        case "triangle":
            corners = [(0.0, -5.0), (4.8, 3.6), (-4.8, 3.6)]
        case _:
            corners = [(0.0, -5.2), (5.2, 0.0), (0.0, 5.2), (-5.2, 0.0)]
    return f'<polygon points="{" ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)}" {style}/>'


def _legend(trends: Sequence[Trend]) -> Iterator[tuple[float, int, str]]:
    """Where the entry of each trend stands: left edge, row, name."""
    x, row = float(_LEFT), 0
    for trend in trends:
        name = f"{shorten(clean(trend.query) or 'all posts', 60)} ({counted(trend.total, 'post')})"
        size = 44 + width(name) * _CHARACTER + 16
        if x > _LEFT and x + size > _WIDTH - _RIGHT:
            x, row = float(_LEFT), row + 1
        yield x, row, name
        x += size


def _legend_entry(x: float, y: float, name: str, place: int) -> Iterator[str]:
    colour, dash = _look(place)
    yield (
        f'<line class="line" x1="{x:.1f}" x2="{x + 34:.1f}" y1="{y}" y2="{y}" stroke="{colour}" '
        f'stroke-dasharray="{dash}"/>'
    )
    yield _mark(x + 17, y, place)
    yield f'<text x="{x + 42:.1f}" y="{y + 5}">{_text(name)}</text>'


def _look(place: int) -> tuple[str, str]:
    return _COLOURS[place % len(_COLOURS)], _DASHES[place % len(_DASHES)]


def _remarks(found: Trends, share: bool) -> str:
    dated = f"{found.posts - found.undated:,} posts with a date; broken where there are none"
    return f"{dated}, hollow where fewer than {FEW}. Shaded: 95 % confidence." if share else f"{dated}."


def _ticks(highest: float, share: bool) -> list[float]:
    """Round values from 0 to above the highest, four to seven of them."""
    if highest <= 0:
        highest = 0.01 if share else 1.0
    rough = highest / 5
    magnitude = 10.0 ** floor(log10(rough))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= rough * 0.999)
    if not share:
        step = max(1.0, round(step))
    return [step * number for number in range(ceil(highest / step - 1e-9) + 1)]


def _value(point: TrendPoint, share: bool) -> float | None:
    return point.share if share else float(point.count)


def _text(text: str) -> str:
    return escape(clean(text))
