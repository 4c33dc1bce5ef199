"""``civicsearch search``: one search, in every form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from ..formats.relaxed import relaxed_told
from . import diagnostics, output
from .context import Invocation
from .options import (
    SORT,
    TIMELINE,
    config_option,
    example,
    filter_option,
    format_option,
    grouped,
    index_option,
    timeout_option,
)
from .query_command import QueryCommand
from .values import Count, Facet

if TYPE_CHECKING:
    from ..api import SearchIndex
    from ..models import SearchResults

FORMATS = ("text", "json", "jsonl", "csv", "tsv", "md", "paths", "atom")
WITHOUT_FACETS = ("jsonl", "csv", "tsv", "paths", "atom")
"""Formats of hits alone; facets and timeline are not counted for them."""


@click.command("search", cls=QueryCommand, epilog=example('search "open data" --facet category --filter year=2014'))
@click.argument("query", nargs=-1, metavar="[QUERY]...")
@click.option(
    "--facet", "facets", type=Facet(), multiple=True, help="Count posts by this field, for its N most frequent values."
)
@filter_option
@click.option(
    "--sort",
    type=SORT,
    help="relevance, date (oldest first), -date (newest first), title or -title.  "
    "[default: relevance; -date where the query has no words]",
)
@click.option("--limit", type=Count(), default=20, help="Hits at most; 0 only counts.  [default: 20]")
@click.option("--offset", type=Count(), default=0, help="Leave out this many hits first.")
@click.option("--timeline", type=TIMELINE, help="Count posts over time, by year, quarter, month or auto.")
@format_option(*FORMATS)
@click.option("-0", "--null", is_flag=True, help="Paths, each ended by a zero byte: for xargs -0.")
@click.option("--synonyms", type=click.Path(), metavar="FILE", help="Search the synonyms of this file too.")
@click.option("--no-synonyms", is_flag=True, help="Leave out the synonyms of the settings.")
@click.option(
    "--new-since-last",
    "new",
    is_flag=True,
    help="Of one saved search, only posts that were not shown so before.",
)
@click.option(
    "--as-you-type",
    is_flag=True,
    help="Read the last word also as the beginning of a longer one, as the terminal UI does.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Also say how the query was read: each clause with its posts and the words it stands for; where nothing is "
    "found, what to leave out.",
)
@timeout_option
@index_option
@config_option
@click.pass_obj
def command(
    invocation: Invocation,
    query: tuple[str, ...],
    facets: tuple[str, ...],
    filters: tuple[tuple[str, str], ...],
    sort: str | None,
    limit: int,
    offset: int,
    timeline: str | None,
    format_name: str,
    null: bool,
    synonyms: str | None,
    no_synonyms: bool,
    new: bool,
    as_you_type: bool,
    explain: bool,
    timeout: float | None,
) -> int:
    """Search the posts.

    Several words are one query; none finds every post. A dash leaves posts out: budget -agile. For a phrase, put
    single quotes around the double ones: '"open data" budget'. Ends with 1 where nothing is found.

    With --new-since-last and saved:NAME as the whole query, only what was not shown before is shown, and counts as seen
    from then on; --limit 0 counts it and leaves it new.

    The format text is for reading, and shows 10 values of a facet unless N says otherwise; the others have all. The
    format paths is the absolute path of each hit's file.
    """
    if null:
        format_name = "paths"
    if (facets or timeline) and format_name in WITHOUT_FACETS:
        diagnostics.say(f"the format {format_name} has hits only; facets and timeline are in text, json and md")
        facets, timeline = (), None
    invocation.synonyms = synonyms
    name = _saved_name(query, filters, offset) if new else None
    with invocation.open() as index:
        wanted: dict[str, Any] = {
            "facets": [facet.partition(":")[0] for facet in facets] if format_name == "text" else facets,
            "sort": sort,
            "limit": limit,
            "timeline": timeline,
            "explain": explain,
            "timeout": timeout,
        }
        if name is not None:
            results = index.new_in(name, **wanted)
        else:
            results = index.search(
                " ".join(query),
                filters=grouped(filters),
                offset=offset,
                synonyms=not no_synonyms,
                as_you_type=as_you_type,
                **wanted,
            )
        if format_name != "json":
            for note in results.notes:
                diagnostics.say(note)
            if format_name not in ("text", "json", "md") and (told := relaxed_told(results)):
                diagnostics.say(told)
            if results.did_you_mean:
                diagnostics.say(f"did you mean: {results.did_you_mean}")
        if results.explanation and format_name not in ("text", "json"):
            from .formats.explanation_text import explanation_text

            diagnostics.talk(explanation_text(results.explanation))
        if format_name == "text":
            _write_text(results, offset, facets)
        elif format_name == "paths":
            _write_paths(results, index, null)
        else:
            output.data(_data(format_name, results, index))
        if name is not None and results.hits:
            # Only now: what could not be written was not seen.
            index.mark_seen(name, [hit.id for hit in results.hits])
    return diagnostics.OK if results.total else diagnostics.NO_HITS


def _saved_name(query: tuple[str, ...], filters: tuple[tuple[str, str], ...], offset: int) -> str:
    """The name of the saved search that is asked for what is new."""
    prefix, _, name = " ".join(query).strip().partition(":")
    if prefix.lower() != "saved" or not name or filters or offset:
        raise UsageError(
            "--new-since-last is for one saved search as it is, without filter and offset: "
            "civicsearch search saved:NAME --new-since-last"
        )
    return name.strip('"')


def _write_text(results: SearchResults, offset: int, facets: tuple[str, ...]) -> None:
    from .formats.facets_text import limits
    from .formats.text import search_text

    screen = output.screen()
    lines = search_text(results, screen_width=screen.width, offset=offset, facet_limits=limits(facets))
    if results.explanation:
        from .formats.explanation_text import explanation_lines

        lines = [*explanation_lines(results.explanation, screen.width), [], *lines]
    output.page(lines, screen)


def _write_paths(results: SearchResults, index: SearchIndex, null: bool) -> None:
    from ..formats.paths import search_paths

    for_reading = not null and output.is_terminal()
    paths = search_paths(results.hits, _folders(index), null=null, for_reading=for_reading)
    output.data(paths, undecodable="surrogateescape")
    without = sum(not hit.path for hit in results.hits)
    if without:
        diagnostics.say(f"{without:,} of the hits come from no file, and have no path")


def _data(format_name: str, results: SearchResults, index: SearchIndex) -> str:
    if format_name in {"csv", "tsv"}:
        from ..formats import tables

        return tables.search_csv(results) if format_name == "csv" else tables.search_tsv(results)
    if format_name == "md":
        from ..formats.markdown import search_markdown
        from ..formats.paths import file_of

        folders = _folders(index)
        return search_markdown(results, lambda hit: file_of(hit, folders))
    if format_name == "atom":
        from ..formats.atom import search_atom

        return search_atom(results, index.stats().updated)
    from ..formats import structured

    return structured.search_json(results) if format_name == "json" else structured.search_lines(results)


def _folders(index: SearchIndex) -> dict[str, str]:
    return {source.name: source.path for source in index.sources}
