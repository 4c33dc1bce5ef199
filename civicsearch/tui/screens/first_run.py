"""The first run: no index yet. A folder is asked for and indexed with a progress bar, or the sample is opened."""

from __future__ import annotations

import os
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input

from ...api import SearchIndex
from ...errors import CivicsearchError
from ...models import Progress, Source, UpdateReport
from ..widgets.entry import Entry
from ..widgets.key_bar import KeyBar
from ..widgets.progress import ProgressLine
from .menu import Heading

_TOLD_EVERY = 20
"""Posts between two paintings of the progress bar."""


class FirstRun(Screen[SearchIndex | None]):
    """Its answer is the index to search."""

    HELP = """\
There is no index yet. Name a folder of Markdown posts and press `enter`: it is read, never changed. `ctrl+t` indexes
the sample posts that come with civicsearch, to look around.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "sample", "try the sample"),
        Binding("escape,ctrl+q", "app.quit", "quit"),
    ]
    DEFAULT_CSS = """
    FirstRun {
        align: center middle;
        background: $background;
        #asking { width: 72; max-width: 96%; height: auto; }
        ProgressLine { margin: 1 0 0 0; }
    }
    """

    def __init__(self, index: SearchIndex, sample: SearchIndex) -> None:
        super().__init__()
        self._index = index
        self._sample = sample
        self.is_busy = False

    def compose(self) -> ComposeResult:
        with Vertical(id="asking"):
            text = (
                f"There is no index in {self._index.location} yet. Which folder holds the posts? "
                "Folders of Jekyll, Hugo, Eleventy and Pelican sites are read as they are, and never changed."
            )
            yield Heading("civicsearch", text, min(70, max(self.app.size.width - 4, 10)))
            yield Entry(os.getcwd())
            yield ProgressLine()
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.query_one(ProgressLine).say("enter indexes this folder · ctrl+t opens the sample instead")
        self._absent = self._index.version()
        self.set_interval(1.0, self.look)

    def look(self) -> None:
        """Open an index that another process has built meanwhile."""
        if not self.is_busy and self._index.version() != self._absent:
            self.dismiss(self._index)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        folder = os.path.expanduser(event.value.strip())
        if folder and not self.is_busy:
            self._fill(self._index, [os.path.abspath(folder)])

    def action_sample(self) -> None:
        """Look around in the sample."""
        from ... import sample

        if not self.is_busy:
            self._fill(self._sample, list(sample.sources()))

    def _fill(self, index: SearchIndex, sources: list[str | Source]) -> None:
        self.is_busy = True
        self.query_one(ProgressLine).say("looking for posts …")
        self._read(index, sources)

    @work(thread=True, group="refresh", exit_on_error=False)
    def _read(self, index: SearchIndex, sources: list[str | Source]) -> None:
        def progress(so_far: Progress) -> None:
            if so_far.done % _TOLD_EVERY == 0 or so_far.done == so_far.total:
                self.app.call_from_thread(self.query_one(ProgressLine).show, so_far.done, so_far.total)

        try:
            report = index.update(sources, progress=progress)
        except (CivicsearchError, OSError) as error:
            self.app.call_from_thread(self._failed, str(error))
        else:
            self.app.call_from_thread(self._finished, index, report)

    def _failed(self, problem: str) -> None:
        self.is_busy = False
        self.query_one(ProgressLine).say(problem, problem=True)
        self.query_one(Input).focus()

    def _finished(self, index: SearchIndex, report: UpdateReport) -> None:
        self.is_busy = False
        if report.new + report.changed + report.renamed + report.unchanged:
            self.dismiss(index)
        else:
            self._failed("no post was found there; name the folder that holds the .md files")
