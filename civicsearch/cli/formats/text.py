"""Results laid out for reading: ranked hits, the timeline below, the facets below or beside where there is room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ...formats import snippets
from ...formats.relaxed import relaxed_told
from ...lines import Line, Piece, beside, counted, padded, wrap
from ...terminal import clean, shorten
from .facets_text import facet_blocks, in_columns
from .timeline_text import timeline_lines

if TYPE_CHECKING:
    from ...models import Hit, SearchResults

WIDEST_TEXT = 100
"""Columns; longer lines are hard to read."""
SIDE_BY_SIDE_FROM = 110
"""Columns of the screen from which facets stand beside the hits: 72 or more for the hits, 34 for the facets."""
_FACET_COLUMN = 34
_GAP = 4


def search_text(
    results: SearchResults, *, screen_width: int, offset: int = 0, facet_limits: Mapping[str, int] | None = None
) -> list[Line]:
    """The lines of a page of results, none wider than ``screen_width`` columns but for ids with nothing beside them:
    those are not broken, so that they can be copied.

    ``facet_limits`` says how many values of a facet are shown, where that is fewer than were counted.
    """
    blocks = facet_blocks(results.facets, facet_limits or {})
    side_by_side = bool(blocks) and bool(results.hits) and screen_width >= SIDE_BY_SIDE_FROM
    hits_width = min(screen_width - (_FACET_COLUMN + _GAP if side_by_side else 0), WIDEST_TEXT)
    lines = wrap(_heading(results, offset), screen_width)
    body = _hits(results.hits, offset, hits_width, side_by_side)
    if side_by_side:
        rest = screen_width - hits_width - _GAP
        body = beside(body, in_columns(blocks, rest, narrowest=_FACET_COLUMN), hits_width, _GAP)
    lines += body
    if results.timeline:
        lines += [[], *timeline_lines(results.timeline, min(screen_width, 2 * WIDEST_TEXT))]
    if blocks and not side_by_side:
        lines += [[], *in_columns(blocks, min(screen_width, WIDEST_TEXT), narrowest=_FACET_COLUMN)]
    return lines


def _heading(results: SearchResults, offset: int) -> Line:
    count = counted(results.total, "post") if results.total else "No posts"
    details = []
    if results.hits and len(results.hits) < results.total:
        details.append(f"{offset + 1:,} to {offset + len(results.hits):,} shown")
    elif results.total and not results.hits and offset:
        details.append(f"none from {offset + 1:,} on")
    if told := relaxed_told(results):
        details.append(told)
    details.append(f"{results.took_ms:.1f} ms" if results.took_ms < 100 else f"{results.took_ms:,.0f} ms")
    return [Piece(count, "heading"), Piece("".join(f" · {detail}" for detail in details), "dim")]


def _hits(hits: Sequence[Hit], offset: int, line_width: int, side_by_side: bool) -> list[Line]:
    lines: list[Line] = []
    number_width = max(2, len(str(offset + len(hits))))
    for number, hit in enumerate(hits, offset + 1):
        lines.append([])
        lines += hit_lines(hit, f"{number:>{number_width}}. ", line_width, side_by_side)
    return lines


def hit_lines(hit: Hit, number: str, line_width: int, side_by_side: bool) -> list[Line]:
    """One hit behind its number; its id is not broken where nothing stands beside it, and comes last."""
    indent = len(number)
    day = hit.date.isoformat()[:10] if hit.date else ""
    title = wrap([Piece(clean(hit.title) or "(no title)", "title")], line_width - len(day) - 2, indent=indent)
    first = [Piece(number, "dim"), *title[0][1:]]
    if day:
        first = [*padded(first, line_width - len(day)), Piece(day)]
    lines = [first, *title[1:]]
    if about := _about(hit, line_width - indent):
        lines.append([Piece(" " * indent), *about])
    matched = [
        Piece(part, "match" if match else "") for part, match in snippets.parts(hit.snippet or hit.summary or "")
    ]
    lines += wrap(matched, line_width, indent=indent)
    if hit.missing:
        lines += wrap([Piece(f"lacks {', '.join(map(clean, hit.missing))}", "dim")], line_width, indent=indent)
    name = [Piece(clean(hit.id), "dim")]
    lines += wrap(name, line_width, indent=indent) if side_by_side else [[Piece(" " * indent), *name]]
    return lines


def _about(hit: Hit, room: int) -> Line:
    """Authors and categories on one line; what does not fit is cut at its end."""
    groups = [", ".join(map(clean, values)) for values in (hit.authors, hit.categories) if values]
    return [Piece(shorten(" · ".join(groups), room))] if groups else []
