"""``civicsearch facets``: the values of facets, without hits."""

from __future__ import annotations

import click

from . import diagnostics, output
from .context import Invocation
from .options import config_option, example, filter_option, format_option, grouped, index_option, timeout_option
from .values import Facet


@click.command("facets", epilog=example('facets author:20 year --query "open data" --format csv'))
@click.argument("fields", nargs=-1, type=Facet(), metavar="[FIELD[:N]]...")
@click.option("--query", default="", metavar="QUERY", help="Count only posts that match.")
@filter_option
@format_option("text", "json", "csv", "tsv")
@timeout_option
@index_option
@config_option
@click.pass_obj
def command(
    invocation: Invocation,
    fields: tuple[str, ...],
    query: str,
    filters: tuple[tuple[str, str], ...],
    format_name: str,
    timeout: float | None,
) -> int:
    """Count the posts of each facet value.

    Fields are category, tag, author, year, month, source and language; without FIELD, all but month. The format text
    shows 10 values of each unless N says otherwise; the others have all.
    """
    fields = fields or ("category", "tag", "author", "year", "source", "language")
    with invocation.open() as index:
        results = index.search(
            query,
            filters=grouped(filters),
            facets=[field.partition(":")[0] for field in fields] if format_name == "text" else fields,
            limit=0,
            timeout=timeout,
        )
    if format_name != "json":
        for note in results.notes:
            diagnostics.say(note)
    if format_name == "text":
        from .formats.facets_text import limits
        from .formats.text import search_text

        screen = output.screen()
        output.page(search_text(results, screen_width=screen.width, facet_limits=limits(fields)), screen)
    elif format_name == "json":
        from ..formats.structured import facets_json

        output.data(facets_json(results))
    else:
        from ..formats import tables

        write = tables.facets_csv if format_name == "csv" else tables.facets_tsv
        output.data(write(results.facets))
    return diagnostics.OK if results.total else diagnostics.NO_HITS
