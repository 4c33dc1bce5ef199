"""The command ``civicsearch``: its global options, and its commands, each imported when it is named."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from ..config import nearest
from . import COMPLETION_VARIABLE, diagnostics, output
from .context import Invocation
from .options import config_option, index_option

COMMANDS = (
    "index", "watch", "sources", "forget",
    "search", "suggest", "save", "saved", "facets", "show", "similar", "trends", "concordance", "stats", "check",
    "tui", "demo", "config", "completion",
)  # fmt: skip
"""In the order of a first reading: make an index, search it, the rest. Each is a module with a ``command``."""


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f".{cmd_name}", __package__).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            remedy = nearest(name, COMMANDS) or f'; to search for it: civicsearch search "{name}"'
            raise click.UsageError(f'there is no command "{name}"{remedy}', ctx=None)
        return super().resolve_command(ctx, args)

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]
        """Run a command line and end the process with its exit code."""
        if COMPLETION_VARIABLE in os.environ:
            super().main(args, **{**extra, "prog_name": "civicsearch", "complete_var": COMPLETION_VARIABLE})
        given = list(sys.argv[1:] if args is None else args)
        sys.exit(diagnostics.guard(lambda: self.run(given)))

    def run(self, args: list[str]) -> int | None:
        """Run a command line inside this process; errors are raised, the exit code is returned."""
        with self.make_context("civicsearch", args) as context:
            code = self.invoke(context)
        return code if isinstance(code, int) else None


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from .. import __version__, native

        way = "compiled kernels" if native.kernels else "no compiled kernels"
        output.data(f"civicsearch {__version__} ({way})\n")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='\b\nBegin with:\n  civicsearch index PATH\n  civicsearch search "open data" --facet category',
)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version,
              help="Print the version, whether compiled kernels are used, and exit.")  # fmt: skip
@config_option
@index_option
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Faceted search of Markdown blog archives.

    Index folders of posts once, refresh them with one command, and search them by words, facets and time.

    The index is where --index says, else CIVICSEARCH_INDEX, else civicsearch.toml, else ./index. Settings are in the
    nearest civicsearch.toml, unless --config or CIVICSEARCH_CONFIG names another file.
    """
    ctx.ensure_object(Invocation)


def main() -> NoReturn:
    """Entry point of the command ``civicsearch``."""
    cli.main()
