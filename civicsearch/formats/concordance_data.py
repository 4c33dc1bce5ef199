"""Concordances for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..models import Concordance, ConcordanceLine, Neighbour
from .structured import SCHEMA, document, line
from .tables import csv_text, tsv_text

LINE_COLUMNS = ("id", "date", "title", "part", "left", "match", "right")
NEIGHBOUR_COLUMNS = ("word", "count", "left", "right", "score")


def concordance_json(found: Concordance) -> str:
    """Everything as one JSON object."""
    return document(
        {
            "schema": SCHEMA,
            "query": found.query,
            "total": found.total,
            "posts": found.posts,
            "took_ms": round(found.took_ms, 3),
            "notes": list(found.notes),
            "lines": list(map(_line, found.lines)),
            "neighbours": list(map(_neighbour, found.neighbours)),
        }
    )


def lines_data(found: Concordance, format_name: str) -> str:
    """One match a line or row: ``jsonl``, ``csv`` or ``tsv``."""
    return _written(LINE_COLUMNS, map(_line, found.lines), format_name)


def neighbours_data(found: Concordance, format_name: str) -> str:
    """One neighbour a line or row, likewise."""
    return _written(NEIGHBOUR_COLUMNS, map(_neighbour, found.neighbours), format_name)


def _written(columns: Sequence[str], values: Iterable[Mapping[str, Any]], format_name: str) -> str:
    if format_name == "jsonl":
        return "".join(map(line, values))
    rows = (["" if value[column] is None else str(value[column]) for column in columns] for value in values)
    return csv_text(columns, rows) if format_name == "csv" else tsv_text(columns, rows)


def _line(shown: ConcordanceLine) -> dict[str, Any]:
    day = None if shown.date is None else shown.date.isoformat()
    values = (shown.id, day, shown.title, shown.part, shown.left, shown.match, shown.right)
    return dict(zip(LINE_COLUMNS, values, strict=True))


def _neighbour(found: Neighbour) -> dict[str, Any]:
    values = (found.word, found.count, found.left, found.right, round(found.score, 3))
    return dict(zip(NEIGHBOUR_COLUMNS, values, strict=True))
