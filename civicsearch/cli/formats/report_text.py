"""What a refresh did, for reading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...lines import Line, Piece, counted, wrap
from ...terminal import clean
from .summary import in_one_line

if TYPE_CHECKING:
    from ...models import UpdateReport

_PARTICULARS = re.compile(r"""“[^”]*”|"[^"]*"|'[^']*'|\b\d[\d.,:/-]*""")
"""What differs between two warnings of one kind: quoted text and numbers."""


def summary(report: UpdateReport) -> str:
    """The report in one line."""
    return in_one_line(report.new, report.changed, report.renamed, report.removed, report.unchanged, report.seconds)


def report_lines(report: UpdateReport, *, verbose: bool, screen_width: int) -> list[Line]:
    """The summary, then files left out and warnings: counted by kind, or each of them when ``verbose``."""
    lines: list[Line] = [[Piece(summary(report), "heading")]]
    if report.skipped:
        lines.append([Piece(f"{len(report.skipped):,} left out")])
        each = [f"{file.path}: {file.reason}" for file in report.skipped]
        lines += (
            _each(each, screen_width) if verbose else _kinds([file.reason for file in report.skipped], screen_width)
        )
    if report.warnings:
        lines.append([Piece(counted(len(report.warnings), "warning"))])
        kinds = [f"{warning.problem}; {warning.action}" for warning in report.warnings]
        lines += _each(map(str, report.warnings), screen_width) if verbose else _kinds(kinds, screen_width)
    if not verbose and (report.skipped or report.warnings):
        lines.append([Piece("--verbose lists each of them", "dim")])
    return lines


def _each(messages: Iterable[str], screen_width: int) -> list[Line]:
    return [line for message in messages for line in wrap([Piece(clean(message), "dim")], screen_width, indent=2)]


def _kinds(messages: Iterable[str], screen_width: int) -> list[Line]:
    """Messages counted, those that differ only in particulars together, the most frequent first."""
    counts = Counter(_PARTICULARS.sub("…", clean(message)) for message in messages)
    digits = max((len(f"{count:,}") for count in counts.values()), default=1)
    lines: list[Line] = []
    for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        wrapped = wrap([Piece(kind, "dim")], screen_width, indent=digits + 4)
        lines += [[Piece(f"  {count:>{digits},}  "), *wrapped[0][1:]], *wrapped[1:]]
    return lines
