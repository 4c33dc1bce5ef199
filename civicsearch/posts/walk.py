"""The files below a source that may be posts, told from their names and kinds: no file is opened.

It loads next to nothing, so that a refresh can tell that nothing has changed before the rest of civicsearch is there.
"""

from __future__ import annotations

import os
import stat
import sys

from .. import native

TYPE_CHECKING = False  # without `typing`, which takes 3 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MARKDOWN_ENDINGS = (".md", ".markdown", ".mdown", ".mkd", ".mdx")

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
_CONTROLS = frozenset(
    map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)))
)
_BY_DESCRIPTOR = os.scandir in os.supports_fd
"""Whether a folder may be opened first; its files are then looked up in it: 6.5 ms for 2,248, by their paths 10."""
_IN_UTF_8 = sys.getfilesystemencoding() == "utf-8"
"""Whether names of files are, as they are kept, the bytes that the system has."""

_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
"""A pipe that has taken its place would not be waited for."""

Found = tuple[str, int, int, int]
"""Path below the root with ``/``, size in bytes, times of change of the content and of anything, in ns."""

FilesByFolder = dict[str, bytes]
"""Path of a folder below the root, ending in ``/`` or empty → a line for each file found in it, sorted by name: size,
times of change and name."""


def by_folder(found: Iterable[Found]) -> FilesByFolder:
    """Files that were found, in the form in which they are kept and compared."""
    lines: dict[str, list[str]] = {}
    for relative, size, mtime_ns, ctime_ns in found:
        folder, slash, name = relative.rpartition("/")
        lines.setdefault(folder + slash, []).append(f"{size} {mtime_ns} {ctime_ns} {name}\n")
    return {folder: "".join(files).encode("utf-8", "surrogateescape") for folder, files in lines.items()}


def printable(path: str) -> str:
    """A path for people to read, with what is not text or would move the cursor spelt out."""
    return path if path.isprintable() else "".join(map(_spelt_out, path))


def _spelt_out(character: str) -> str:
    if _is_half(character):
        return f"\\x{ord(character) & 0xFF:02x}"
    return character.encode("unicode_escape").decode("ascii") if character in _CONTROLS else character


def _is_half(character: str) -> bool:
    """Whether it is half of a character, which stands for a byte of a name that is not UTF-8."""
    return "\ud800" <= character <= "\udfff"


def path_problem(relative: str) -> str | None:
    """Why a path cannot be the key of a post: it is shown, stored as UTF-8 and printed one to a line."""
    if not relative.isprintable():
        if any(map(_is_half, relative)):
            return "the path is not valid UTF-8; rename the file"
        if not _CONTROLS.isdisjoint(relative):
            return "the path has control characters; rename the file"
    return None


def is_within(folder: str, path: str) -> bool:
    """Whether a real path is a folder's own or below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


class Walk:
    """What lies below a root. Files and folders that are passed over are told, but for hidden ones and those of tools.

    Symbolic links are followed where they lead to something below the root that is not found otherwise, so each file is
    found once. Raises OSError where the root itself cannot be read.

    Where the ``known`` files of a folder are all as they were, they may be left out of ``found``; the folder is then no
    more in ``known``. Nothing has changed if and only if what is in both is the same. With the kernels 2,248 files that
    are known take 4.1 ms, and 9 without.
    """

    __slots__ = ("_as_known", "_links", "_numbered", "_seen", "found", "known", "passed_over", "root")

    def __init__(self, root: str, known: Mapping[str, bytes] | None = None) -> None:
        self.root = root
        self.found: list[Found] = []
        """Sorted by path."""
        self.known: FilesByFolder = dict(known or {})
        """The folders in which something may have changed."""
        self.passed_over: list[tuple[str, str, bool]] = []
        """Path below the root, why, and whether it should have been a post."""
        self._links: list[str] = []
        self._seen: set[tuple[int, int]] = set()
        """Device and number of each folder walked, and of the files found before the links that are followed."""
        self._numbered = 0
        """How many files those are. They are asked for once more, since few sources have links."""
        self._as_known: list[tuple[str, bytes]] = []
        """Folders whose files are as known, with these; they are not numbered yet."""
        status = os.stat(self.root)
        if stat.S_ISREG(status.st_mode):
            self._file(os.path.basename(root), status)
        else:
            with os.scandir(self.root):  # raises what is wrong with the root before anything is found
                pass
            self._folder("")
            self._follow_links()
            self.found.sort()

    def _folder(self, relative: str) -> None:
        """Finds the files in a folder and all below it, without following links."""
        waiting = [relative]
        while waiting:
            prefix = waiting.pop()
            path = os.path.join(self.root, prefix)
            try:
                folder = os.open(path, _FOLDER) if _BY_DESCRIPTOR else None
                try:
                    others = None if folder is None else self._others(prefix, folder)
                    if others == set():
                        continue
                    with os.scandir(path if folder is None else folder) as entries:
                        for entry in entries:
                            if entry.name[0] == "." or not (others is None or entry.name in others):
                                continue
                            if below := self._entry(f"{prefix}{entry.name}", entry):
                                waiting.append(below)
                finally:
                    if folder is not None:
                        os.close(folder)
            except OSError as error:
                self._pass_over(prefix, f"the folder cannot be read ({error.strerror})", failed=True)

    def _others(self, prefix: str, folder: int) -> set[str] | None:
        """The names in an open folder beside hidden and known ones, if all known files are as they were."""
        known = self.known.get(prefix)
        if known is None or native.kernels is None or not _IN_UTF_8:
            return None
        others = native.kernels.others(folder, known)
        if others is None:
            return None
        del self.known[prefix]
        self._as_known.append((prefix, known))
        return set(others)

    def _entry(self, relative: str, entry: os.DirEntry[str]) -> str | None:
        """Deals with one entry; returns a folder to walk, ending in ``/``."""
        name = entry.name
        try:
            if entry.is_file(follow_symlinks=False):
                if self._wanted(relative, name):
                    self._file(relative, entry.stat(follow_symlinks=False))
            elif entry.is_symlink():
                self._links.append(relative)
            elif entry.is_dir():
                if name.lower() in _PRUNED or ("/" not in relative and name.lower() in _PRUNED_AT_ROOT):
                    return None
                status = entry.stat(follow_symlinks=False)
                self._seen.add((status.st_dev, status.st_ino))
                return f"{relative}/"
            elif self._wanted(relative, name):
                self._file(relative, entry.stat(follow_symlinks=False))
        except OSError as error:
            self._pass_over(relative, f"cannot be read ({error.strerror})", failed=True)
        return None

    def _wanted(self, relative: str, name: str) -> bool:
        """Whether a path is that of a post; says so where it nearly is."""
        lower = name.lower()
        if not lower.endswith(MARKDOWN_ENDINGS):
            return False
        if lower.rpartition(".")[0] in _NOT_POSTS or name.startswith(_LICENCE):
            self._pass_over(relative, f"{printable(name)} is not a post", failed=False)
            return False
        if not relative.isprintable() and (problem := path_problem(relative)):
            self._pass_over(relative, problem, failed=True)
            return False
        return True

    def _file(self, relative: str, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode):
            self._pass_over(relative, "is not a regular file", failed=False)
            return
        self.found.append((relative, status.st_size, status.st_mtime_ns, status.st_ctime_ns))

    def _follow_links(self) -> None:
        """Deals with the links met so far, and with those met while walking where they lead."""
        root = os.path.realpath(self.root) if self._links else self.root
        while self._links:
            self._links.sort(reverse=True)
            relative = self._links.pop()
            markdown = relative.lower().endswith(MARKDOWN_ENDINGS)
            target = os.path.realpath(os.path.join(root, relative))
            if not is_within(root, target):
                if markdown or os.path.isdir(target):
                    self._pass_over(relative, "is a link that leads out of the source", failed=False)
                continue
            try:
                status = os.stat(target)
            except OSError as error:
                if markdown:
                    self._pass_over(relative, f"is a link that leads nowhere ({error.strerror})", failed=True)
                continue
            self._number_found()
            if (status.st_dev, status.st_ino) in self._seen:
                continue
            if stat.S_ISDIR(status.st_mode):
                if not is_within(target, root):
                    self._seen.add((status.st_dev, status.st_ino))
                    self._folder(f"{relative}/")
            elif markdown and self._wanted(relative, os.path.basename(relative)):
                self._file(relative, status)

    def _number_found(self) -> None:
        """Brings the numbers of the files up to date."""
        paths = [relative for relative, *_ in self.found[self._numbered :]]
        for folder, files in self._as_known:
            paths += [folder + os.fsdecode(line.split(b" ", 3)[3]) for line in files.split(b"\n")[:-1]]
        self._as_known.clear()
        for relative in paths:
            try:
                status = os.stat(os.path.join(self.root, relative))
            except OSError:
                continue  # it is gone again
            self._seen.add((status.st_dev, status.st_ino))
        self._numbered = len(self.found)

    def _pass_over(self, relative: str, reason: str, *, failed: bool) -> None:
        self.passed_over.append((relative, reason, failed))
