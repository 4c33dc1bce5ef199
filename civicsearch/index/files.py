"""The files in the folder of an index: their names, and how one is opened to read.

It loads next to nothing, for `lastlook` is done before the rest of civicsearch is there.
"""

from __future__ import annotations

import errno
import os
import stat

TYPE_CHECKING = False  # without `typing`, which takes 3 ms
if TYPE_CHECKING:
    from typing import IO

MANIFEST = "manifest.json"
WRITER_NOTE = "writer.json"
"""Tells who holds the lock."""
LAST_LOOK = "last-look"
"""What the last refresh saw of the sources; see `lastlook`."""
LEFTOVERS = (".seg", ".removed", ".new")
"""How the names of files end that a writer may leave behind."""


def is_ours(name: str) -> bool:
    """Whether a file of this name belongs into the folder of an index."""
    return (
        name.startswith((MANIFEST, LAST_LOOK, "README", ".git", "saved."))
        or name in ("lock", WRITER_NOTE)
        or name.endswith((".seg", ".removed"))
    )


def open_to_read(path: str | os.PathLike[str]) -> IO[bytes]:
    """Open a file of an index. A pipe would wait and a device never end: for what is no file it raises `OSError`."""
    file = open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0)))  # noqa: SIM115  # the caller closes it
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "it is not a regular file", os.fspath(path))
    return file


def read_text(path: str | os.PathLike[str], most: int = -1) -> str:
    """The text of a file of an index, or of its first ``most`` bytes; what is not UTF-8 stays as surrogates."""
    with open_to_read(path) as file:
        return file.read(most).decode("utf-8", "surrogateescape")
