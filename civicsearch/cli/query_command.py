"""Commands whose arguments are a query."""

from __future__ import annotations

import click


class QueryCommand(click.Command):
    """A command whose words may begin with ``-``: ``civicsearch search budget -agile``.

    A word with one dash is part of the query unless it is one of the command's own short options; with two dashes it
    is an option. After ``--`` everything is query.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        valued = {name for option in options if not option.is_flag for name in option.opts}
        known = {name for option in options for name in option.opts}
        given: list[str] = []
        words: list[str] = []
        rest = iter(args)
        for word in rest:
            if word == "--":
                words.extend(rest)
            elif word in valued:
                value = next(rest, None)
                if value is None:
                    # Left at the end, so that click says that its value is missing.
                    return super().parse_args(ctx, [*given, word])
                given += (word, value)
            elif word in known or word.startswith("--"):
                given.append(word)
            else:
                words.append(word)
        return super().parse_args(ctx, [*given, "--", *words])
