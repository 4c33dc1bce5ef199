"""What the last refresh saw of the sources, so that the next can tell at once that nothing has changed.

A refresh that changes something needs the index, and with it NumPy; one that finds every file as it was needs only the
list of files. That list is written beside the manifest when a refresh is done. It is no part of the index. It holds for
the one generation that it names; where it is missing, older, damaged or not the whole truth, the refresh goes the long
way and writes it anew.

The command asks here before anything else is loaded, and for that the list also has what a refresh of all sources
depends on beside their files: the manifest and the settings files as they were, to the byte.
"""

from __future__ import annotations

import os
import time
from zlib import crc32

from ..posts.walk import FilesByFolder, Found, Walk, by_folder, printable
from ..version import __version__
from .files import LAST_LOOK, LEFTOVERS, MANIFEST, WRITER_NOTE, is_ours, open_to_read, read_text

TYPE_CHECKING = False  # without `typing`, which takes 3 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ..models import SkippedFile, Source
    from .manifest import Manifest

READING = 3
"""Version of which files become posts, and of how they are written down here; after a change, files that were left out
are read once more."""
RACY_NS = 2_000_000_000
"""A file that changed this close to a refresh may change again unseen: file systems keep times to 2 s (FAT) or less."""
_LARGEST = 2**30
"""Bytes that are read of a list; one of a million posts has 100 MB."""
_FAILED = "failed"

Left = tuple[str, str, bool]
"""Path, reason and failure of a file that is no post; `models.SkippedFile` has them so."""


class Seen:
    """One source as a refresh saw it."""

    __slots__ = ("count", "files", "left_out", "path")

    def __init__(self, path: str, count: int, files: FilesByFolder) -> None:
        self.path = path
        """Absolute path of the folder."""
        self.count = count
        """How many files may be posts."""
        self.files = files
        """These files."""
        self.left_out: list[Left] = []
        """The files that were read and are no posts."""


class LastLook:
    """A list that was kept, as it was read."""

    __slots__ = ("generation", "home", "manifest", "needed", "settings", "sources")

    def __init__(self, fields: _Fields) -> None:
        """Raises ValueError where it is no such list."""
        if fields.text() != _version():
            raise ValueError
        self.generation = fields.text()
        self.manifest = fields.text()
        self.needed: dict[str, int] = {}
        """Name of each file of the generation → its size in bytes."""
        for line in fields.text().split("\n")[:-1]:
            size, _, name = line.partition(" ")
            self.needed[name] = int(size)
        self.home = fields.text()
        self.settings: dict[str, str] | None = None
        """Path of each settings file → its text, where a refresh of all sources depends on nothing else."""
        if settings := fields.text():
            self.settings = {fields.text(): fields.text() for _ in range(int(settings))}
        self.sources: dict[str, Seen] = {}
        while fields.more():
            name = fields.text()
            self.sources[name] = seen = Seen(fields.text(), fields.number(), {})
            for _ in range(fields.number()):
                folder = fields.text()
                seen.files[folder] = fields.take()
            for _ in range(fields.number()):
                seen.left_out.append((fields.text(), fields.text(), fields.text() == _FAILED))

    @classmethod
    def read(cls, folder: str) -> LastLook | None:
        """What is known of an index; None where nothing is."""
        try:
            with open_to_read(os.path.join(folder, LAST_LOOK)) as file:
                checksum, content = file.read(len(_checksum(b""))), file.read(_LARGEST)
            if checksum != _checksum(content):
                return None
            return cls(_Fields(content))
        except (OSError, ValueError):
            return None

    def is_of_all(self, folder: str, settings_file: str | None) -> bool:
        """Whether it tells all that a refresh of every source depends on, and but for their files all is as it was."""
        if self.settings is None or next(iter(self.settings), None) != settings_file:
            return False
        if self.settings and self.home != _home():
            return False
        files = {os.path.join(folder, MANIFEST): self.manifest, **self.settings}
        return all(read_text(path, 4 * len(text) + 1) == text for path, text in files.items())

    def compare(self, folder: str, names: Iterable[str]) -> tuple[int, list[Left]] | None:
        """The number of posts and the files left out, if these sources and the files of the index are as they were.

        While a writer is at work, or has left something behind, it does not answer. Raises OSError.
        """
        if not self._is_whole(folder):
            return None
        posts = 0
        passed_over: list[Left] = []
        left_out: list[Left] = []
        for name in names:
            seen = self.sources.get(name)
            if seen is None:
                return None
            walk = Walk(seen.path, seen.files)
            if by_folder(walk.found) != walk.known:
                return None
            passed_over += ((f"{name}/{printable(path)}", reason, failed) for path, reason, failed in walk.passed_over)
            left_out += seen.left_out
            posts += seen.count - len(seen.left_out)
        return posts, passed_over + left_out

    def _is_whole(self, folder: str) -> bool:
        """Whether the files of the generation are there, and none that a writer is at or left behind."""
        with os.scandir(folder) as entries:
            sizes = {entry.name: entry.stat().st_size for entry in entries}
        if WRITER_NOTE in sizes:
            return False
        if any(name.endswith(LEFTOVERS) and is_ours(name) and name not in self.needed for name in sizes):
            return False
        return all(sizes.get(name) == size for name, size in self.needed.items())


class _Fields:
    """The fields of a list one by one, each with a zero behind it. Raises ValueError where there are no more."""

    __slots__ = ("_at", "_content")

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def more(self) -> bool:
        return self._at < len(self._content)

    def take(self) -> bytes:
        end = self._content.index(b"\0", self._at)
        field = self._content[self._at : end]
        self._at = end + 1
        return field

    def text(self) -> str:
        return self.take().decode("utf-8", "surrogateescape")

    def number(self) -> int:
        return int(self.take())


class Look:
    """Gathers what a refresh sees, and keeps it once the refresh is done."""

    def __init__(self) -> None:
        self._racy_from = time.time_ns() - RACY_NS
        self._seen: dict[str, Seen] = {}
        self._looked_at: set[str] = set()

    def see(self, source: Source, found: Sequence[Found]) -> None:
        """Take in the files of a source, before any is read."""
        self._looked_at.add(source.name)
        if all(mtime_ns < self._racy_from and ctime_ns < self._racy_from for _, _, mtime_ns, ctime_ns in found):
            self._seen[source.name] = Seen(source.path, len(found), by_folder(found))

    def leave_out(self, source: Source, skipped: SkippedFile, *, read: bool) -> None:
        """Take in a file that was found and did not become a post.

        What could not be read may be readable next time, and what is dated in the future may be past: such a source is
        looked at anew.
        """
        if not read or not source.settings.future:
            self._seen.pop(source.name, None)
        elif source.name in self._seen:
            self._seen[source.name].left_out.append((skipped.path, skipped.reason, skipped.failed))

    def keep(self, folder: Path, before: Manifest, now: Manifest, settings: Mapping[str, str] | None) -> None:
        """Write down what was seen, for the generation that came of it; other sources are as the refresh before saw
        them. A folder that cannot be written costs the next refresh its short way, and nothing else.

        ``settings`` has the path and text of each file on which a refresh of all sources depends; None where there is
        something else.
        """
        last = LastLook.read(os.fspath(folder))
        older = last.sources if last is not None and last.generation == _generation(before) else {}
        known = {name: seen for name, seen in older.items() if name not in self._looked_at} | self._seen
        sources = [(source.name, known[source.name]) for source in now.sources if source.name in known]
        if len(sources) < len(now.sources):
            settings = None
        try:
            needed = {name: (folder / name).stat().st_size for name in now.files()}
            needed |= {entry.name: entry.bytes for entry in now.segments}
            fields: list[str | bytes] = [
                _version(),
                _generation(now),
                read_text(folder / MANIFEST),
                "".join(f"{size} {name}\n" for name, size in needed.items()),
                _home(),
                "" if settings is None else str(len(settings)),
            ]
            for path, text in (settings or {}).items():
                fields += (path, text)
            for name, seen in sources:
                fields += (name, seen.path, str(seen.count), str(len(seen.files)))
                for path, files in seen.files.items():
                    fields += (path, files)
                fields.append(str(len(seen.left_out)))
                for path, reason, failed in seen.left_out:
                    fields += (path, reason, _FAILED if failed else "")
            _write(folder, fields)
        except OSError:
            pass


def _write(folder: Path, fields: Iterable[str | bytes]) -> None:
    from .storage import publish

    encoded = [field if isinstance(field, bytes) else field.encode("utf-8", "surrogateescape") for field in fields]
    if not any(b"\0" in field for field in encoded):
        content = b"".join(field + b"\0" for field in encoded)
        # Flushed, it would make a small refresh slower by half; what a power cut makes of it is not read.
        publish(folder / LAST_LOOK, _checksum(content) + content, folder / f"{LAST_LOOK}.new", lasting=False)


def unchanged(folder: Path, manifest: Manifest, sources: Iterable[Source]) -> tuple[int, list[Left]] | None:
    """The number of posts and the files left out of a refresh that finds all as it was; None where something differs
    or cannot be told.

    Raises nothing: what is wrong with a source is for the refresh itself to say. It takes no lock, for it answers for
    one generation.
    """
    last = LastLook.read(os.fspath(folder))
    if last is None or last.generation != _generation(manifest):
        return None
    try:
        return last.compare(os.fspath(folder), [source.name for source in sources])
    except OSError:
        return None


def all_unchanged(folder: str, settings_file: str | None) -> tuple[int, list[Left]] | None:
    """The same for all sources of an index, with the settings of a file or with none."""
    last = LastLook.read(folder)
    try:
        return None if last is None or not last.is_of_all(folder, settings_file) else last.compare(folder, last.sources)
    except OSError:
        return None


def _checksum(content: bytes) -> bytes:
    return b"%08x\0" % crc32(content)


def _version() -> str:
    """How the files were read: another version may read what this one left out."""
    return f"civicsearch {__version__} {READING}"


def _generation(manifest: Manifest) -> str:
    return f"{manifest.generation} {manifest.updated.isoformat()}"


def _home() -> str:
    """What a settings file may mean by ``~``."""
    return os.path.expanduser("~")
