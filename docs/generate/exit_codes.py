"""The exit codes, from the module that owns them."""

from __future__ import annotations

import inspect
import re

from civicsearch.cli import diagnostics

from .markdown import assemble, one_line, table

_ROW = re.compile(r"^(\d+)\s+(.*)$", re.MULTILINE)


def page() -> str:
    """The text of ``exit-codes.md``."""
    rows = _ROW.findall(inspect.cleandoc(diagnostics.__doc__ or ""))
    return assemble(
        "# Exit codes",
        table(["code", "meaning"], [[code, one_line(meaning)] for code, meaning in rows]),
        "stdout is data, stderr is talk: reports, notes on a query, progress and errors never mix with the output that "
        "a script reads. An error is one line that begins with `civicsearch:`. [Errors](errors.md) lists them.",
    )
