"""What the last refresh saw of the sources, so that the next can tell at once that nothing has changed.

A refresh that changes something needs the index, and with it NumPy; one that finds every file as it was needs only the
list of files. That list is written beside the manifest when a refresh is done: `unchanged` takes 10 ms for the ten
archives where opening the index takes 140 ms. It is no part of the index. It holds for the one generation it names;
where it is missing, older, damaged or not the whole truth, the refresh goes the long way and writes it anew.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..models import SkippedFile, Source, UpdateReport
from ..posts import FoundFile, discover
from .manifest import LAST_LOOK, LEFTOVERS, WRITER_NOTE, Manifest, is_ours
from .storage import publish, read_text

READING = 1
"""Version of which files become posts; after a change, files that were left out are read once more."""
RACY_NS = 2_000_000_000
"""A file that changed this close to a refresh may change again unseen: file systems keep times to 2 s (FAT) or less."""


@dataclass(slots=True)
class _Seen:
    """One source as a refresh saw it."""

    files: str
    """Each file that may be a post, with its size and time of change."""
    left_out: list[tuple[str, str, bool]] = field(default_factory=list)
    """Path, reason and failure of each file that was read and is no post; `models.SkippedFile` has them so."""


class Look:
    """Gathers what a refresh sees, and keeps it once the refresh is done."""

    def __init__(self) -> None:
        self._racy_from = time.time_ns() - RACY_NS
        self._seen: dict[str, _Seen] = {}
        self._looked_at: set[str] = set()

    def see(self, source: Source, found: Sequence[FoundFile]) -> None:
        """Take in the files of a source, before any is read."""
        self._looked_at.add(source.name)
        if all(file.mtime_ns < self._racy_from for file in found):
            self._seen[source.name] = _Seen(_listing(found))

    def leave_out(self, source: Source, skipped: SkippedFile, *, read: bool) -> None:
        """Take in a file that was found and did not become a post.

        What could not be read may be readable next time, and what is dated in the future may be past: such a source is
        looked at anew.
        """
        if not read or not source.settings.future:
            self._seen.pop(source.name, None)
        elif source.name in self._seen:
            self._seen[source.name].left_out.append((skipped.path, skipped.reason, skipped.failed))

    def keep(self, folder: Path, before: Manifest, now: Manifest) -> None:
        """Write down what was seen, for the generation that came of it; other sources are as the refresh before saw
        them. A folder that cannot be written costs the next refresh its short way, and nothing else."""
        kept = {name: seen for name, seen in _read(folder, before).items() if name not in self._looked_at}
        sources = {name: [seen.files, seen.left_out] for name, seen in {**kept, **self._seen}.items()}
        text = json.dumps([*_generation(now), sources], ensure_ascii=False)
        with suppress(OSError):
            # Flushed, it would make a small refresh slower by half; what a power cut makes of it is not read.
            publish(folder / LAST_LOOK, text.encode(), folder / f"{LAST_LOOK}.new", lasting=False)


def unchanged(folder: Path, manifest: Manifest, sources: Iterable[Source]) -> UpdateReport | None:
    """The report of a refresh that finds all as it was; None where something differs or cannot be told.

    Raises nothing: what is wrong with a source is for the refresh itself to say. It takes no lock, for it answers for
    one generation; while a writer is at work, or has left something behind, it does not answer.
    """
    try:
        return _unchanged(folder, manifest, sources)
    except OSError:
        return None


def _unchanged(folder: Path, manifest: Manifest, sources: Iterable[Source]) -> UpdateReport | None:
    known = _read(folder, manifest)
    if not known or not _is_whole(folder, manifest):
        return None
    posts = 0
    skipped: list[SkippedFile] = []
    left_out: list[SkippedFile] = []
    for source in sources:
        seen = known.get(source.name)
        if seen is None:
            return None
        found = list(discover(Path(source.path), skipped, name=source.name))
        if not found or _listing(found) != seen.files:
            return None
        left_out += (SkippedFile(*file) for file in seen.left_out)
        posts += len(found) - len(seen.left_out)
    return UpdateReport(unchanged=posts, skipped=(*skipped, *left_out))


def _listing(found: Sequence[FoundFile]) -> str:
    return "".join([f"{size} {mtime_ns} {relative}\n" for relative, size, mtime_ns in found])


def _is_whole(folder: Path, manifest: Manifest) -> bool:
    """Whether the files that the manifest names are there, and none that a writer is at or left behind."""
    sizes = {entry.name: entry.stat().st_size for entry in os.scandir(folder)}
    needed = manifest.files()
    if WRITER_NOTE in sizes or any(name.endswith(LEFTOVERS) and is_ours(name) and name not in needed for name in sizes):
        return False
    return needed <= sizes.keys() and all(sizes[entry.name] == entry.bytes for entry in manifest.segments)


def _read(folder: Path, manifest: Manifest) -> dict[str, _Seen]:
    """Source name → what was seen of it; nothing where that is not known for this generation."""
    try:
        *generation, sources = json.loads(read_text(folder / LAST_LOOK))
        if generation != _generation(manifest):
            return {}
        return {
            str(name): _Seen(str(files), [(str(path), str(reason), bool(failed)) for path, reason, failed in left_out])
            for name, (files, left_out) in sources.items()
        }
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _generation(manifest: Manifest) -> list[object]:
    """The generation, and how its files were read: another version may read what this one left out."""
    return [READING, manifest.generation, manifest.updated.isoformat()]
