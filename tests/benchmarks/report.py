"""What was measured, as tables for people (plain or Markdown) and as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from math import prod
from typing import Any

from .building import Build
from .corpus import REAL
from .measure import TABLES, ChangeTimes, QuestionTimes
from .processes import ProcessTimes
from .terminal_ui import StartTimes, UiTimes

Row = Sequence[str]
TableWriter = Callable[[str, Row, Sequence[Row]], str]

PRODUCT, RIVAL = "civicsearch", "tantivy"
SCHEMA = 1


@dataclass(slots=True)
class Report:
    """All figures of one run; parts that were not measured are empty."""

    corpus: str
    machine: Mapping[str, str] = field(default_factory=lambda: this_machine())
    versions: Mapping[str, str] = field(default_factory=dict)
    questions: list[QuestionTimes] = field(default_factory=list)
    builds: list[Build] = field(default_factory=list)
    changes: list[ChangeTimes] = field(default_factory=list)
    processes: list[ProcessTimes] = field(default_factory=list)
    reading: float | None = None
    """Posts read a second."""
    ui: UiTimes | None = None
    starts: StartTimes | None = None

    def data(self) -> dict[str, Any]:
        """Everything, for JSON."""
        return {"schema": SCHEMA, **asdict(self)}

    @property
    def is_real(self) -> bool:
        """Whether the posts are those of the archives, as they are."""
        return self.corpus == REAL

    @property
    def title(self) -> str:
        """What was measured on."""
        return "real archives" if self.is_real else f"{int(self.corpus):,} posts"

    def with_parts(self, later: Report) -> Report:
        """The same with the parts that a later run measured in their places."""
        measured = {part.name: value for part in fields(later) if (value := getattr(later, part.name))}
        return replace(self, **{**measured, "versions": {**self.versions, **later.versions}})

    def text(self, table: TableWriter) -> str:
        """All tables."""
        facts = self.machine
        title = self.title if self.is_real else f"{self.title} made of real paragraphs"
        head = f"{title}; {facts['date']}; {facts['cores']} cores, {facts['processor']}, Python {facts['python']}"
        peers = ", ".join(f"{name} {version}" for name, version in self.versions.items())
        return "\n".join([f"{head}; {peers}\n", *self._tables(table)])

    def _tables(self, table: TableWriter) -> Iterable[str]:
        for name in TABLES:
            if found := [times for times in self.questions if times.table == name]:
                yield _question_table(f"{name}; ms, median", found, table)
                first = [replace(times, seconds=times.first_seconds) for times in found]
                yield _question_table(f"{name}: each asked for the first time; ms, median", first, table)
        if counted := [times for times in self.questions if TABLES[times.table].read_out]:
            yield _totals_table("matching posts of each question's first variant", counted, table)
        if self.builds:
            yield _build_table(self.builds, table)
        if self.changes:
            yield _change_table(self.changes, table)
        for times in self.processes:
            yield _process_table(times, table)
        if self.reading is not None:
            yield f"reading the real archives, one process: {self.reading:,.0f} posts/s\n"
        if self.ui is not None:
            yield _ui_table(self.ui, table)
        if self.starts is not None:
            yield _start_table(self.starts, table)


def read_report(data: Mapping[str, Any]) -> Report:
    """What `Report.data` gave, read from JSON. Raises ValueError for another schema."""
    if data["schema"] != SCHEMA:
        raise ValueError(f"schema {data['schema']} is not {SCHEMA}")
    ui, starts = data["ui"], data["starts"]
    return Report(
        data["corpus"],
        data["machine"],
        data["versions"],
        [QuestionTimes(**times) for times in data["questions"]],
        [Build(**build) for build in data["builds"]],
        [ChangeTimes(**change) for change in data["changes"]],
        [ProcessTimes(**times) for times in data["processes"]],
        data["reading"],
        ui and UiTimes(**ui),
        starts and StartTimes(**starts),
    )


def this_machine() -> dict[str, str]:
    """Where and when this was measured."""
    return {
        "date": date.today().isoformat(),
        "cores": str(os.cpu_count()),
        "processor": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "system": platform.system(),
    }


def plain_table(title: str, head: Row, rows: Sequence[Row]) -> str:
    """A table with aligned columns."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(row: Row) -> str:
        first, *rest = zip(row, widths, strict=True)
        return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]).rstrip()

    return "\n".join([title, *map(line, (head, *rows)), ""])


def markdown_table(title: str, head: Row, rows: Sequence[Row]) -> str:
    """A table in Markdown."""
    cells = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join([f"**{title}**", "", *(f"| {' | '.join(row)} |" for row in cells), ""])


def geometric_mean(values: Sequence[float]) -> float:
    """The mean of ratios."""
    return float(prod(values) ** (1 / len(values)))


def _question_table(title: str, found: Sequence[QuestionTimes], table: TableWriter) -> str:
    peers = list(found[0].seconds)
    rivals = [peer for peer in peers if peer != PRODUCT] if PRODUCT in peers else []
    rows: list[Row] = []
    for times in found:
        ratios = [f"{times.seconds[PRODUCT] / times.seconds[rival]:.2f}" for rival in rivals]
        rows.append([times.question, *(_ms(times.seconds[peer]) for peer in peers), *ratios])
    if rivals:
        means = [geometric_mean([times.seconds[PRODUCT] / times.seconds[rival] for times in found]) for rival in rivals]
        rows.append(["geometric mean", *[""] * len(peers), *(f"{mean:.2f}" for mean in means)])
    return table(title, ["question", *peers, *(f"/ {rival}" for rival in rivals)], rows)


def _totals_table(title: str, found: Sequence[QuestionTimes], table: TableWriter) -> str:
    peers = list(found[0].seconds)
    counted = any(times.same_counts for times in found)
    head = ["question", *peers, *(f"facets as {peer}" for peer in peers[1:] if counted)]
    rows = [
        [
            times.question,
            *(f"{times.totals[peer][0]:,}" for peer in peers),
            *(times.same_counts.get(peer, "") for peer in peers[1:] if counted),
        ]
        for times in found
    ]
    return table(title, head, rows)


def _build_table(builds: Sequence[Build], table: TableWriter) -> str:
    reference = {build.threads: build for build in builds if build.peer == RIVAL}
    rows = []
    for build in builds:
        rival = reference.get(build.threads)
        rows.append(
            [
                build.peer,
                "all" if build.threads == 0 else str(build.threads),
                f"{build.posts:,}",
                f"{build.posts_per_second:,.0f}",
                "" if build.peak_bytes is None else f"{build.peak_bytes / 1e6:,.0f}",
                f"{build.disk_bytes / 1e6:,.1f}",
                f"{build.disk_bytes / build.characters:.2f}",
                f"{build.seconds / rival.seconds:.2f}" if rival else "",
                f"{build.disk_bytes / rival.disk_bytes:.2f}" if rival else "",
            ]
        )
    head = ["build", "threads", "posts", "posts/s", "memory, MB", "disk, MB", "bytes/character"]
    return table("building; posts in memory before", [*head, f"time / {RIVAL}", f"bytes / {RIVAL}"], rows)


def _change_table(changes: Sequence[ChangeTimes], table: TableWriter) -> str:
    rival = next((change for change in changes if change.peer == RIVAL), None)
    rows = [
        [
            change.peer,
            *map(_ms, (change.one_added, change.one_added_worst, change.many_changed, change.many_changed_worst)),
            f"{change.one_added / rival.one_added:.2f}" if rival else "",
            f"{change.many_changed / rival.many_changed:.2f}" if rival else "",
        ]
        for change in changes
    ]
    head = ["change", "1 added", "slowest", "100 changed", "slowest", f"1 / {RIVAL}", f"100 / {RIVAL}"]
    return table("changes, until durable and found; ms, median", head, rows)


def _process_table(times: ProcessTimes, table: TableWriter) -> str:
    least = times.seconds[times.against]
    rows = [[name, _ms(seconds), f"{seconds / least:.2f}"] for name, seconds in times.seconds.items()]
    return table(f"{times.title}; ms, median", ["process", "ms", f"/ {times.against}"], rows)


def _ui_table(times: UiTimes, table: TableWriter) -> str:
    head = ["posts", "key, median", "key, 95th percentile", "frame, 95th percentile", "frame, slowest", "memory, MB"]
    row = [f"{times.posts:,}", *map(_ms, times.summary), f"{times.peak_bytes / 1e6:,.0f}"]
    return table("the terminal UI, 120 × 40: from a key to its results, and scrolling; ms", head, [row])


def _start_table(times: StartTimes, table: TableWriter) -> str:
    rows = [
        ["an empty Textual app", _ms(times.empty), "1.00"],
        ["civicsearch tui", _ms(times.ui), f"{times.ui / times.empty:.2f}"],
    ]
    return table("from the start to the first frame; ms, median", ["process", "ms", "/ empty"], rows)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.2f}" if seconds < 0.1 else f"{seconds * 1000:,.0f}"
