"""Changing an index: posts added, replaced and removed, then one commit that makes it all visible at once.

Until the commit everything is in new files that no manifest names. A writer that fails or is killed leaves the index as
it was; what it left behind is cleared away by the next one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np

from ..errors import CivicsearchError, IndexUnavailableError, IndexWriteError, NoIndexError
from ..models import Post, Source
from .arrays import MISREAD, ArrayFile, Mask, write_arrays
from .background import Builds, may_fork
from .files import LEFTOVERS, is_ours
from .lock import write_lock
from .manifest import (
    Manifest,
    SegmentEntry,
    check_folder,
    highest_generation,
    read_manifest,
    read_sources,
    write_manifest,
)
from .mergepolicy import MERGE_AT, mergeable
from .segment import Segment, id_checksums, open_segment
from .snapshot import live_posts
from .storage import disk, write_errors
from .stored import FileState

if TYPE_CHECKING:
    from .vocabulary import Vocabulary

FLUSH_CHARACTERS = 24_000_000
"""Text gathered in memory before it is written as a segment: about four million words, 0.4 GB while they are sorted."""
FIRST_FLUSH_CHARACTERS = 12_000_000
"""The same for the first segments of several jobs, so that all begin early; fewer posts are shared out at the end."""
WORTH_A_COPY = 1_000_000
"""Characters for each of the jobs that share the last posts: 50 ms of work, where a copy of the process takes 10."""


class IndexWriter:
    """The one writer of an index; a context manager that holds the lock.

    Leaving it without `commit` changes nothing. With ``rebuild`` it starts from an empty index and the old generation
    stays until the commit; what is there may then be of another version or damaged. With ``jobs`` above 1 that many
    segments of added posts are built at once, where the process can be copied (`background.may_fork`).

    Raises `IndexLockedError`, `IndexWriteError`, and on entering what `read_manifest` raises.
    """

    def __init__(self, folder: Path, *, rebuild: bool = False, jobs: int = 1) -> None:
        self.folder = folder
        self._rebuild = rebuild
        self._jobs = jobs
        self._builds = Builds(jobs)
        self._exit = ExitStack()

    def __enter__(self) -> IndexWriter:
        check_folder(self.folder)
        with write_errors(self.folder):
            disk().make_folder(self.folder)
        self._exit.enter_context(write_lock(self.folder))
        try:
            with write_errors(self.folder):
                self._start()
        except BaseException:
            self._exit.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is not None:
                self._builds.stop()
                with suppress(OSError, IndexUnavailableError):  # the manifest may be in place, or not
                    self._clear_unused(_current(self.folder).files())
        finally:
            self._exit.close()
        if isinstance(error, MISREAD) and not isinstance(error, CivicsearchError):
            from .check import tell_damage

            tell_damage(self.folder)

    @property
    def manifest(self) -> Manifest:
        """The generation that the last commit made."""
        return self._manifest

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources as the last commit left them."""
        return self._manifest.sources

    @property
    def updated(self) -> datetime | None:
        """When the last commit was made, in UTC; None before the first."""
        return self._manifest.updated if self._manifest.generation else None

    def ids_of_source(self, name: str) -> list[str]:
        """The ids of the posts of a source."""
        rows = [segment.column("source").rows() for segment in self._segments]
        return [post_id for post_id, place, number in self._live_ids() if rows[place][number] == [name]]

    def _start(self) -> None:
        try:
            self._manifest = _current(self.folder)
            self._clear_unused()
        except IndexUnavailableError:
            if not self._rebuild:
                raise
            self._manifest = Manifest(highest_generation(self.folder), sources=read_sources(self.folder))
        self._entries: list[SegmentEntry] = [] if self._rebuild else list(self._manifest.segments)
        self._segments = [open_segment(self.folder / entry.name) for entry in self._entries]
        self._live: list[Mask] = [
            live_posts(self.folder, entry, segment)
            for entry, segment in zip(self._entries, self._segments, strict=True)
        ]
        self._pending: dict[str, tuple[Post, FileState]] = {}
        self._pending_characters = 0
        self._most_characters = FIRST_FLUSH_CHARACTERS if self._jobs > 1 else FLUSH_CHARACTERS
        self._vocabulary: Vocabulary | None = None
        self._written = 0

    def file_states(self) -> dict[str, FileState]:
        """By id, the files of the posts that come from files, as they were when they were read."""
        states = [segment.file_states() for segment in self._segments]
        known = ((post_id, states[place][number]) for post_id, place, number in self._live_ids())
        return {post_id: state for post_id, state in known if state.digest}

    def _live_ids(self) -> Iterator[tuple[str, int, int]]:
        """Id, place of the segment, and number there, of every post that is written."""
        for place, (segment, live) in enumerate(zip(self._segments, self._live, strict=True)):
            ids = segment.ids.strings()
            yield from ((ids[number], place, number) for number in np.flatnonzero(live).tolist())

    def add(self, post: Post, state: FileState | None = None) -> None:
        """Add a post, in the place of the one that has its id."""
        self._remove_pending(post.id)
        self._pending[post.id] = (post, state or FileState())
        self._pending_characters += len(post.text)
        if self._pending_characters > self._most_characters:
            self._flush_aside()

    def new_path(self) -> Path:
        """Where the next segment goes: no file that a writer left behind, which may still be read, is written over."""
        while True:
            self._written += 1
            path = self.folder / f"{self._manifest.generation + 1:08d}-{self._written}.seg"
            if not path.exists():
                return path

    def adopt(self, path: Path, replaced: Iterable[str]) -> None:
        """Take in a segment that was written to a `new_path`, in the place of posts with these ids."""
        self._take_in_builds()
        self._take_over(path, replaced)

    def _take_over(self, path: Path, replaced: Iterable[str]) -> None:
        self._remove_written(list(replaced))
        self._take_in(path, path.stat().st_size)

    def _take_in_builds(self) -> None:
        """Take in the segments that are built aside, the oldest first: a post may be in several."""
        while len(self._builds):
            self._take_over(*self._builds.next())

    def remove(self, post_id: str) -> bool:
        """Remove a post; tells whether there was one of this id."""
        pending = self._remove_pending(post_id)
        self._take_in_builds()
        return self._remove_written([post_id]) > 0 or pending

    def _remove_pending(self, post_id: str) -> bool:
        before = self._pending.pop(post_id, None)
        if before is not None:
            self._pending_characters -= len(before[0].text)
        return before is not None

    def _remove_written(self, post_ids: Sequence[str]) -> int:
        """Remove posts from the segments; returns how many of them there were."""
        removed = 0
        checksums = id_checksums(post_ids) if len(post_ids) > 1 else None
        for segment, live in zip(self._segments, self._live, strict=True):
            numbers = np.array(segment.find_all(post_ids, checksums), np.int64)
            removed += int(live[numbers].sum())
            live[numbers] = False
        return removed

    def commit(self, sources: tuple[Source, ...] | None = None) -> Manifest:
        """Make all changes visible, with these sources (as they were where None). Returns the new generation."""
        self._share_out()
        self._flush()
        with write_errors(self.folder):
            while groups := mergeable(self._live, self._jobs):
                self._merge(groups)
            kept = [place for place in range(len(self._segments)) if self._live[place].any()]
            entries = tuple(self._with_removals(place) for place in kept)
            disk().flush_folder(self.folder)
            manifest = self._manifest.next(entries, self._manifest.sources if sources is None else sources)
            write_manifest(self.folder, manifest)
        self._confirm()
        self._manifest = manifest
        self._clear_unused(confirmed=True)
        return self._manifest

    def _flush_aside(self) -> None:
        """Write the pending posts, in a process of their own where there may be one."""
        if self._jobs < 2 or not may_fork():
            self._flush()
            return
        if self._vocabulary is None and len(self._builds) == self._jobs - 1:
            self._flush()  # it teaches the vocabulary what later copies then need not learn, each for itself
            self._most_characters = FLUSH_CHARACTERS
            return
        if self._builds.full:
            self._take_over(*self._builds.next())
        self._build_aside(list(self._pending))

    def _share_out(self) -> None:
        """Begin to write so many of the pending posts that those left over take this process as long as the rest."""
        # More segments of one size would be merged at once, by one process.
        jobs = min(self._jobs - len(self._builds), self._pending_characters // WORTH_A_COPY, MERGE_AT - 1)
        if jobs > 1 and may_fork():
            from .workload import first_share

            for left in range(jobs, 1, -1):
                self._build_aside(
                    list(self._pending)[: first_share([post for post, _ in self._pending.values()], left)]
                )

    def _build_aside(self, post_ids: Sequence[str]) -> None:
        from .builder import build_segment
        from .vocabulary import Vocabulary

        posts, vocabulary = [self._pending[post_id] for post_id in post_ids], self._vocabulary or Vocabulary()
        build = partial(build_segment, posts, self.folder, vocabulary, spare=False)
        self._builds.begin(self.new_path(), post_ids, build)
        for post_id in post_ids:
            self._remove_pending(post_id)

    def _confirm(self) -> None:
        """Flush the name of the manifest, which others see already."""
        try:
            disk().flush_folder(self.folder)
        except OSError as error:
            raise IndexWriteError(
                f"{self.folder}: the changes are written and searches see them, but the disk failed to confirm them "
                f"({error.strerror or error}); after a power cut the index may be as it was before; "
                "check the disk, then run it again"
            ) from error

    def _flush(self) -> None:
        if self._pending:
            from .builder import build_segment
            from .vocabulary import MOST_WORDS, Vocabulary

            if self._vocabulary is None or len(self._vocabulary) > MOST_WORDS:
                self._vocabulary = Vocabulary()
            with write_errors(self.folder):
                path = self.new_path()
                posts, spare = list(self._pending.values()), not len(self._builds)
                size = write_arrays(path, build_segment(posts, self.folder, self._vocabulary, spare=spare))
                self._take_in_builds()
                # Looked up all together: one by one, a million posts took 0.5 ms each.
                self._remove_written(list(self._pending))
                self._take_in(path, size)
            self._pending, self._pending_characters = {}, 0
        self._take_in_builds()

    def _take_in(self, path: Path, size: int) -> None:
        segment = Segment(path)
        self._segments.append(segment)
        self._entries.append(SegmentEntry(path.name, segment.posts, size, checksum=segment.file.checksum))
        self._live.append(np.ones(segment.posts, bool))

    def _merge(self, groups: list[list[int]]) -> None:
        """Make one segment of each group of places; of several groups side by side, where they may be.

        Raises `DamagedIndexError` where one has not the checksums that it was written with: what is copied from it
        would have some that fit.
        """
        from .merge import merge_segments

        written = {entry.name for entry in self._manifest.segments}
        before = [place for place in chain(*groups) if self._entries[place].name in written]
        for place in before:
            self._segments[place].file.verify()
        # What others wrote may be damaged, which this process has to tell.
        aside = len(groups) > 1 and may_fork() and not before
        for places in groups:
            merge = partial(merge_segments, [(self._segments[p], self._live[p]) for p in places], self.folder)
            if aside:
                self._builds.begin(self.new_path(), (), merge)
            else:
                path = self.new_path()
                self._take_in(path, write_arrays(path, merge()))
        self._take_in_builds()
        for place in chain(*groups):
            self._live[place] = np.zeros(len(self._live[place]), bool)

    def _with_removals(self, place: int) -> SegmentEntry:
        """The entry of a segment in the next manifest."""
        entry, live = self._entries[place], self._live[place]
        removed = len(live) - int(np.count_nonzero(live))
        if removed == entry.removed_posts:
            return entry
        name = f"{Path(entry.name).stem}-{self._manifest.generation + 1:08d}.removed"
        write_arrays(self.folder / name, {"removed": np.packbits(~live)})
        checksum = ArrayFile(self.folder / name).checksum
        return entry._replace(removed=name, removed_posts=removed, removed_checksum=checksum)

    def _clear_unused(self, named: Collection[str] = (), *, confirmed: bool = False) -> None:
        """Delete the files that neither the generation names that this writer knows last, nor the one on the disk,
        where that may be ``named`` otherwise.

        What cannot be deleted, for it is open elsewhere or the disk fails, is left to the next writer.
        """
        with suppress(OSError):
            needed = self._manifest.files().union(named)
            unused = [
                path
                for path in self.folder.iterdir()
                if is_ours(path.name) and path.name not in needed and path.name.endswith(LEFTOVERS)
            ]
            if unused and not confirmed:
                # The writer before may have ended between renaming its manifest and flushing the folder.
                disk().flush_folder(self.folder)
            for path in unused:
                with suppress(OSError):
                    disk().remove(path)


def _current(folder: Path) -> Manifest:
    """The generation on the disk; one without posts where there is none."""
    try:
        return read_manifest(folder)
    except NoIndexError:
        return Manifest()
