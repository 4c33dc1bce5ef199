"""Kernels in C for what whole arrays do slowly, and whether they are there.

They are optional: where no compiler was found at installation, or ``CIVICSEARCH_PURE`` is set, `kernels` is None and
the same work is done by NumPy and Python, with the same results to the byte.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # without `typing`, which takes 3 ms
if TYPE_CHECKING:
    from types import ModuleType

PURE = "CIVICSEARCH_PURE"
"""Environment variable: any value but the empty one chooses the way without kernels."""
VERSION = 9
"""Changes with the kernels, as the number of the same name in ``kernels.h``: a library of another time is not used."""


def _load() -> ModuleType | None:
    if os.environ.get(PURE):
        return None
    try:
        from . import _kernels
    except ImportError:
        return None
    return _kernels if getattr(_kernels, "VERSION", 0) == VERSION else None


kernels: ModuleType | None = _load()
"""The kernels that ``_kernels.pyi`` describes, or None."""
