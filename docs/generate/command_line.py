"""The command reference, from the commands as click knows them."""

from __future__ import annotations

import inspect
import re

import click

from civicsearch.cli.main import COMMANDS, cli

from .markdown import assemble, fenced, one_line, table

_EVERYWHERE = frozenset({"--index", "--config", "--help"})
"""Options that are described once, at the top of the page."""
_DEFAULT = re.compile(r"\s*\[default: ([^\]]*)\]\.?$")


def page() -> str:
    """The text of ``cli.md``."""
    context = cli.make_context("civicsearch", [], resilient_parsing=True)
    return assemble(
        "# Commands",
        _description(cli),
        "`python -m civicsearch` is the same command. How a run ends is told by its [exit code](exit-codes.md); what a "
        "query may hold is in [the query language](query-language.md).",
        table(
            ["command", "does"],
            [
                [f"[`{name}`](#civicsearch-{name})", _command(context, name).get_short_help_str(200)]
                for name in COMMANDS
            ],
        ),
        "## Options of all commands",
        "`--index` and `--config` may stand before or after the command's name. Only `completion` does without them.",
        _options(cli, context, skipped=frozenset()),
        *(_section(_command(context, name), context) for name in COMMANDS),
    )


def _command(context: click.Context, name: str) -> click.Command:
    command = cli.get_command(context, name)
    if command is None:
        raise LookupError(name)
    return command


def _section(command: click.Command, parent: click.Context) -> str:
    context = click.Context(command, info_name=command.name, parent=parent)
    usage = " ".join(["civicsearch", command.name or "", *command.collect_usage_pieces(context)])
    example = (command.epilog or "").rpartition("\n")[2].strip()
    parts = [
        f"## civicsearch {command.name}",
        fenced(usage, "text"),
        _description(command),
        _options(command, context, skipped=_EVERYWHERE),
        fenced(example, "sh"),
    ]
    return "\n\n".join(part for part in parts if part)


def _description(command: click.Command) -> str:
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(command.help or ""))
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _options(command: click.Command, context: click.Context, *, skipped: frozenset[str]) -> str:
    options = [
        option
        for option in command.get_params(context)
        if isinstance(option, click.Option) and not skipped.intersection(option.opts)
    ]
    return table(["option", "meaning"], [_row(option, context) for option in options]) if options else ""


def _row(option: click.Option, context: click.Context) -> list[str]:
    value = "" if option.is_flag else f" {option.make_metavar(context)}"
    names = ", ".join(f"`{name}{value}`" for name in (*sorted(option.opts, key=len), *option.secondary_opts))
    return [names, _DEFAULT.sub(r" Default: \1.", one_line(option.help))]
