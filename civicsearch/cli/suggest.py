"""``civicsearch suggest``: ways to complete a query."""

from __future__ import annotations

import click

from . import diagnostics, output
from .context import Invocation
from .options import config_option, example, format_option, index_option
from .query_command import QueryCommand
from .values import Count


@click.command("suggest", cls=QueryCommand, epilog=example("suggest open auth"))
@click.argument("query", nargs=-1, metavar="[PREFIX]...")
@click.option("--limit", type=Count(), default=10, help="Suggestions at most.  [default: 10]")
@format_option("text", "json")
@index_option
@config_option
@click.pass_obj
def command(invocation: Invocation, query: tuple[str, ...], limit: int, format_name: str) -> int:
    """Complete the last word of a query.

    PREFIX is a query as far as it is typed. Field names and words of the index are suggested, and behind a field its
    values; words and values by the number of posts that have them. Ends with 1 where there is nothing to suggest.
    """
    typed = " ".join(query)
    with invocation.open() as index:
        suggestions = index.suggest(typed, limit=limit)
    if format_name == "json":
        from ..formats.structured import suggestions_json

        output.data(suggestions_json(typed, suggestions))
    else:
        from .formats.facts_text import suggestion_lines

        output.page(suggestion_lines(typed, suggestions), output.screen())
    return diagnostics.OK if suggestions else diagnostics.NO_HITS
