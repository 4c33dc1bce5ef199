"""``python -m civicsearch`` is the command ``civicsearch``: a process of its own, which begins and ends quickly."""

from __future__ import annotations

import gc
import os
import sys
import threading
from typing import NoReturn

__all__ = ["main"]

COLLECT_AFTER = 50_000
"""Objects made between two looks for garbage; with Python's 700 the looks cost 5 % of a search, most of it imports."""


def main() -> NoReturn:
    """Run the command line that this process was started with, and end the process."""
    gc.set_threshold(COLLECT_AFTER)
    from .cli.main import main as run

    try:
        run()
    except SystemExit as ending:
        if isinstance(ending.code, int) and _is_alone():
            os._exit(ending.code)
        raise


def _is_alone() -> bool:
    """Whether nothing is left to do, so that the process may end without first taking apart what it has loaded.

    That would take a tenth of a search. It is left to Python where threads or processes were started, where somebody
    traces or profiles, and where what was written cannot be flushed.
    """
    if threading.active_count() > 1 or "multiprocessing" in sys.modules:
        return False
    if sys.gettrace() is not None or sys.getprofile() is not None or sys.flags.interactive:
        return False
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return False
    return True


if __name__ == "__main__":
    main()
