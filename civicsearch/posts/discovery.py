"""Finds the Markdown files of a source, and reads one: safe on any folder, whatever lies in it.

Nothing but regular files is ever opened, and nothing outside of the source. What should have been a post but cannot be
read is told, never dropped in silence.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ..models import SkippedFile
from .walk import MARKDOWN_ENDINGS, Walk, is_within, printable

MAX_FILE_SIZE = 32 * 1024 * 1024
"""Bytes of the largest file that is read; the largest real post has under one megabyte."""

_GENERIC = frozenset(
    "app archive archives article articles blog blogposts blogs collections content contents data docs drafts entries "
    "entry files main markdown master md news output page pages post posts public repo repository site sites source "
    "sources src static text texts web website www".split()
)


class FoundFile(NamedTuple):
    """A file that may be a post; enough to tell whether it changed."""

    relative: str
    """Path below the source, with ``/``."""
    size: int
    """Bytes."""
    mtime_ns: int
    """When its content changed, in ns."""
    ctime_ns: int
    """When anything of it changed, which no program can set back; on Windows, when it was made."""


def default_name(path: Path) -> str:
    """The name of a source that was given none: its folder's, or that of the nearest parent with a telling name.

    >>> default_name(Path("/srv/digital-service/content/en/blog/_posts"))
    'digital-service'
    """
    from .normalise import one_line

    parts = Path(os.path.abspath(path)).parts[1:]
    if parts and parts[-1].lower().endswith(MARKDOWN_ENDINGS):
        parts = parts[:-1]
    telling = next((part for part in reversed(parts) if not is_generic(part)), parts[-1] if parts else "posts")
    return one_line(printable(telling).strip("_. ")) or "posts"


def is_generic(folder: str) -> bool:
    """Whether a folder's name says nothing about whose posts it holds: ``_posts``, ``content``, ``en``, ``2014``."""
    from .codes import language_of_folder

    bare = folder.strip("_. ").lower()
    return not bare or bare in _GENERIC or bare.isdecimal() or language_of_folder(bare) is not None


def discover(root: Path, skipped: list[SkippedFile] | None = None, *, name: str | None = None) -> Iterator[FoundFile]:
    """The Markdown files below ``root`` in the order of their relative paths; ``root`` may itself be such a file.

    Files and folders that are passed over are appended to ``skipped``, under the source's ``name`` (by default
    `default_name`); hidden ones and those of tools are not worth a word. Symbolic links are followed where they lead to
    something below ``root`` that is not found otherwise, so each file is found once. Raises OSError where ``root``
    itself cannot be read.
    """
    walk = Walk(os.fspath(root))
    if skipped is not None:
        source = default_name(root) if name is None else name
        skipped += (SkippedFile(f"{source}/{printable(path)}", why, failed) for path, why, failed in walk.passed_over)
    yield from map(FoundFile._make, walk.found)


def _real_folder(path: str) -> str:
    """The real path of a folder (or of a source that is one file). It is looked up once for each folder that stands
    there: 14 µs a file less."""
    status = os.stat(path)
    return _real_path(path, status.st_dev, status.st_ino)


@lru_cache(maxsize=4096)
def _real_path(path: str, device: int, number: int) -> str:  # noqa: ARG001  # another folder in its place is another entry
    return os.path.realpath(path)


def read_file(root: Path, relative: str) -> bytes:
    """The bytes of a file that `discover` found below ``root``.

    Raises OSError, with ``strerror`` saying why, where it cannot be read, leads out of ``root``, is no regular file, or
    is larger than `MAX_FILE_SIZE`.
    """
    path = os.path.join(root, relative)
    if not os.path.lexists(path) and os.path.basename(root) == relative:
        path = os.fspath(root)
    folder, name = os.path.split(path)
    real = os.path.join(_real_folder(folder), name)
    if os.path.islink(real):
        real = os.path.realpath(real)
    if not is_within(_real_folder(os.fspath(root)), real):
        raise OSError(errno.EPERM, "leads out of the source", path)
    # Between the check and the opening the file may become a link, a pipe or a device: open without following or
    # waiting, and look again at what was opened.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    before = os.lstat(real)
    if not stat.S_ISREG(before.st_mode):
        raise OSError(errno.EINVAL, "is not a regular file", path)
    descriptor = os.open(real, flags)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "is not a regular file", path)
        data = file.read(MAX_FILE_SIZE + 1)
    if len(data) > MAX_FILE_SIZE:
        raise OSError(errno.EFBIG, f"is larger than {MAX_FILE_SIZE // 2**20} MiB", path)
    return data
