"""A progress bar on stderr, for work long enough to ask how long it will take."""

from __future__ import annotations

from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING

from . import diagnostics

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from ..models import Progress

PATIENCE = 0.5
"""Seconds without a bar: shorter work is over before a bar could be read, and need not load `rich`."""


class ProgressBar:
    """Called with each `Progress`; draws only for a person who watches stderr."""

    def __init__(self, *, shown: bool = True) -> None:
        self._shown = shown and diagnostics.is_terminal()
        self._begun = monotonic()
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def __call__(self, progress: Progress) -> None:
        if not self._shown or not progress.total:
            return
        if self._bar is None:
            if monotonic() - self._begun < PATIENCE:
                return
            self._bar = _bar()
            self._bar.start()
            self._task = self._bar.add_task("", total=progress.total)
        if self._task is not None:
            self._bar.update(self._task, completed=progress.done, total=progress.total)

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


def _bar() -> RichProgress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TimeRemainingColumn
    from rich.progress import Progress as RichProgress
    from rich.text import Text

    class Speed(ProgressColumn):
        def render(self, task: Task) -> Text:
            if task.finished:
                return Text("writing the index")
            return Text(f"{task.speed:,.0f} posts/s" if task.speed else "")

    columns = (BarColumn(), MofNCompleteColumn(), Speed(), TimeRemainingColumn(compact=True))
    return RichProgress(*columns, console=Console(stderr=True), transient=True)
