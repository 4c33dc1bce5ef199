"""Facets for reading: values with counts and bars, in as many columns as the screen has room for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ...lines import Line, Piece, beside
from ...terminal import clean, shorten, width

if TYPE_CHECKING:
    from ...models import FacetCount

SHOWN_VALUES = 10
"""Values of a facet that are shown where no number is asked for."""
_WIDEST_COLUMN = 48
_GAP = 4
_EIGHTHS = " ▏▎▍▌▋▊▉"

Block = tuple[str, Sequence["FacetCount"], int]
"""A facet's field, the values to show, and how many more there are."""


def limits(facets: Iterable[str]) -> dict[str, int]:
    """How many values to show of each facet that was asked for as ``category`` or ``category:5``."""
    asked = (facet.partition(":") for facet in facets)
    return {field: int(number) if number else SHOWN_VALUES for field, _, number in asked}


def facet_blocks(facets: Mapping[str, Sequence[FacetCount]], limits: Mapping[str, int]) -> list[Block]:
    """What to show of each facet; selected values are always among it. Facets without any value are left out."""
    blocks: list[Block] = []
    for field, counts in facets.items():
        limit = limits.get(field, len(counts))
        shown = [count for place, count in enumerate(counts) if place < limit or count.selected]
        if shown:
            blocks.append((field, shown, len(counts) - len(shown)))
    return blocks


def in_columns(blocks: Sequence[Block], room: int, *, narrowest: int) -> list[Line]:
    """The facets, one below the other in columns of at least ``narrowest`` columns, filled evenly and in order."""
    number = max(1, min(len(blocks), (room + _GAP) // (narrowest + _GAP)))
    column_width = min((room + _GAP) // number - _GAP, _WIDEST_COLUMN)
    heights = [len(shown) + 2 + bool(more) for _, shown, more in blocks]
    columns: list[list[Line]] = []
    for first, after in _split(heights, number):
        column: list[Line] = []
        for block in blocks[first:after]:
            column += [*([[]] if column else []), *facet_lines(block, column_width)]
        columns.append(column)
    lines = columns[0] if columns else []
    for place, column in enumerate(columns[1:], 1):
        lines = beside(lines, column, place * (column_width + _GAP) - _GAP, _GAP)
    return lines


def facet_lines(block: Block, line_width: int) -> list[Line]:
    """One facet: its name, then a value a line with count and bar."""
    field, counts, more = block
    choosing = any(count.selected for count in counts)
    digits = max(len(f"{count.count:,}") for count in counts)
    indent = 4 if choosing else 2
    bar_width = max(line_width // 4, 6)
    label_width = min(
        max(width(clean(count.value)) for count in counts), max(line_width - indent - digits - bar_width - 2, 4)
    )
    bar_width = min(line_width - indent - label_width - digits - 2, 2 * bar_width)
    most = max(count.count for count in counts) or 1
    lines: list[Line] = [[Piece(field.capitalize(), "heading")]]
    for count in counts:
        label = shorten(clean(count.value), label_width)
        mark = ("▣ " if count.selected else "▢ ") if choosing else ""
        lines.append(
            [
                Piece(f"  {mark}{label}", "selected" if count.selected else ""),
                Piece(" " * (label_width - width(label)) + f" {count.count:>{digits},} "),
                Piece(bar(count.count / most, bar_width), "bar"),
            ]
        )
    if more:
        lines.append([Piece(f"  … {more:,} more", "dim")])
    return lines


def bar(share: float, cells: int) -> str:
    """A bar of ``share`` (0 to 1) of ``cells`` columns, to an eighth of a column; never empty for more than nothing.

    >>> bar(0.5, 5)
    '██▌'
    """
    eighths = round(share * cells * 8)
    if share > 0:
        eighths = max(eighths, 1)
    whole, part = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[part] if part else "")


def _split(heights: Sequence[int], number: int) -> list[tuple[int, int]]:
    """Ranges of consecutive blocks for each column, so that the tallest column is as short as can be."""
    tallest = max(heights, default=0)
    while True:
        ranges, first, height = [], 0, 0
        for place, size in enumerate(heights):
            if height and height + size > tallest:
                ranges.append((first, place))
                first, height = place, 0
            height += size
        ranges.append((first, len(heights)))
        if len(ranges) <= number:
            return ranges
        tallest += 1
