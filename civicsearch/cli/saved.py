"""``civicsearch saved``: the saved searches."""

from __future__ import annotations

import click

from . import output
from .context import Invocation
from .options import config_option, example, format_option, index_option


@click.command("saved", epilog=example("saved --remove weekly"))
@click.option("--remove", metavar="NAME", multiple=True, help="Forget this saved search.")
@format_option("text", "json")
@index_option
@config_option
@click.pass_obj
def command(invocation: Invocation, remove: tuple[str, ...], format_name: str) -> None:
    """List the saved searches.

    Each with how many posts match, and how many of those were not seen yet.
    """
    with invocation.open() as index:
        for name in remove:
            index.unsave(name)
        saved = index.saved()
    if format_name == "json":
        from ..formats.structured import saved_json

        output.data(saved_json(saved))
        return
    from .formats.facts_text import saved_lines

    output.page(saved_lines(saved), output.screen())
