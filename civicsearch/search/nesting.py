"""A query tree may be nested deeper than Python's stack; that is the caller's mistake, and told as such."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import UsageError


@contextmanager
def bounded_nesting() -> Iterator[None]:
    """Raises `UsageError` where what is done within runs out of stack."""
    try:
        yield
    except RecursionError:
        raise UsageError("the query is nested too deep; use fewer levels") from None
