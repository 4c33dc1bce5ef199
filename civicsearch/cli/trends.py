"""``civicsearch trends``: what share of the posts of each period matches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from . import diagnostics, output
from .context import Invocation
from .options import (
    TIMELINE,
    config_option,
    example,
    filter_option,
    format_option,
    grouped,
    index_option,
    timeout_option,
    where_option,
)
from .query_command import QueryCommand

if TYPE_CHECKING:
    from ..models import Trends


@click.command("trends", cls=QueryCommand, epilog=example("trends '\"open data\"' procurement --by year"))
@click.argument("queries", nargs=-1, metavar="QUERY...", required=True)
@click.option(
    "--by", type=TIMELINE, default="auto", help="Length of a period: year, quarter, month or auto.  [default: auto]"
)
@click.option(
    "--share/--count",
    "share",
    default=True,
    help="Draw the share of the posts of a period, or the number of posts.  [default: --share]",
)
@where_option("Look only at posts that match this query; shares are shares of them.")
@filter_option
@format_option("text", "json", "jsonl", "csv", "tsv", "md")
@click.option("--svg", type=click.Path(), metavar="FILE", help="Also write the plot as a picture.")
@timeout_option
@index_option
@config_option
@click.pass_obj
def command(
    invocation: Invocation,
    queries: tuple[str, ...],
    by: str,
    share: bool,
    where: str,
    filters: tuple[tuple[str, str], ...],
    format_name: str,
    svg: str | None,
    timeout: float | None,
) -> int:
    """Draw how much was written about something over time.

    Each QUERY is one trend; put quotes around one of several words. A trend is the share of all posts of a year,
    quarter or month that match, so a year with many posts counts no more than one with few. A period without posts is
    a gap. The data formats have share and number, and between which shares the true one lies with 95 % confidence.
    Ends with 1 where no post matches any query.
    """
    with invocation.open() as index:
        found = index.trends(*queries, by=by, where=where, filters=grouped(filters), timeout=timeout)
    if format_name != "json":
        for note in found.notes:
            diagnostics.say(note)
    if svg is not None:
        from ..formats.trends_svg import trends_svg

        _write(Path(svg), trends_svg(found, share=share))
    if format_name == "text":
        from .formats.trends_text import trends_text

        screen = output.screen()
        output.page(trends_text(found, share=share, screen_width=screen.width), screen)
    else:
        output.data(_data(format_name, found))
    return diagnostics.OK if any(trend.total for trend in found.trends) else diagnostics.NO_HITS


def _data(format_name: str, found: Trends) -> str:
    from ..formats import trends_data

    write = {
        "json": trends_data.trends_json,
        "jsonl": trends_data.trends_lines,
        "csv": trends_data.trends_csv,
        "tsv": trends_data.trends_tsv,
        "md": trends_data.trends_markdown,
    }
    return write[format_name](found)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: the picture cannot be written ({error.strerror}); name another file") from None
