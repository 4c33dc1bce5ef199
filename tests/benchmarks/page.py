"""Puts what runs have measured into ``docs/explanation/speed.md``: ``python -m tests.benchmarks.page FILE…``.

The files are those of ``--json``, one a corpus. A later file of a corpus takes the place of the parts that it measured.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.pages import put, table

from .measure import TABLES, QuestionTimes
from .report import PRODUCT, RIVAL, Report, geometric_mean, read_report

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "speed.md"
HITS, FACETS, READ_OUT, SNIPPETS = TABLES
UNKNOWN = "–"

Cell = Callable[[Report], str]


def main(files: Sequence[str]) -> None:
    """Read the files, and write the page."""
    reports: dict[str, Report] = {}
    for file in files:
        report = read_report(json.loads(Path(file).read_text("utf-8")))
        reports[report.corpus] = report if report.corpus not in reports else reports[report.corpus].with_parts(report)
    every = sorted(reports.values(), key=lambda report: (not report.is_real, len(report.corpus), report.corpus))
    for part, text in (
        ("in short", _in_short(every)),
        ("with facets", "\n".join(_with_facets(every))),
        ("building", _building(every)),
        ("processes", _processes(every)),
        ("typing", _typing(every)),
    ):
        put(text.rstrip(), PAGE, f"<!-- measured: {part} -->")


def _in_short(reports: Sequence[Report]) -> str:
    rows: list[tuple[str, Cell]] = [
        ("20 hits and the total", _mean(HITS)),
        ("… the worst of the twelve", _worst(HITS)),
        ("… first time", _mean(HITS, first=True)),
        ("with counts of author, category and year", _mean(FACETS)),
        ("… the worst of the twelve", _worst(FACETS)),
        ("… first time", _mean(FACETS, first=True)),
        ("… each count read into a dict of Python", _mean(READ_OUT)),
        ("with snippets, no counts", _mean(SNIPPETS)),
        ("… first time", _mean(SNIPPETS, first=True)),
    ]
    return "\n".join([*_circumstances(reports), "", _table(reports, rows)])


def _circumstances(reports: Sequence[Report]) -> Iterator[str]:
    for report in reports:
        facts = report.machine
        peers = ", ".join(f"{name} {version}" for name, version in report.versions.items() if name != PRODUCT)
        yield (
            f"- {report.title}: {facts['date']}, {facts['cores']} cores ({facts['processor']}), "
            f"Python {facts['python']}, beside {peers}"
        )


def _with_facets(reports: Iterable[Report]) -> Iterator[str]:
    for report in reports:
        found = _asked(report, FACETS)
        if not found:
            continue
        peers = list(found[0].seconds)
        rivals = peers[1:]
        rows = [
            [
                times.question,
                *(_ms(times.seconds[peer]) for peer in peers),
                *(f"{times.seconds[PRODUCT] / times.seconds[rival]:.2f}" for rival in rivals),
            ]
            for times in found
        ]
        means = [geometric_mean([times.seconds[PRODUCT] / times.seconds[rival] for times in found]) for rival in rivals]
        rows.append(["geometric mean", *[""] * len(peers), *(f"{mean:.2f}" for mean in means)])
        yield table([f"{report.title}; ms", *peers, *(f"/ {rival}" for rival in rivals)], rows)


def _building(reports: Sequence[Report]) -> str:
    def build(report: Report, peer: str, threads: int) -> Any:
        return next((build for build in report.builds if (build.peer, build.threads) == (peer, threads)), None)

    def slower(threads: int) -> Cell:
        def cell(report: Report) -> str:
            mine, other = build(report, PRODUCT, threads), build(report, RIVAL, threads)
            return f"{mine.seconds / other.seconds:.2f}" if mine and other else UNKNOWN

        return cell

    def of_product(tell: Callable[[Any], str]) -> Cell:
        return lambda report: tell(mine) if (mine := build(report, PRODUCT, 1)) else UNKNOWN

    def bytes_ratio(report: Report) -> str:
        mine, other = build(report, PRODUCT, 1), build(report, RIVAL, 1)
        return f"{mine.disk_bytes / other.disk_bytes:.2f}" if mine and other else UNKNOWN

    def changed(name: str, *, ratio: bool) -> Cell:
        def cell(report: Report) -> str:
            seconds = {change.peer: getattr(change, name) for change in report.changes}
            if PRODUCT not in seconds or (ratio and RIVAL not in seconds):
                return UNKNOWN
            return f"{seconds[PRODUCT] / seconds[RIVAL]:.2f}" if ratio else _ms(seconds[PRODUCT])

        return cell

    rows: list[tuple[str, Cell]] = [
        ("building, one process, posts/s", of_product(lambda build: f"{build.posts_per_second:,.0f}")),
        ("… time, divided by tantivy's with one thread", slower(1)),
        ("… with all cores, divided by tantivy's with all threads", slower(0)),
        ("peak of memory while building, MB", of_product(lambda build: f"{build.peak_bytes / 1e6:,.0f}")),
        ("bytes on disk, divided by tantivy's", bytes_ratio),
        ("one post added and found, ms", changed("one_added", ratio=False)),
        ("… divided by tantivy's", changed("one_added", ratio=True)),
        ("100 posts changed and found, divided by tantivy's", changed("many_changed", ratio=True)),
    ]
    return _table(reports, rows)


def _processes(reports: Iterable[Report]) -> str:
    rows = []
    for report in reports:
        for times in report.processes:
            least = times.seconds[times.against]
            rows += [
                [f"{report.title}: {name}", _ms(seconds), f"{seconds / least:.2f}"]
                for name, seconds in times.seconds.items()
            ]
    return table(["whole processes", "ms", "/ the least"], rows)


def _typing(reports: Sequence[Report]) -> str:
    def of_ui(place: int) -> Cell:
        return lambda report: _ms(report.ui.summary[place]) if report.ui else UNKNOWN

    def started(report: Report) -> str:
        return f"{report.starts.ui / report.starts.empty:.2f}" if report.starts else UNKNOWN

    rows: list[tuple[str, Cell]] = [
        ("key to painted results, half below, ms", of_ui(0)),
        ("… 95 % below", of_ui(1)),
        ("frame while scrolling, 95 % below, ms", of_ui(2)),
        ("… the slowest of 300", of_ui(3)),
        ("start to the first frame, divided by an empty Textual app's", started),
    ]
    return _table(reports, rows)


def _table(reports: Sequence[Report], rows: Sequence[tuple[str, Cell]]) -> str:
    return table(["", *(report.title for report in reports)], [[name, *map(cell, reports)] for name, cell in rows])


def _asked(report: Report, name: str) -> list[QuestionTimes]:
    return [times for times in report.questions if times.table == name]


def _ratios(report: Report, name: str, *, first: bool = False) -> list[float]:
    found = [times.first_seconds if first else times.seconds for times in _asked(report, name)]
    return [seconds[PRODUCT] / seconds[RIVAL] for seconds in found]


def _mean(name: str, *, first: bool = False) -> Cell:
    return lambda report: f"{geometric_mean(ratios):.2f}" if (ratios := _ratios(report, name, first=first)) else UNKNOWN


def _worst(name: str) -> Cell:
    return lambda report: f"{max(ratios):.2f}" if (ratios := _ratios(report, name)) else UNKNOWN


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.2f}" if seconds < 0.01 else f"{seconds * 1000:,.0f}"


if __name__ == "__main__":
    main(sys.argv[1:])
