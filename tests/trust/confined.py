"""Runs the command line in a process that may use so much time and memory and no more."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

_LIMITED = """
import resource, sys
for kind, wanted in ((resource.RLIMIT_CPU, int(sys.argv[1])), (resource.RLIMIT_AS, int(sys.argv[2]))):
    most = resource.getrlimit(kind)[1]  # whoever started this may have limits of its own
    limit = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(kind, (limit, limit))
del sys.argv[1:3]
from civicsearch.__main__ import main
main()
"""


class Ended(NamedTuple):
    """How a process ended, and what it used."""

    code: int
    """Exit code; negative is the signal that ended it."""
    out: str
    err: str
    seconds: float
    """Of processors, not of the clock."""
    peak: int
    """Bytes of memory in use at most; what the process that started it uses counts, where that is more."""


def run(*arguments: str | Path, folder: Path, seconds: int = 30, memory: int = 1 << 30) -> Ended:
    """Run ``civicsearch`` with these arguments in a folder, within processor seconds and bytes of address space."""
    environ = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", _LIMITED, str(seconds), str(memory), *map(str, arguments)]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, cwd=folder, env=environ, stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Ended(
            process.returncode,
            out.read().decode("utf-8", "replace"),
            err.read().decode("utf-8", "replace"),
            used.ru_utime + used.ru_stime,
            used.ru_maxrss * 1024,
        )
