"""When a search gives up: once its time is over, or when whoever asked has called it off.

A search asks between its steps, for a step of NumPy cannot be broken off; so do trends, concordances, similar posts,
completion, and what is told of saved searches. Asking costs 60 ns, and there are some hundred steps in a long search.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from .errors import SearchStoppedError, UsageError

Stop = Callable[[], None]
"""Called between two steps; raises `SearchStoppedError` where there is to be no further one."""


def go_on() -> None:
    """The `Stop` of a search that may take as long as it takes."""


def stop_of(timeout: float | None, cancelled: Callable[[], bool] | None) -> Stop:
    """The `Stop` of a search that begins now; ``timeout`` is in seconds. Raises `UsageError` for none or fewer."""
    if timeout is not None and not timeout > 0:
        raise UsageError(f"timeout {timeout:g}: it is in seconds, above 0")
    if timeout is None and cancelled is None:
        return go_on
    over = float("inf") if timeout is None else time.monotonic() + timeout

    def stop() -> None:
        if cancelled is not None and cancelled():
            raise SearchStoppedError("the search was called off")
        if time.monotonic() >= over:
            raise SearchStoppedError(
                f"the search was stopped after {timeout:g} s; use fewer or longer patterns, or allow more time"
            )

    return stop
