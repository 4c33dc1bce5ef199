"""``civicsearch stats``: how large and how fresh an index is."""

from __future__ import annotations

import click

from . import output
from .context import Invocation
from .options import config_option, example, format_option, index_option


@click.command("stats", epilog=example("stats --format json"))
@format_option("text", "json")
@index_option
@config_option
@click.pass_obj
def command(invocation: Invocation, format_name: str) -> None:
    """Show size, age and sources of the index."""
    with invocation.open() as index:
        stats = index.stats()
        location = str(index.location)
    if format_name == "json":
        from ..formats.structured import stats_json

        output.data(stats_json(stats, location))
        return
    from .formats.facts_text import fact_lines, size, source_lines

    screen = output.screen()
    facts = {
        "index": location,
        "posts": f"{stats.posts:,}",
        "words": f"{stats.words:,}",
        "size": size(stats.bytes),
        "updated": f"{stats.updated.astimezone():%Y-%m-%d %H:%M}",
        "generation": f"{stats.generation:,}",
    }
    output.page([*fact_lines(facts), [], *source_lines(stats.sources)], screen)
