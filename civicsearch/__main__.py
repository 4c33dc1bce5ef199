"""``python -m civicsearch`` is the command ``civicsearch``: a process of its own, which begins and ends quickly."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # without `typing`, which takes 3 ms
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["main"]

COLLECT_AFTER = 50_000
"""Objects made between two looks for garbage; with Python's 700 the looks cost 5 % of a search, most of it imports."""


def main() -> NoReturn:
    """Run the command line that this process was started with, and end the process."""
    gc.set_threshold(COLLECT_AFTER)
    try:
        code = _refreshed_at_once()
        if code is not None:
            sys.exit(code)
        # NumPy's linear algebra, which nothing here uses, starts a thread a processor and lets it wait busily.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from .cli.main import main as run

        run()
    except KeyboardInterrupt:  # before there was anybody to tell it better
        sys.stderr.write("civicsearch: interrupted\n")
        sys.exit(130)
    except SystemExit as ending:
        if isinstance(ending.code, int) and _is_alone():
            os._exit(ending.code)
        raise


def _refreshed_at_once() -> int | None:
    """The exit code of a refresh that found nothing to do before more was loaded; None for all that takes longer."""
    words = sys.argv[1:]
    if "index" not in words:
        return None
    from .cli.refreshed import at_once

    try:
        return at_once(words)
    except OSError:
        return None  # whoever writes to stdout next is told the same, and knows what to make of it
    except KeyboardInterrupt:
        from .cli import diagnostics

        diagnostics.say("interrupted")
        return diagnostics.INTERRUPTED


def _is_alone() -> bool:
    """Whether nothing is left to do, so that the process may end without first taking apart what it has loaded.

    That would take a tenth of a search. It is left to Python where threads or processes were started, where somebody
    traces or profiles, and where what was written cannot be flushed.
    """
    threading = sys.modules.get("threading")
    if (threading is not None and threading.active_count() > 1) or "multiprocessing" in sys.modules:
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
