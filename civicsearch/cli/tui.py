"""``civicsearch tui``: the one command that starts the terminal UI."""

from __future__ import annotations

from importlib import import_module

import click

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
    app = import_module("civicsearch.tui.app")  # by name: Textual is loaded only now
    app.run(invocation.config(), " ".join(query))
