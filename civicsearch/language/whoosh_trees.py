"""Loads `whoosh.query` without the parts of Whoosh that a tree seldom needs: importing this module does it.

`whoosh.query` imports Whoosh's storage, columns, analysers and English word forms, for a name or two of each. They take
17 ms of a cold search, which uses none. While the trees load, stand-ins give names that fetch the real thing when
they are first used; afterwards the stand-ins are gone from `sys.modules`, so whoever imports those parts gets them.
Where a program has loaded Whoosh already, nothing is done.
"""

from __future__ import annotations

import sys
import threading
from importlib import import_module
from types import ModuleType
from typing import Any

PARTS = ("whoosh.analysis", "whoosh.columns", "whoosh.filedb.filestore", "whoosh.lang.morph_en")
"""They are imported by `whoosh.query` and `whoosh.reading`, which call them, and neither derive from them nor ask what
is an instance of them."""

_lock = threading.Lock()


class _Later:
    """A class or function of a part, fetched when it is used."""

    def __init__(self, part: str, name: str) -> None:
        self._place = part, name

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self._real()(*given, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)

    def _real(self) -> Any:
        part, name = self._place
        return getattr(import_module(part), name)


class _StandIn(ModuleType):
    """In the place of a part while the trees load."""

    def __getattr__(self, name: str) -> _Later:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Later(self.__name__, name)


def _load() -> None:
    with _lock:
        if "whoosh" in sys.modules:
            return
        for part in PARTS:
            sys.modules[part] = _StandIn(part)
        try:
            import_module("whoosh.query")
        finally:
            for part in PARTS:
                if isinstance(sys.modules.get(part), _StandIn):
                    del sys.modules[part]


_load()
