"""The terms of a field and the live posts that have them.

Terms are bytes, as everywhere in Whoosh: words and values in UTF-8, dates packed as `whoosh.fields.NUMERIC` packs them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from ...index.arrays import distinct, offsets, ranges, run_starts
from ...index.postings import POST_SHIFT, Ints
from ...index.snapshot import Snapshot
from ...index.wordruns import WordRun
from ...language.folding import fold
from ...language.schema import PARTS
from ...language.tokens import PARAGRAPH_GAP, words
from ..expansion import edit_distances
from ..phrases import unpack
from ..scoring import part_of
from .entries import Entries

_BEYOND = b"\xff"
"""Greater than every byte of UTF-8."""
_SECONDS_BEFORE_1970 = 62_135_596_800
"""From the beginning of the year 1, where Whoosh counts from."""
_DATE_BITS, _DATE_STEP = 64, 8
"""Of a number that stands for a date, and dropped at each step to a coarser term: those of `whoosh.fields.DATETIME`."""


@dataclass(frozen=True, slots=True)
class TermPosts:
    """The live posts that have a term in a field; at least one."""

    posts: Ints
    """Ascending."""
    counts: Ints
    """Occurrences in each post."""
    occurrences: Callable[[], Ints] | None = None
    """Gives all occurrences, packed as in `index.postings`, ascending; positions are words from the start of the field.
    None for fields of whole values."""

    @property
    def size(self) -> int:
        """Bytes that it takes in memory."""
        return self.posts.nbytes + self.counts.nbytes


class Terms(ABC):
    """The terms of one field."""

    lengths: Ints | None = None
    """Words in the field for every post; None for fields that say nothing of how well a post matches."""

    @abstractmethod
    def posts(self, term: bytes) -> TermPosts | None:
        """The posts that have a term; None where there are none."""

    @abstractmethod
    def _listed(self, first: bytes, *, only_prefix: bool) -> Sequence[bytes]:
        """The terms from one on, sorted, or those that begin so. Some may have no posts here."""

    def starting_at(self, term: bytes) -> Iterator[bytes]:
        """The terms from this one on, sorted."""
        return filter(self._has_posts, self._listed(term, only_prefix=False))

    def with_prefix(self, prefix: bytes) -> Iterator[bytes]:
        """The terms that begin so, sorted."""
        return filter(self._has_posts, self._listed(prefix, only_prefix=True))

    def near(self, word: str, distance: int, prefix: int) -> Iterator[tuple[int, str]]:
        """The terms within an edit distance (Levenshtein) that share the first characters, each with its distance."""
        listed = (term.decode() for term in self._listed(word[:prefix].encode(), only_prefix=True))
        others = [other for other in listed if abs(len(other) - len(word)) <= distance]
        for found, other in zip(edit_distances(word, others).tolist(), others, strict=True):
            if found <= distance and self._has_posts(other.encode()):
                yield found, other

    def _has_posts(self, term: bytes) -> bool:
        return self.posts(term) is not None


class WordTerms(Terms):
    """The words of the text, or of one of its parts. The terms of a field for any form are all words as written, each
    of which stands for every form."""

    def __init__(self, snapshot: Snapshot, part: str | None, *, any_form: bool) -> None:
        self._snapshot = snapshot
        self._part = part
        self._any_form = any_form
        self._complete = part is None and snapshot.posts == snapshot.numbers
        columns = snapshot.lengths
        self.lengths = columns.sum(axis=1) if part is None else columns[:, PARTS.index(part)]

    def posts(self, term: bytes) -> TermPosts | None:
        word = term.decode("utf-8", "replace")
        runs = self._snapshot.form_runs(word) if self._any_form else self._snapshot.word_runs(word)
        found = self._snapshot.postings(runs)
        if self._part is not None:
            found = part_of(found, self._part)
        if not len(found.posts):
            return None
        return TermPosts(found.posts, found.counts, partial(self._occurrences, runs, found.posts))

    def _listed(self, first: bytes, *, only_prefix: bool) -> Sequence[bytes]:
        text = first.decode("utf-8", "ignore")
        found: set[str] = set()
        for segment in self._snapshot.segments:
            places = segment.lexicon.fold_range(text)
            if not only_prefix:
                places = range(places.start, segment.lexicon.fold_range("").stop)
            found.update(segment.lexicon.folds(places))
        return [word.encode() for word in sorted(found)]

    def _has_posts(self, term: bytes) -> bool:
        return self._complete or super()._has_posts(term)

    def _occurrences(self, runs: tuple[WordRun, ...], posts: Ints) -> Ints:
        packed = self._snapshot.occurrences(runs, posts)
        if self._part is None:
            return packed
        owners, positions = unpack(packed)
        part = PARTS.index(self._part)
        starts = [*np.cumsum(self._snapshot.lengths[:, :-1] + PARAGRAPH_GAP, axis=1).T]
        first = starts[part - 1][owners] if part else np.zeros(len(owners), np.int64)
        inside = positions >= first
        if part < len(starts):
            inside &= positions < starts[part][owners]
        return packed[inside] - first[inside]


class SortedTerms(Terms):
    """Terms that are few enough to be held sorted in memory."""

    def __init__(self, terms: list[bytes]) -> None:
        self._terms = terms

    @abstractmethod
    def _at(self, place: int) -> TermPosts:
        """The posts of the term at a place."""

    def posts(self, term: bytes) -> TermPosts | None:
        place = bisect_left(self._terms, term)
        return self._at(place) if place < len(self._terms) and self._terms[place] == term else None

    def _listed(self, first: bytes, *, only_prefix: bool) -> Sequence[bytes]:
        start = bisect_left(self._terms, first)
        return self._terms[start : bisect_left(self._terms, first + _BEYOND, lo=start) if only_prefix else None]

    def _has_posts(self, term: bytes) -> bool:  # noqa: ARG002
        return True


class ValueTerms(SortedTerms):
    """The values of a field of whole values."""

    def __init__(self, snapshot: Snapshot, entries: Entries) -> None:
        terms = sorted(set(entries.terms))
        live = snapshot.live[entries.posts]
        places = np.array(entries.order, np.int64)[entries.values[live]]
        places, self._posts = np.divmod(
            distinct(places * max(1, snapshot.numbers) + entries.posts[live]), max(1, snapshot.numbers)
        )
        counts = np.bincount(places, minlength=len(terms))
        super().__init__([terms[place].encode() for place in np.flatnonzero(counts)])
        self._starts = offsets(counts[counts > 0])

    def _at(self, place: int) -> TermPosts:
        posts = self._posts[self._starts[place] : self._starts[place + 1]]
        return TermPosts(posts, np.ones(len(posts), np.int64))


class NameTerms(SortedTerms):
    """The words of the authors' names. Names are apart as paragraphs are, so a phrase stays within one."""

    def __init__(self, snapshot: Snapshot, entries: Entries) -> None:
        spelt = dict(zip(entries.order, ([fold(word) for word in words(term)] for term in entries.terms), strict=True))
        names = [spelt[place] for place in range(len(spelt))]
        terms = sorted({word for name in names for word in name})
        number = {word: place for place, word in enumerate(terms)}
        flat = np.array([number[word] for name in names for word in name], np.int64)
        sizes = np.array([len(name) for name in names], np.int64)

        live = snapshot.live[entries.posts]
        places = np.array(entries.order, np.int64)[entries.values[live]]
        bound = max(1, len(names))
        posts, places = np.divmod(distinct(entries.posts[live] * bound + places), bound)
        first = np.searchsorted(posts, posts)
        counts = sizes[places]
        before = offsets(counts)[:-1]
        start = before - before[first] + PARAGRAPH_GAP * (np.arange(len(posts)) - first)
        position = np.arange(int(counts.sum())) + np.repeat(start - before, counts)
        packed = (np.repeat(posts, counts) << POST_SHIFT) | position
        found = flat[ranges(offsets(sizes)[places], counts)]
        self._packed = packed[np.lexsort((packed, found))]
        having = np.bincount(found, minlength=len(terms))
        self._starts = offsets(having[having > 0])
        self.lengths = np.bincount(posts, weights=counts, minlength=snapshot.numbers).astype(np.int64)
        super().__init__([terms[place].encode() for place in np.flatnonzero(having)])

    def _at(self, place: int) -> TermPosts:
        packed = self._packed[self._starts[place] : self._starts[place + 1]]
        owners = unpack(packed)[0]
        first = run_starts(owners)
        return TermPosts(owners[first], np.diff(first, append=len(owners)), lambda: packed)


class DateTerms(SortedTerms):
    """Dates to the microsecond, and, for ranges, each date without its last 8, 16 … 56 bits."""

    def __init__(self, snapshot: Snapshot) -> None:
        posts = np.flatnonzero(snapshot.dated() & snapshot.live)
        since_year_1 = (snapshot.dates[posts] + _SECONDS_BEFORE_1970) * 1_000_000
        sortable = since_year_1.astype(np.uint64) + np.uint64(1 << (_DATE_BITS - 1))
        order = np.argsort(sortable, kind="stable")
        self._posts, sortable = posts[order], sortable[order]
        terms: list[bytes] = []
        self._ranges: list[tuple[int, int]] = []
        for shift in range(0, _DATE_BITS, _DATE_STEP):
            shifted = sortable >> np.uint64(shift)
            first = run_starts(shifted).tolist()
            self._ranges += pairwise([*first, len(shifted)])
            terms += [bytes([shift]) + number.to_bytes(_DATE_BITS // 8, "big") for number in shifted[first].tolist()]
        super().__init__(terms)

    def _at(self, place: int) -> TermPosts:
        first, last = self._ranges[place]
        posts = np.sort(self._posts[first:last])
        return TermPosts(posts, np.ones(len(posts), np.int64))
