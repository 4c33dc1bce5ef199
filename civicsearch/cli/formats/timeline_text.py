"""The timeline for reading: a row of bars with its years below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ...formats.periods import end_of_last, period_name, stretch_name
from ...lines import Line, Piece, counted, wrap

if TYPE_CHECKING:
    from ...models import TimelineBucket

_LEVELS = "▁▂▃▄▅▆▇█"
_WIDEST_BUCKET = 6


def timeline_lines(buckets: Sequence[TimelineBucket], room: int) -> list[Line]:
    """Bars for the buckets, scaled to the fullest; below them the years, and what the fullest one is.

    Where there are more buckets than columns, neighbours are added up.
    """
    bars = _joined(buckets, room)
    cells = max(1, min(room // len(bars), _WIDEST_BUCKET))
    most = max(count for _, count in bars) or 1
    drawn = "".join(_level(count, most) * max(cells - 1, 1) + (" " if cells > 1 else "") for _, count in bars)
    fullest = max(range(len(bars)), key=lambda place: bars[place][1])
    heading = [
        Piece("Timeline", "heading"),
        Piece(f" · most from {_name(bars, fullest, buckets)}: {counted(bars[fullest][1], 'post')}", "dim"),
    ]
    return [
        *wrap(heading, room),
        [Piece(drawn, "bar")],
        [Piece(_axis([start for start, _ in bars], cells, room), "dim")],
    ]


def _joined(buckets: Sequence[TimelineBucket], room: int) -> list[tuple[date, int]]:
    size = -(-len(buckets) // max(room, 1))
    return [
        (buckets[first].start, sum(bucket.count for bucket in buckets[first : first + size]))
        for first in range(0, len(buckets), size)
    ]


def _level(count: int, most: int) -> str:
    """A bar an eighth to a whole line high; a blank for nothing."""
    return _LEVELS[max(-(-count * len(_LEVELS) // most), 1) - 1] if count else " "


def _axis(starts: Sequence[date], cells: int, room: int) -> str:
    """Each year below its first bucket, wherever there is room for it."""
    text = ""
    named = None
    for place, start in enumerate(starts):
        at = place * cells
        if start.year != named and (not text or len(text) < at) and at + 4 <= room:
            text = text.ljust(at) + str(start.year)
        named = start.year
    return text


def _name(bars: Sequence[tuple[date, int]], place: int, buckets: Sequence[TimelineBucket]) -> str:
    start = bars[place][0]
    if len(buckets) == 1:  # as long as a month at least
        return period_name(start, "month")
    if place + 1 < len(bars):
        return stretch_name(start, bars[place + 1][0] - timedelta(days=1))
    return stretch_name(start, end_of_last([bucket.start for bucket in buckets]))
