"""One generation of an index, as searches see it: all segments as one run of posts.

Posts are numbered through all segments; the numbers of removed posts stay free. A snapshot never changes; it keeps what
it has computed, and goes when the generation goes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import proxy

import numpy as np
from numpy.typing import NDArray

from ..errors import DamagedIndexError
from ..language.folding import fold
from ..language.stems import stem
from ..stopping import Stop, go_on
from .arrays import ArrayFile, Mask, marked, offsets
from .carried import CarriedColumns
from .columns import NO_DATE
from .facettable import FacetTable
from .facetview import FacetView, period_facet, string_facet
from .manifest import Manifest, SegmentEntry, read_manifest
from .postings import Ints, TermPostings, keep
from .segment import Segment, open_segment
from .sizedcache import SizedCache
from .termreader import read_occurrences, read_occurrences_in, read_postings
from .wordruns import WordRun, word_runs

if TYPE_CHECKING:
    from ..models import ListedPost, Post

_Made = TypeVar("_Made")
_ANOTHER = "it is not the one the manifest names"

POSTINGS_IN_MEMORY = 64 * 2**20
"""Bytes of decoded postings that a snapshot keeps, and as many of places: those of the terms asked for last."""
POSTINGS_IN_MEMORY_PER_POST = 128
"""The same for large indexes: a million posts have 128 MB then, beside 2.5 GB on disk."""


class Snapshot:
    """Everything that searching reads. Arrays over posts have one entry a number, removed posts included."""

    def __init__(self, folder: Path, manifest: Manifest, before: Snapshot | None = None) -> None:
        """``before`` is an earlier snapshot of the index: columns of what both have are not made again."""
        self.manifest = manifest
        self.segments: list[Segment] = [open_segment(folder / entry.name) for entry in manifest.segments]
        self._files = [segment.file for segment in self.segments]
        self.bases: list[int] = offsets(np.array([segment.posts for segment in self.segments], np.int64)).tolist()
        """The number of each segment's first post, and at the end how many numbers there are."""
        self.numbers: int = self.bases[-1]
        """How many numbers of posts there are."""
        named = zip(manifest.segments, self.segments, strict=True)
        live = [live_posts(folder, entry, segment) for entry, segment in named]
        self.live: Mask = np.concatenate([np.zeros(0, bool), *live])
        self.posts = int(np.count_nonzero(self.live))
        """How many posts there are."""
        self.is_complete = self.posts == self.numbers
        """Whether no post was removed."""
        self._columns = CarriedColumns(self.segments, self.bases)
        if before is not None:
            self._columns.carry(before._columns)
        self._made: dict[Callable[[Snapshot], Any], Any] = {}
        # The caches know the snapshot only weakly: it goes, with its files and arrays, as soon as nobody uses it.
        own = proxy(self)
        self.facet: Callable[[str], FacetView] = cache(lambda name: own._facet(name))
        self.facet_table: Callable[[tuple[str, ...]], FacetTable] = lru_cache(16)(
            lambda names: FacetTable([own.facet(name) for name in names], own.live)
        )
        self.values: Callable[[str], tuple[list[str], Ints, Ints]] = cache(lambda name: own._values(name))
        self.listed: Callable[[int], ListedPost] = lru_cache(4096)(lambda post: own._listed(post))
        self.word_runs: Callable[[str], tuple[WordRun, ...]] = lru_cache(4096)(lambda folded: own._word_runs(folded))
        self.form_runs: Callable[[str], tuple[WordRun, ...]] = lru_cache(4096)(lambda word: own._form_runs(word))
        self.room_for_terms = max(POSTINGS_IN_MEMORY, POSTINGS_IN_MEMORY_PER_POST * self.numbers)
        """Bytes of what is decoded of terms that may be kept, in each of several caches."""
        self._known_postings: SizedCache[tuple[WordRun, ...], TermPostings] = SizedCache(self.room_for_terms)
        self._known_occurrences: SizedCache[tuple[WordRun, ...], Ints] = SizedCache(self.room_for_terms)

    def once(self, make: Callable[[Snapshot], _Made]) -> _Made:
        """What ``make`` gives for this snapshot, made when it is first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(_Made, self._made[make])

    @cached_property
    def all_posts(self) -> Ints:
        """The numbers of the live posts, ascending."""
        return np.flatnonzero(self.live)

    @cached_property
    def dates(self) -> NDArray[np.int64]:
        """Seconds as `columns.date_seconds` has them."""
        return self._columns.column("dates", np.zeros(0, np.int64), lambda segment: segment.dates)

    @cached_property
    def newest_first(self) -> Ints:
        """A number for each post by which newer posts come first, and those without a date last."""
        return self._columns.column("newest_first", np.zeros(0, np.int64), lambda part: _newest_first(part.dates))

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Words in the title, the summary and the body: shape (numbers, 3), each column in one piece."""
        return self._columns.column("lengths", np.zeros((3, 0), np.int64), lambda segment: segment.lengths.T).T

    @cached_property
    def mean_lengths(self) -> NDArray[np.float64]:
        """Mean words in the title, the summary and the body of a live post."""
        if not self.posts:
            return np.ones(3)
        # Summed segment by segment: after a small commit the sums of the large segments are known already.
        sums = np.zeros(3, np.int64)
        for base, segment in zip(self.bases, self.segments, strict=False):
            sums += segment.length_sums
            live = self.live[base : base + segment.posts]
            if not live.all():
                sums -= segment.lengths[np.flatnonzero(~live)].sum(axis=0)
        means: NDArray[np.float64] = sums / self.posts
        return means

    @cached_property
    def languages(self) -> list[str]:
        """The languages of the posts, sorted."""
        return sorted({language for segment in self.segments for language in segment.language_ranges})

    @cached_property
    def title_order(self) -> Ints:
        """The place of each post in the order of titles; equal titles have equal places."""
        _, rows, ordinals = self.values("title")
        order = np.zeros(self.numbers, np.int64)
        order[rows] = ordinals
        return order

    def _word_runs(self, folded: str) -> tuple[WordRun, ...]:
        """A word as written, in all its spellings."""
        runs = ((number, segment.lexicon.ids(folded)) for number, segment in enumerate(self.segments))
        return tuple(WordRun(number, ids) for number, ids in runs if ids)

    def _form_runs(self, word: str) -> tuple[WordRun, ...]:
        """Every form of a word, in each post by the rules of its language.

        A word typed without accents also stands for the accented words of the index that are spelt so.
        """
        spellings = {word, *self._spellings(fold(word))}
        runs: list[WordRun] = []
        for number, segment in enumerate(self.segments):
            meant: dict[int, list[range]] = {}
            for language, posts in segment.language_ranges.items():
                for form in {stem(spelling, language) for spelling in spellings}:
                    for known in segment.stems.words(language, form):
                        meant.setdefault(known, []).append(posts)
            runs += word_runs(number, meant, segment.posts)
        return tuple(runs)

    def postings(self, runs: tuple[WordRun, ...], stop: Stop = go_on) -> TermPostings:
        """The live postings of all runs as one term; posts under their numbers in the snapshot. Where there is much to
        read ``stop`` is asked in between."""
        known = self._known_postings.get(runs)
        if known is None:
            known = read_postings(self.segments, self.bases, runs, stop)
            if not self.is_complete:
                known = keep(known, self.live[known.posts])
            self._known_postings.put(runs, known, known.size)
        return known

    def all_occurrences(self, runs: tuple[WordRun, ...]) -> Ints:
        """All occurrences of the runs in live posts, packed, ascending."""
        known = self._known_occurrences.get(runs)
        if known is None:
            everywhere = self.is_complete and all(run.posts is None for run in runs)
            wanted = None if everywhere else marked(self.postings(runs).posts, self.numbers)
            known = read_occurrences(self.segments, self.bases, runs, wanted)
            self._known_occurrences.put(runs, known, known.nbytes)
        return known

    def occurrences(self, runs: tuple[WordRun, ...], posts: Ints) -> Ints:
        """All occurrences of the runs in some posts (ascending), packed, ascending."""
        return read_occurrences_in(self.segments, self.bases, runs, posts)

    def _spellings(self, folded: str) -> list[str]:
        """The words of live posts with this folded form."""
        found = set()
        for number, segment in enumerate(self.segments):
            for word in segment.lexicon.ids(folded):
                if self.is_complete or len(self.postings((WordRun(number, range(word, word + 1)),)).posts):
                    found.add(segment.lexicon.word(word))
        return sorted(found)

    def _values(self, name: str) -> tuple[list[str], Ints, Ints]:
        """A string column: its distinct values, sorted; and for each entry the post and the place of the value."""
        columns = [segment.column(name) for segment in self.segments]
        texts = [column.values.strings() for column in columns]
        values = texts[0] if len(texts) == 1 else sorted(set().union(*texts))
        place = {value: number for number, value in enumerate(values)} if len(texts) > 1 else {}
        rows, ordinals = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for base, column, text in zip(self.bases, columns, texts, strict=False):
            starts = column.starts.astype(np.int64)
            rows.append(np.repeat(np.arange(len(starts) - 1), np.diff(starts)) + base)
            local = column.ordinals.astype(np.int64)
            if len(local) and int(local.max()) >= len(text):
                raise ValueError(f"the column {name} names a value that there is not")
            ordinals.append(local if len(texts) == 1 else np.array([place[value] for value in text], np.int64)[local])
        return values, np.concatenate(rows), np.concatenate(ordinals)

    def _facet(self, name: str) -> FacetView:
        """One of `models.FACETS`."""
        if name in ("year", "month"):
            return period_facet(self.dates, self.live, monthly=name == "month")
        return string_facet(*self.values(name), self.live)

    def dated(self) -> Mask:
        """Which posts have a date."""
        dated: Mask = self.dates != NO_DATE
        return dated

    def _listed(self, post: int) -> ListedPost:
        """What a hit shows of a post."""
        segment, local = self._place(post)
        return segment.stored.listed(local)

    def id(self, post: int) -> str:
        """The id of a post."""
        segment, local = self._place(post)
        return segment.ids[local].decode()

    def text(self, post: int) -> str:
        """The text of a post."""
        segment, local = self._place(post)
        return segment.stored.text(local)

    def paragraph_starts(self, post: int) -> Ints:
        """Position of the first word of each paragraph of a post's text."""
        segment, local = self._place(post)
        return segment.paragraph_starts(local)

    def number(self, post_id: str) -> int | None:
        """The number of a live post, by its id."""
        for base, segment in zip(self.bases, self.segments, strict=False):
            number = segment.find(post_id)
            if number is not None and self.live[base + number]:
                return base + number
        return None

    def post(self, post_id: str) -> Post | None:
        """A post, whole, by its id."""
        return None if (number := self.number(post_id)) is None else self.whole(number)

    def whole(self, post: int) -> Post:
        """A post, whole, by its number."""
        segment, local = self._place(post)
        return segment.stored.post(local)

    def ids(self) -> list[str]:
        """The ids of the live posts."""
        written = [post_id for segment in self.segments for post_id in segment.ids.strings()]
        return [written[number] for number in self.all_posts.tolist()]

    def posts_without_files(self) -> list[Post]:
        """The posts that were added by a program: only the index has them."""
        return [
            segment.stored.post(number)
            for base, segment in zip(self.bases, self.segments, strict=False)
            for number, state in enumerate(segment.file_states())
            if not state.digest and self.live[base + number]
        ]

    def is_whole(self) -> bool:
        """Whether none of its files was cut short since it was opened."""
        return all(map(ArrayFile.is_whole, self._files))

    def verify(self) -> None:
        """Compare every file of the generation with its checksums; raises `DamagedIndexError`."""
        for segment in self.segments:
            segment.file.verify()

    def _place(self, post: int) -> tuple[Segment, int]:
        number = bisect_right(self.bases, post) - 1
        return self.segments[number], post - self.bases[number]


def open_snapshot(folder: Path, before: Snapshot | None = None) -> Snapshot:
    """The current generation. A file that a writer cleaned away meanwhile means that there is a newer generation.

    What ``before``, an earlier snapshot, has opened and worked out of segments that are still there is kept.
    """
    manifest = read_manifest(folder)
    while True:
        try:
            return Snapshot(folder, manifest, before)
        except DamagedIndexError:
            newer = read_manifest(folder)
            if newer.generation == manifest.generation:
                raise
            manifest = newer


def live_posts(folder: Path, entry: SegmentEntry, segment: Segment) -> Mask:
    """Which posts of a segment are still there."""
    if (segment.posts, segment.file.size) != (entry.posts, entry.bytes):
        raise segment.file.damaged(_ANOTHER)
    if entry.checksum not in (0, segment.file.checksum):
        raise segment.file.damaged(_ANOTHER)
    if entry.removed is None:
        return np.ones(segment.posts, bool)
    removed = ArrayFile(folder / entry.removed)
    if entry.removed_checksum not in (0, removed.checksum):
        raise removed.damaged(_ANOTHER)
    removed.verify()
    gone: Mask = np.unpackbits(removed["removed"].view(np.uint8), count=segment.posts).astype(bool)
    return ~gone


def _newest_first(dates: NDArray[np.int64]) -> Ints:
    """Numbers by which newer dates come first, and none last."""
    newest = -dates
    newest[newest == NO_DATE] = np.iinfo(np.int64).max  # the least number is its own negative
    return newest
