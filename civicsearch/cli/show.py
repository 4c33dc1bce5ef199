"""``civicsearch show``: one post, whole."""

from __future__ import annotations

import click

from . import output
from .context import Invocation
from .options import config_option, example, format_option, index_option


@click.command("show", epilog=example("show cfa/_posts/2014-07-16-open-data.md --format md"))
@click.argument("post_id", metavar="ID")
@format_option("text", "json", "md")
@index_option
@config_option
@click.pass_obj
def command(invocation: Invocation, post_id: str, format_name: str) -> None:
    """Show one post.

    Its ID stands below each hit: the source, a slash, the path of the file."""
    with invocation.open() as index:
        post = index.post(post_id)
    if format_name == "json":
        from ..formats.structured import post_json

        output.data(post_json(post))
    elif format_name == "md":
        from ..formats.markdown import post_markdown

        output.data(post_markdown(post))
    else:
        from .formats.post_text import post_text

        screen = output.screen()
        output.page(post_text(post, screen.width), screen)
