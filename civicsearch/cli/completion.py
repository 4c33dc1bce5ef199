"""``civicsearch completion``: what makes a shell complete commands, options, facets and their values."""

from __future__ import annotations

import os

import click

from . import output
from .values import OneOf

SHELLS = ("bash", "zsh", "fish")


@click.command("completion", epilog='\b\nExample, in ~/.bashrc:\n  eval "$(civicsearch completion bash)"')
@click.argument("shell", metavar="[bash|zsh|fish]", type=OneOf("SHELL", SHELLS), required=False)
def command(shell: str | None) -> None:
    """Print a completion script for a shell.

    Without a name, for the shell you use. Have it read when the shell starts: in ~/.bashrc, in ~/.zshrc, or as
    ~/.config/fish/completions/civicsearch.fish.
    """
    from click.shell_completion import ShellComplete, get_completion_class

    from . import COMPLETION_VARIABLE
    from .main import cli

    used = os.path.basename(os.environ.get("SHELL", ""))
    name = shell or (used if used in SHELLS else "bash")
    kind = get_completion_class(name)
    if kind is None:
        raise click.UsageError(f"there is no completion for {name}")
    # The base class's method: bash's own first runs bash to ask its version, and prints a warning into the script.
    output.data(ShellComplete.source(kind(cli, {}, "civicsearch", COMPLETION_VARIABLE)))
