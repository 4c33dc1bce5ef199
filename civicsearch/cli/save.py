"""``civicsearch save``: keep a query under a name."""

from __future__ import annotations

import click

from ..lines import counted
from ..terminal import clean
from . import output
from .context import Invocation
from .options import config_option, example, index_option
from .query_command import QueryCommand


@click.command("save", cls=QueryCommand, epilog=example("save weekly 'budget since:7d'"))
@click.argument("name")
@click.argument("query", nargs=-1, metavar="[QUERY]...")
@index_option
@config_option
@click.pass_obj
def command(invocation: Invocation, name: str, query: tuple[str, ...]) -> None:
    """Keep a query under a name.

    In queries it is saved:NAME. A name that is taken is given to the new query. What matches now counts as seen: later,
    search saved:NAME --new-since-last shows what came since.
    """
    with invocation.open() as index:
        saved = index.save(name, " ".join(query))
    output.data(f"saved:{saved.name} = {clean(saved.query) or '(every post)'} · {counted(saved.posts or 0, 'post')}\n")
