"""The reference of errors, from the one tree of them."""

from __future__ import annotations

import inspect

from civicsearch import errors

from .markdown import assemble, fenced, one_line, table


def page() -> str:
    """The text of ``errors.md``."""
    tree = next(part for part in inspect.cleandoc(errors.__doc__ or "").split("\n\n") if "├" in part)
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    return assemble(
        "# Errors",
        "Every error that civicsearch raises on purpose is a `CivicsearchError`. Its message is one sentence that "
        "names the path, field or query, followed by what would mend it. The command line prints that sentence and "
        "ends with the [exit code](exit-codes.md) below.",
        fenced(inspect.cleandoc(tree), "text"),
        table(
            ["error", "exit code", "raised where"],
            [[f"`{error.__name__}`", _code(error), one_line(error.__doc__)] for error in classes],
        ),
        "`UsageError` is a `ValueError` too.",
    )


def _code(error: type[Exception]) -> str:
    if issubclass(error, errors.UsageError):
        return "2"
    return "3" if issubclass(error, errors.IndexUnavailableError) else "2 or 3"
