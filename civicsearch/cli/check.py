"""``civicsearch check``: whether an index is whole."""

from __future__ import annotations

import click

from ..lines import Piece
from . import diagnostics, output
from .context import Invocation
from .options import config_option, example, format_option, index_option


@click.command("check", epilog=example("check"))
@format_option("text", "json")
@index_option
@config_option
@click.pass_obj
def command(invocation: Invocation, format_name: str) -> int:
    """Verify the checksums of the index, and what it says.

    Ends with 0 where no fault is found, else with 3: each damaged file is named on stderr. Nothing is changed.
    """
    with invocation.open() as index:
        report = index.check()
    if format_name == "json":
        from ..formats.structured import check_json

        output.data(check_json(report))
    else:
        from ..lines import counted

        found = "no fault found" if not report.faults else counted(len(report.faults), "fault") + " found"
        posts, segments = counted(report.posts, "post"), counted(report.segments, "segment")
        output.page([[Piece(f"{posts} in {segments}: {found}")]], output.screen())
    for fault in report.faults:
        diagnostics.say(fault)
    return diagnostics.UNAVAILABLE if report.faults else diagnostics.OK
