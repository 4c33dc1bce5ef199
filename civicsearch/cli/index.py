"""``civicsearch index``: make the index, or bring it up to date."""

from __future__ import annotations

import os

import click

from . import diagnostics
from .context import Invocation
from .options import config_option, example, format_option, index_option
from .refreshed import tell


@click.command("index", epilog=example("index cfa=~/archives/cfa/_posts ~/archives/18f"))
@click.argument("sources", nargs=-1, metavar="[PATH | NAME=PATH]...")
@click.option("--rebuild", is_flag=True, help="Build the whole index anew, from all its sources.")
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Processes that read posts [all processors].")
@click.option("--verbose", is_flag=True, help="List every warning and every file left out.")
@click.option("--quiet", is_flag=True, help="Write no report and no progress; errors only.")
@format_option("text", "json")
@index_option
@config_option
@click.pass_obj
def command(
    invocation: Invocation,
    sources: tuple[str, ...],
    rebuild: bool,
    jobs: int | None,
    verbose: bool,
    quiet: bool,
    format_name: str,
) -> int:
    """Index folders of posts, or refresh them.

    A source is a folder of Markdown posts. Its name is the folder's unless NAME= says otherwise. Without any, all
    known sources are refreshed. Only new and changed posts are read. Searches go on meanwhile, and an interrupted run
    leaves the index as it was.

    Ends with 1 where posts could not be read; the others are indexed all the same.
    """
    from .progress import ProgressBar

    with invocation.open() as index, ProgressBar(shown=not quiet) as progress:
        report = index.update(sources or None, rebuild=rebuild, jobs=jobs or os.cpu_count() or 1, progress=progress)
    for file in report.failed if verbose else report.failed[:10]:
        diagnostics.say(f"{file.path}: {file.reason}")
    if not verbose and len(report.failed) > 10:
        diagnostics.say(f"{len(report.failed) - 10:,} more posts could not be read; --verbose lists them")
    if not quiet:
        tell(report, verbose=verbose, format_name=format_name)
    return diagnostics.UNREADABLE_POSTS if report.failed else diagnostics.OK
