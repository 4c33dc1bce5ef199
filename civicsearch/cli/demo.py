"""``civicsearch demo``: from nothing to a faceted search, on the posts that come with civicsearch."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from ..errors import UsageError
from ..lines import Piece
from . import output
from .context import Invocation
from .options import config_option, example, index_option

SEARCHES = (
    ("search", "open data", "--facet", "category:5", "--facet", "author:5", "--timeline", "year", "--limit", "5"),
    (
        *("search", "budget OR presupuesto OR orçamento", "--filter", "category=Policy"),
        *("--facet", "category:5", "--facet", "language", "--limit", "3"),
    ),
    ("search", "application programming interface", "--limit", "1"),
)
"""The last one is made with the synonyms of the sample."""


@click.command("demo", epilog=example("demo --index demo-index"))
@index_option
@config_option
@click.pass_obj
def command(invocation: Invocation) -> None:
    """Index the sample posts and search them.

    Each command is shown as it is run. An index that holds other posts is left alone: name another with --index.
    """
    from .. import sample
    from .main import cli

    config = invocation.config()
    sources = tuple(sample.sources())
    names = {source.name for source in sources}
    with invocation.open(config) as index:
        others = {source.name for source in index.sources} - names
        if others:
            raise UsageError(
                f"{config.index}: holds other posts ({', '.join(sorted(others))}); "
                "give the sample an index of its own: civicsearch demo --index PATH"
            )
    where = [] if config.origins["index"] == "default" else ["--index", _short(config.index)]
    paths = [f"{source.name}={_short(Path(source.path))}" for source in sources]
    synonyms = ["--synonyms", _short(sample.synonyms())]
    searches = [*SEARCHES[:-1], [*SEARCHES[-1], *synonyms]]
    for arguments in (["index", *paths, *where], *([*search, *where] for search in searches)):
        screen = output.screen()
        output.page([[Piece("$ ", "dim"), Piece(shlex.join(["civicsearch", *arguments]), "heading")]], screen)
        cli.run(arguments)
        output.page([[]], screen)


def _short(path: Path) -> str:
    """The path as one would type it here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
