"""Finds the Markdown files of a source, and reads one: safe on any folder, whatever lies in it.

Nothing but regular files is ever opened, and nothing outside of the source. What should have been a post but cannot be
read is told, never dropped in silence.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ..models import SkippedFile

MARKDOWN_ENDINGS = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
MAX_FILE_SIZE = 32 * 1024 * 1024
"""Bytes of the largest file that is read; the largest real post has under one megabyte."""

_NOT_POSTS = frozenset(
    "_index readme changelog contributing license licence "
    "code-of-conduct code_of_conduct code-of_conduct code_of-conduct".split()
)
_LICENCE = ("LICENSE", "LICENCE")
"""Upper case: ``LICENSE-MIT.md`` is a licence, ``license-plates-as-open-data.md`` a post."""
_PRUNED = frozenset(
    {"__pycache__", "_data", "_includes", "_layouts", "_sass", "_site", "bower_components", "node_modules"}
)
_PRUNED_AT_ROOT = frozenset({"themes", "vendor", "venv"})
"""Other people's files in a site's repository; deeper down, ``vendor/`` can be a topic."""

_GENERIC = frozenset(
    "app archive archives article articles blog blogposts blogs collections content contents data docs drafts entries "
    "entry files main markdown master md news output page pages post posts public repo repository site sites source "
    "sources src static text texts web website www".split()
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class FoundFile(NamedTuple):
    """A file that may be a post; enough to tell whether it changed."""

    relative: str
    """Path below the source, with ``/``."""
    size: int
    """Bytes."""
    mtime_ns: int


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


def printable(path: str) -> str:
    """A path for people to read, with what is not text or would move the cursor spelt out."""
    path = _SURROGATES.sub(lambda match: f"\\x{ord(match[0]) & 0xFF:02x}", path)
    return _CONTROLS.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), path)


def path_problem(relative: str) -> str | None:
    """Why a path cannot be the key of a post: it is shown, stored as UTF-8 and printed one to a line."""
    if not relative.isprintable():
        if _SURROGATES.search(relative):
            return "the path is not valid UTF-8; rename the file"
        if _CONTROLS.search(relative):
            return "the path has control characters; rename the file"
    return None


def discover(root: Path, skipped: list[SkippedFile] | None = None, *, name: str | None = None) -> Iterator[FoundFile]:
    """The Markdown files below ``root`` in the order of their relative paths; ``root`` may itself be such a file.

    Files and folders that are passed over are appended to ``skipped``, under the source's ``name`` (by default
    `default_name`); hidden ones and those of tools are not worth a word. Symbolic links are followed where they lead to
    something below ``root`` that is not found otherwise, so each file is found once. Raises OSError where ``root``
    itself cannot be read.
    """
    report = [] if skipped is None else skipped
    walk = _Walk(os.path.realpath(root), default_name(root) if name is None else name, report)
    if os.path.isfile(walk.root):
        status = os.stat(walk.root)
        walk.found.append(FoundFile(os.path.basename(root), status.st_size, status.st_mtime_ns))
    else:
        with os.scandir(walk.root):  # raises what is wrong with the root before anything is found
            pass
        walk.folder("")
        walk.follow_links()
    yield from sorted(walk.found)


@dataclass(slots=True)
class _Walk:
    root: str
    name: str
    skipped: list[SkippedFile]
    found: list[FoundFile] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)
    """Device and number of each folder walked and of each file found by then."""

    def folder(self, relative: str) -> None:
        """Finds the files in a folder and all below it, without following links."""
        waiting = [relative]
        while waiting:
            prefix = waiting.pop()
            try:
                with os.scandir(os.path.join(self.root, prefix)) as entries:
                    for entry in entries:
                        if entry.name[0] != "." and (folder := self.entry(f"{prefix}{entry.name}", entry)):
                            waiting.append(folder)
            except OSError as error:
                self.skip(prefix, f"the folder cannot be read ({error.strerror})", failed=True)

    def entry(self, relative: str, entry: os.DirEntry[str]) -> str | None:
        """Deals with one entry; returns a folder to walk, ending in ``/``."""
        name = entry.name
        try:
            if entry.is_file(follow_symlinks=False):
                if self.wanted(relative, name):
                    self.file(relative, entry.stat(follow_symlinks=False))
            elif entry.is_symlink():
                self.links.append(relative)
            elif entry.is_dir():
                if name.lower() in _PRUNED or ("/" not in relative and name.lower() in _PRUNED_AT_ROOT):
                    return None
                status = entry.stat(follow_symlinks=False)
                self.seen.add((status.st_dev, status.st_ino))
                return f"{relative}/"
            elif self.wanted(relative, name):
                self.file(relative, entry.stat(follow_symlinks=False))
        except OSError as error:
            self.skip(relative, f"cannot be read ({error.strerror})", failed=True)
        return None

    def wanted(self, relative: str, name: str) -> bool:
        """Whether a path is that of a post; says so where it nearly is."""
        lower = name.lower()
        if not lower.endswith(MARKDOWN_ENDINGS):
            return False
        if lower.rpartition(".")[0] in _NOT_POSTS or name.startswith(_LICENCE):
            self.skip(relative, f"{printable(name)} is not a post", failed=False)
            return False
        if problem := path_problem(relative):
            self.skip(relative, problem, failed=True)
            return False
        return True

    def file(self, relative: str, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode):
            self.skip(relative, "is not a regular file", failed=False)
            return
        self.seen.add((status.st_dev, status.st_ino))
        self.found.append(FoundFile(relative, status.st_size, status.st_mtime_ns))

    def follow_links(self) -> None:
        """Deals with the links met so far, and with those met while walking where they lead."""
        while self.links:
            self.links.sort(reverse=True)
            relative = self.links.pop()
            markdown = relative.lower().endswith(MARKDOWN_ENDINGS)
            target = os.path.realpath(os.path.join(self.root, relative))
            if not is_within(self.root, target):
                if markdown or os.path.isdir(target):
                    self.skip(relative, "is a link that leads out of the source", failed=False)
                continue
            try:
                status = os.stat(target)
            except OSError as error:
                if markdown:
                    self.skip(relative, f"is a link that leads nowhere ({error.strerror})", failed=True)
                continue
            if (status.st_dev, status.st_ino) in self.seen:
                continue
            if stat.S_ISDIR(status.st_mode):
                if not is_within(target, self.root):
                    self.seen.add((status.st_dev, status.st_ino))
                    self.folder(f"{relative}/")
            elif markdown and self.wanted(relative, os.path.basename(relative)):
                self.file(relative, status)

    def skip(self, relative: str, reason: str, *, failed: bool) -> None:
        self.skipped.append(SkippedFile(f"{self.name}/{printable(relative)}", reason, failed))


def is_within(folder: str, path: str) -> bool:
    """Whether a real path is a folder's own or below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


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
