"""A query tree may be nested deeper than Python's stack; that is the caller's mistake, and told as such."""

from __future__ import annotations

from types import TracebackType

from ..errors import UsageError


class BoundedNesting:
    """Raises `UsageError` where what is done within runs out of stack.

    A class, as every search passes here: a generator with `contextmanager` took 3 µs, and more once other programs had
    used the processor's caches.
    """

    __slots__ = ()

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is RecursionError:
            raise UsageError("the query is nested too deep; use fewer levels") from None


bounded_nesting = BoundedNesting()
