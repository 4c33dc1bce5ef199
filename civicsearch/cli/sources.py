"""``civicsearch sources``: the folders that the index was made from."""

from __future__ import annotations

import click

from . import output
from .context import Invocation
from .options import config_option, example, format_option, index_option


@click.command("sources", epilog=example("sources --format json"))
@format_option("text", "json")
@index_option
@config_option
@click.pass_obj
def command(invocation: Invocation, format_name: str) -> None:
    """List the sources with their posts and folders."""
    with invocation.open() as index:
        sources = index.stats().sources
    if format_name == "json":
        from ..formats.structured import document, source_table

        output.data(document({"schema": 1, "sources": source_table(sources)}))
        return
    from .formats.facts_text import source_lines

    output.page(source_lines(sources), output.screen())
