"""``civicsearch tui``: the one command that starts the terminal UI."""

from __future__ import annotations

from importlib import import_module

import click

from ..errors import UsageError
from .context import Invocation
from .options import config_option, example, index_option
from .query_command import QueryCommand


@click.command("tui", cls=QueryCommand, epilog=example('tui "open data"'))
@click.argument("query", nargs=-1, metavar="[QUERY]...")
@index_option
@config_option
@click.pass_obj
def command(invocation: Invocation, query: tuple[str, ...]) -> None:
    """Search in the terminal UI, beginning with QUERY."""
    config = invocation.config()
    try:
        app = import_module("civicsearch.tui.app")
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("civicsearch.tui"):
            raise UsageError("the terminal UI is not in this version; search with: civicsearch search QUERY") from error
        raise
    app.run(config, " ".join(query))
