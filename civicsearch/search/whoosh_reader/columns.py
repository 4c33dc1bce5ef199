"""Columns as Whoosh reads them, for sorting, grouping, collapsing and for fields of hits that are not stored.

A post without a value sorts last, in both directions.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

import numpy as np
from whoosh import columns
from whoosh.util.times import datetime_to_long

from ...index.arrays import offsets
from ...index.columns import NO_DATE
from ...index.postings import Ints
from ...index.snapshot import Snapshot
from .entries import Entries

_LAST = int(np.iinfo(np.int64).max)
_EPOCH = datetime(1970, 1, 1)


class SortKey(str):
    """A value that is compared by its place in an order, and is a group of its own by its text."""

    place: int

    def __new__(cls, value: str, place: int) -> SortKey:
        key = super().__new__(cls, value)
        key.place = place
        return key

    @property
    def label(self) -> str | None:
        """The value; None where there is none."""
        return None if self.place == _LAST else str(self)

    def __lt__(self, other: str) -> bool:
        return self.place < other.place if isinstance(other, SortKey) else super().__lt__(other)

    def __gt__(self, other: str) -> bool:
        return self.place > other.place if isinstance(other, SortKey) else super().__gt__(other)

    def __le__(self, other: str) -> bool:
        return self.place <= other.place if isinstance(other, SortKey) else super().__le__(other)

    def __ge__(self, other: str) -> bool:
        return self.place >= other.place if isinstance(other, SortKey) else super().__ge__(other)


class KeyColumn(columns.Column):
    """Values of a field, several a post."""

    reversible = True
    _default: tuple[str, ...] = ()

    def stores_lists(self) -> bool:
        """True, so that a post can be in the groups of all its values."""
        return True


class TextColumn(columns.Column):
    """A text of each post."""

    _default = ""


class TitleColumn(TextColumn):
    """Titles, sorted without case, accents and leading signs."""

    reversible = True


class DateColumn(columns.Column):
    """Dates; they are sorted as Whoosh counts them, in microseconds since the year 1."""

    reversible = True
    missing: ClassVar[int] = _LAST
    _default: int = _LAST


class _Reader(columns.ColumnReader):
    """A column that is in memory or read from stored posts."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._doccount = snapshot.numbers
        self._direction = 1

    def set_reverse(self) -> None:
        """Sort the other way."""
        self._direction = -1


class KeyReader(_Reader):
    """The values of a field: a list for each post, the spellings of one value once."""

    def __init__(self, snapshot: Snapshot, entries: Entries) -> None:
        super().__init__(snapshot)
        self._entries = entries
        self._starts: Ints = offsets(np.bincount(entries.posts, minlength=snapshot.numbers))

    def __getitem__(self, post: int) -> list[str]:
        return list(dict.fromkeys(self._entries.labels[place] for place in self._places(post)))

    def sort_key(self, post: int) -> Any:
        """The first value."""
        places = self._places(post)
        if not places:
            return SortKey("", _LAST)
        return SortKey(self._entries.labels[places[0]], self._direction * self._entries.order[places[0]])

    def _places(self, post: int) -> list[int]:
        places: list[int] = self._entries.values[self._starts[post] : self._starts[post + 1]].tolist()
        return places


class TextReader(_Reader):
    """A text of each post."""

    def __init__(self, snapshot: Snapshot, text: Callable[[int], str]) -> None:
        super().__init__(snapshot)
        self._text = text

    def __getitem__(self, post: int) -> str:
        return self._text(post)


class TitleReader(TextReader):
    """Titles. What they are sorted by is their folded form."""

    def sort_key(self, post: int) -> Any:
        """The folded title."""
        place = int(self._snapshot.title_order[post])
        return SortKey(self._snapshot.values("title")[0][place], self._direction * place)


class DateReader(_Reader):
    """The date column."""

    def __getitem__(self, post: int) -> datetime | None:
        seconds = int(self._snapshot.dates[post])
        return None if seconds == NO_DATE else _EPOCH + timedelta(seconds=seconds)

    def sort_key(self, post: int) -> Any:
        """Microseconds since the year 1."""
        date = self[post]
        return DateColumn.missing if date is None else self._direction * datetime_to_long(date)
