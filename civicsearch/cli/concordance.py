"""``civicsearch concordance``: each match with the words around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..models import CONCORDANCE_SORTS
from . import diagnostics, output
from .context import Invocation
from .options import (
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
from .values import Count, OneOf

if TYPE_CHECKING:
    from ..models import Concordance

_CONTEXT = 80
"""Characters on each side where no screen says otherwise."""


@click.command(
    "concordance", cls=QueryCommand, epilog=example("concordance '\"open data\"' --sort right --neighbours 10")
)
@click.argument("query", nargs=-1, metavar="WORD...", required=True)
@click.option(
    "--sort",
    type=OneOf("ORDER", CONCORDANCE_SORTS),
    default=CONCORDANCE_SORTS[0],
    help="-date (newest first), date, left (by the words before, the nearest first), right (by those behind) or match."
    "  [default: -date]",
)
@where_option("Only matches in posts that match this query too.")
@filter_option
@click.option("--limit", type=Count(), default=20, help="Lines at most; 0 only counts.  [default: 20]")
@click.option("--offset", type=Count(), default=0, help="Leave out this many lines first.")
@click.option(
    "--context",
    type=Count(),
    help="Characters on each side at most, up to 1000.  [default: 80, or what fits on the screen]",
)
@click.option(
    "--neighbours",
    type=Count(),
    default=0,
    help="Count the N words that stand near the matches more often than elsewhere.",
)
@format_option("text", "json", "jsonl", "csv", "tsv")
@timeout_option
@index_option
@config_option
@click.pass_obj
def command(
    invocation: Invocation,
    query: tuple[str, ...],
    sort: str,
    where: str,
    filters: tuple[tuple[str, str], ...],
    limit: int,
    offset: int,
    context: int | None,
    neighbours: int,
    format_name: str,
    timeout: float | None,
) -> int:
    """Show each match with the words around it.

    WORD is a query: a word in any form, a phrase ('"open data"'), a pattern (procur*) or several. Each word of it is a
    match; those that stand beside each other are one. Matches stand below each other, so what comes before and behind
    them can be compared.

    With --neighbours, words up to five words away are counted and ranked by how much more often they stand there than
    elsewhere in the same posts. The formats csv, tsv and jsonl then have these words in place of the lines. Ends with 1
    where nothing matches.
    """
    screen = output.screen()
    if context is None:
        context = max(_CONTEXT, screen.width) if format_name == "text" else _CONTEXT
    data_of_words = bool(neighbours) and format_name in ("csv", "tsv", "jsonl")
    with invocation.open() as index:
        found = index.concordance(
            " ".join(query),
            where=where,
            filters=grouped(filters),
            sort=sort,
            limit=0 if data_of_words else limit,
            offset=offset,
            context=context,
            neighbours=neighbours,
            timeout=timeout,
        )
    if format_name != "json":
        for note in found.notes:
            diagnostics.say(note)
    if format_name == "text":
        from .formats.concordance_text import concordance_text

        output.page(concordance_text(found, screen.width, offset), screen)
    else:
        output.data(_data(format_name, found, of_words=data_of_words))
    return diagnostics.OK if found.total else diagnostics.NO_HITS


def _data(format_name: str, found: Concordance, *, of_words: bool) -> str:
    from ..formats import concordance_data

    if format_name == "json":
        return concordance_data.concordance_json(found)
    return (concordance_data.neighbours_data if of_words else concordance_data.lines_data)(found, format_name)
