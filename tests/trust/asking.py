"""Something for a search to ask whether it is still wanted."""

from __future__ import annotations

import itertools
from collections.abc import Callable


def calls_until(limit: float) -> tuple[Callable[[], bool], list[int]]:
    """Something to ask that says yes from a number of calls on, and the calls so far."""
    calls: list[int] = []
    counter = itertools.count(1)

    def cancelled() -> bool:
        calls.append(next(counter))
        return len(calls) >= limit

    return cancelled, calls
