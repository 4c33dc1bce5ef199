"""``civicsearch forget``: take a source out of the index."""

from __future__ import annotations

import click

from ..lines import counted
from . import output
from .context import Invocation
from .options import config_option, example, index_option


@click.command("forget", epilog=example("forget cfa"))
@click.argument("source")
@index_option
@config_option
@click.pass_obj
def command(invocation: Invocation, source: str) -> None:
    """Take a source out of the index.

    Its files stay as they are. A source that civicsearch.toml names comes back with the next refresh, unless it is
    taken out there too.
    """
    with invocation.open() as index:
        removed = index.forget(source)
    output.data(f"{counted(removed, 'post')} of {source} removed from the index\n")
