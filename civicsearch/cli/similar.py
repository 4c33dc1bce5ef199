"""``civicsearch similar``: posts like another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

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
from .values import Count

if TYPE_CHECKING:
    from ..api import SearchIndex
    from ..models import SimilarPosts


@click.command("similar", epilog=example("similar cfa/_posts/2014-07-16-open-data.md --filter year=2015"))
@click.argument("post_id", metavar="ID")
@where_option("Only posts that match this query.")
@filter_option
@click.option("--limit", type=Count(), default=10, help="Posts at most.  [default: 10]")
@format_option("text", "json", "jsonl", "csv", "tsv", "md", "paths")
@timeout_option
@index_option
@config_option
@click.pass_obj
def command(
    invocation: Invocation,
    post_id: str,
    where: str,
    filters: tuple[tuple[str, str], ...],
    limit: int,
    format_name: str,
    timeout: float | None,
) -> int:
    """Find posts like another one.

    Its ID stands below each hit of a search. Posts are found by the words that tell most about it; of each the words
    that both have are shown. Copies and translations are told beside the post that they are a version of, and are no
    posts of their own here. Ends with 1 where there is nothing like it.
    """
    with invocation.open() as index:
        found = index.similar(post_id, limit, where=where, filters=grouped(filters), timeout=timeout)
        if format_name != "json":
            for note in found.notes:
                diagnostics.say(note)
        if format_name == "text":
            from .formats.similar_text import similar_text

            screen = output.screen()
            output.page(similar_text(found, index.post(post_id).title, screen.width), screen)
        else:
            output.data(
                _data(format_name, found, index),
                undecodable="surrogateescape" if format_name == "paths" else "backslashreplace",
            )
    return diagnostics.OK if found.posts or found.versions else diagnostics.NO_HITS


def _data(format_name: str, found: SimilarPosts, index: SearchIndex) -> str:
    hits = [post.hit for post in found.posts]
    if format_name in ("md", "paths"):
        from ..formats.markdown import search_markdown
        from ..formats.paths import file_of, search_paths
        from ..models import SearchResults

        folders = {source.name: source.path for source in index.sources}
        if format_name == "paths":
            return search_paths(hits, folders, null=False, for_reading=output.is_terminal())
        title = f"Like {index.post(found.id).title}"
        return search_markdown(SearchResults(title, len(hits), tuple(hits)), lambda hit: file_of(hit, folders))
    from ..formats import similar_data

    write = {
        "json": similar_data.similar_json,
        "jsonl": similar_data.similar_lines,
        "csv": similar_data.similar_csv,
        "tsv": similar_data.similar_tsv,
    }
    return write[format_name](found)
