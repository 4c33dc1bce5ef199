"""Trends for programs and reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..models import TrendPoint, Trends
from .markdown import escaped
from .periods import period_name
from .structured import SCHEMA, document, line
from .tables import csv_text, tsv_text

COLUMNS = ("query", "start", "count", "posts", "share", "low", "high")


def trends_json(found: Trends) -> str:
    """Everything as one JSON object."""
    return document(
        {
            "schema": SCHEMA,
            "by": found.by,
            "posts": found.posts,
            "undated": found.undated,
            "took_ms": round(found.took_ms, 3),
            "notes": list(found.notes),
            "trends": [
                {"query": trend.query, "total": trend.total, "points": [_point(point) for point in trend.points]}
                for trend in found.trends
            ],
        }
    )


def trends_lines(found: Trends) -> str:
    """One query in one period a line."""
    return "".join(line({"query": trend.query, **_point(point)}) for trend in found.trends for point in trend.points)


def trends_csv(found: Trends) -> str:
    """One query in one period a row; what has no posts has no share."""
    return csv_text(COLUMNS, _rows(found))


def trends_tsv(found: Trends) -> str:
    """The same, one a line."""
    return tsv_text(COLUMNS, _rows(found))


def trends_markdown(found: Trends) -> str:
    """A table with a period a row and a query a column."""
    return "\n".join(_markdown(found)) + "\n"


def _markdown(found: Trends) -> Iterator[str]:
    yield f"| {found.by} | posts | {' | '.join(escaped(trend.query) or 'all posts' for trend in found.trends)} |"
    yield f"|-|-:|{'-:|' * len(found.trends)}"
    for points in zip(*(trend.points for trend in found.trends), strict=True):
        cells = (f"{point.share:.1%} ({point.count:,})" if point.share is not None else "–" for point in points)
        yield f"| {period_name(points[0].start, found.by)} | {points[0].posts:,} | {' | '.join(cells)} |"


def _point(point: TrendPoint) -> dict[str, Any]:
    low, high = point.interval or (None, None)
    return {
        "start": point.start.isoformat(),
        "count": point.count,
        "posts": point.posts,
        "share": _rounded(point.share),
        "low": _rounded(low),
        "high": _rounded(high),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)


def _rows(found: Trends) -> Iterable[Sequence[str]]:
    for trend in found.trends:
        for point in trend.points:
            values = {"query": trend.query, **_point(point)}
            yield tuple("" if values[column] is None else str(values[column]) for column in COLUMNS)
