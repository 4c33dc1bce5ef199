"""Tables that a measurement puts into a page of the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

END = "<!-- end of what is measured -->"


def put(text: str, page: Path, begin: str) -> None:
    """Put tables into a page behind a mark, in the place of the last ones. Raises ValueError without that mark."""
    head, mark, rest = page.read_text("utf-8").partition(f"{begin}\n")
    _, end, tail = rest.partition(END)
    if not (mark and end):
        raise ValueError(f"{page}: {begin} and {END} behind it are not there")
    page.write_text(f"{head}{begin}\n\n{text}\n\n{END}{tail}", "utf-8")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown that reads well as it is."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [
        [
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        for row in (head, *rows)
    ]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], rule, *lines[1:])) + "\n"
