"""``civicsearch watch``: an index that follows its files."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from .. import clock
from ..errors import CivicsearchError
from . import diagnostics, output
from .context import Invocation
from .options import config_option, example, format_option, index_option

if TYPE_CHECKING:
    from watchfiles import Change

    from ..api import SearchIndex
    from ..models import UpdateReport

DEBOUNCE_MS = 1600
"""Changes within this time of each other are one refresh: an editor writes a post in several steps."""
QUIET_MS = 200
"""A refresh begins once nothing has changed for this long."""
LOOK_AGAIN_MS = 1000
"""How often folders are looked for that were deleted, and may have come back."""


@click.command("watch", epilog=example("watch cfa=~/archives/cfa/_posts"))
@click.argument("sources", nargs=-1, metavar="[PATH | NAME=PATH]...")
@format_option("text", "json")
@index_option
@config_option
@click.pass_obj
def command(invocation: Invocation, sources: tuple[str, ...], format_name: str) -> None:
    """Refresh the index whenever a post changes.

    The first refresh is at once. Each that changes something writes a line. Ctrl-C ends with 130, SIGTERM with 0; the
    index is whole either way.
    """
    stopped = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    with invocation.open() as index:
        _tell(index.update(sources or None), format_name)
        missing: set[str] = set()
        for _ in changes(lambda: _folders(index), index.location, stopped):
            report = _refreshed(index, missing)
            if report and (report.new or report.changed or report.renamed or report.removed or report.failed):
                _tell(report, format_name)


def changes(folders: Callable[[], list[str]], index: Path, stopped: Event) -> Iterator[None]:
    """Yield after each burst of changes in the folders, until ``stopped``.

    ``folders`` is asked again whenever one may have come or gone. Changes below ``index`` are the index's own, and
    would make it refresh for ever where it lies inside a source.
    """
    from watchfiles import DefaultFilter, watch

    kept = DefaultFilter()
    own = f"{os.path.realpath(index)}{os.sep}"

    def concerns_posts(change: Change, path: str) -> bool:
        return kept(change, path) and not os.path.realpath(path).startswith(own)

    def wakings(paths: list[str]) -> Iterator[bool]:
        """At least every `LOOK_AGAIN_MS`, whether something changed in the folders."""
        if not paths:
            stopped.wait(LOOK_AGAIN_MS / 1000)
            yield False
            return
        for found in watch(
            *paths,
            watch_filter=concerns_posts,
            debounce=DEBOUNCE_MS,
            step=QUIET_MS,
            stop_event=stopped,
            rust_timeout=LOOK_AGAIN_MS,
            yield_on_timeout=True,
        ):
            yield bool(found)

    watched: list[tuple[str, int, int]] | None = None
    while not stopped.is_set():
        there = _identities(folders())
        # What changed after the last refresh and before this watch is told by no event: refresh at the first waking.
        beginning, watched = there != watched, there
        for found in wakings([path for path, *_ in there]):
            if stopped.is_set():
                return
            moved = _identities(folders()) != there
            if found or moved or beginning:
                yield
            if moved:
                break
            beginning = False


def _identities(folders: list[str]) -> list[tuple[str, int, int]]:
    """The folders that are there, told apart from others that come to have their names."""
    there = []
    for path in folders:
        try:
            status = os.stat(path)
        except OSError:
            continue
        there.append((path, status.st_dev, status.st_ino))
    return there


def _folders(index: SearchIndex) -> list[str]:
    return [source.path for source in index.sources if source.path]


def _refreshed(index: SearchIndex, missing: set[str]) -> UpdateReport | None:
    """Refresh the sources whose folders are there; those in ``missing`` have been told already.

    A refresh that fails is reported and not the end, for what stood in its way may pass.
    """
    try:
        gone = {source.path for source in index.sources if source.path and not os.path.isdir(source.path)}
        for path in sorted(gone - missing):
            diagnostics.say(f"{path}: the folder is not there; its posts stay in the index until it comes back")
        missing.clear()
        missing.update(gone)
        there = [f"{source.name}={source.path}" for source in index.sources if source.path not in gone]
        return index.update(there if gone else None) if there else None
    except (CivicsearchError, OSError) as error:
        diagnostics.say(f"{error}; watching on")
        return None


def _tell(report: UpdateReport, format_name: str) -> None:
    for file in report.failed:
        diagnostics.say(f"{file.path}: {file.reason}")
    if format_name == "json":
        from ..formats.structured import report_json

        output.data(report_json(report))
    else:
        from .formats.report_text import summary

        output.data(f"{clock.now():%Y-%m-%d %H:%M:%S}  {summary(report)}\n")
