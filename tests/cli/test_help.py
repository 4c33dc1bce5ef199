"""Help: every command has one, on 80 columns, with an example that can be run."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from civicsearch.cli.main import COMMANDS, cli

from .conftest import Run


def test_the_whole_is_introduced_with_every_command(run: Run) -> None:
    text = run("--help").stdout
    assert re.findall(r"^  ([a-z]+)  ", text.partition("Commands:")[2], re.MULTILINE) == list(COMMANDS)
    assert "..." not in text.partition("Commands:")[2], "a summary is cut short"


def test_without_anything_help_is_shown_and_the_request_is_wrong(run: Run) -> None:
    result = run()
    assert result.exit_code == 2
    assert "Commands:" in result.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_on_80_columns_with_an_example(run: Run, name: str) -> None:
    text = run(name, "--help").stdout
    assert all(len(line) <= 80 for line in text.splitlines())
    assert text.rstrip().rpartition("\n")[2].strip().removeprefix('eval "$(').startswith(f"civicsearch {name}")
    assert run(name, "-h").stdout == text


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_is_understood(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.epilog is not None
    example = command.epilog.rpartition("\n")[2].strip().removeprefix('eval "$(').removesuffix(')"')
    context = command.make_context(name, shlex.split(example)[2:])
    assert context.params is not None


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_says_what_it_is_for(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts}"
            assert option.help.rstrip().endswith((".", "]")), f"{name} {option.opts}"


def test_a_slip_in_a_command_is_told(run: Run) -> None:
    result = run("serch", "x")
    assert (result.exit_code, result.stderr) == (
        2,
        'civicsearch: there is no command "serch"; did you mean "search"?\n',
    )
    assert 'civicsearch search "open data"' in run("open data").stderr


def test_the_version_is_printed(run: Run) -> None:
    assert re.fullmatch(r"civicsearch \d+\.\d+\S* \((no )?compiled kernels\)\n", run("--version").stdout)
