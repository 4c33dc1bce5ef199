"""Runs a program in which the network, other programs and writing outside of some folders are forbidden.

An audit hook of the interpreter sees every socket, process and opened file, also those of libraries in C that go
through Python. What is forbidden is written to standard error and ends the process with 99.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FORBIDDEN = 99

_HOOK = """
import os, sys
allowed = [os.path.realpath(folder) for folder in sys.argv[1].split(os.pathsep) if folder]
del sys.argv[1]

def inside(path):
    if isinstance(path, int) or path is None:
        return True
    real = os.path.realpath(os.fsdecode(path))
    return real == os.devnull or any(real == folder or real.startswith(folder + os.sep) for folder in allowed)

def end(event, arguments):
    os.write(2, f"forbidden: {event} {arguments!r}\\n".encode("utf-8", "replace"))
    os._exit(99)

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "os.link", "os.symlink",
           "os.truncate", "os.utime", "shutil.move", "shutil.rmtree", "shutil.copyfile"}
PROGRAMS = {"os.system", "os.exec", "os.posix_spawn", "os.startfile", "subprocess.Popen", "pty.spawn"}

def hook(event, arguments):
    if event.startswith("socket."):
        local = event == "socket.__new__" and arguments[1] == 1  # a pair of AF_UNIX is how asyncio wakes itself
        if event not in ("socket.gethostname",) and not local:
            end(event, arguments)
    elif event in PROGRAMS:
        end(event, arguments)
    elif event in CHANGES:
        paths = [one for one in arguments if isinstance(one, (str, bytes))]
        if not all(inside(path) for path in paths):
            end(event, arguments)
    elif event == "open":
        path, mode, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        if writes and not inside(path):
            end(event, arguments)

import importlib.metadata, encodings.idna
sys.addaudithook(hook)
"""


def run(
    code: str, *arguments: str | Path, folder: Path, writable: tuple[Path, ...]
) -> subprocess.CompletedProcess[str]:
    """Run Python code with arguments in a folder; it may write below the ``writable`` ones."""
    environ = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(folder / "home"),
        "XDG_STATE_HOME": str(folder / "home" / "state"),
    }
    allowed = os.pathsep.join(map(str, writable))
    return subprocess.run(
        [sys.executable, "-c", _HOOK + code, allowed, *map(str, arguments)],
        cwd=folder,
        env=environ,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
