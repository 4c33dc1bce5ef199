"""A facet over a whole index: which posts have which value.

The spellings of a value that differ in case, accents, ``-``, ``_`` and space meet under one key; the commonest of them
is what is shown.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..language.folding import facet_key
from .arrays import Mask, distinct, marked, offsets
from .columns import NO_DATE, months
from .postings import Ints

_DENSE = 0.125
"""Share of posts with an n-th value from which on n-th values are a column over all posts."""


class FacetView:
    """The values of one facet. Places of values are those in ``keys``.

    Counting reads columns over all posts: the first value of each, the second of each, as long as enough posts have
    one; 0 stands for none, and the place of a value's label among the sorted labels, plus 1, for the value. What is
    left is a list of pairs.
    """

    def __init__(self, keys: list[str], labels: list[str], rows: Ints, ordinals: Ints, live: Mask) -> None:
        """Post ``rows[i]`` has the value at ``ordinals[i]``; sorted by post, then place, each pair once."""
        self.keys = keys
        """Sorted."""
        self.labels = labels
        """The spelling that is shown for each key."""
        self._live = live
        self._all_live = bool(live.all())
        self._rows = rows
        self._ordinals = ordinals
        order = sorted(range(len(keys)), key=labels.__getitem__)
        self.sorted_labels = [labels[place] for place in order]
        """Counts are in this order."""
        self._rank = np.zeros(len(keys), np.int64)
        self._rank[order] = np.arange(len(keys))
        ranks = self._rank[ordinals]
        starts = offsets(np.bincount(rows, minlength=len(live)))
        nth = np.arange(len(rows)) - starts[rows]
        self.columns: list[NDArray[np.unsignedinteger]] = []
        """Counted by a `FacetTable`."""
        width: type[np.unsignedinteger] = np.uint16 if len(keys) < 65_535 else np.uint32
        while int((layer := nth == len(self.columns)).sum()) > _DENSE * len(live):
            column: NDArray[np.unsignedinteger] = np.zeros(len(live), width)
            column[rows[layer]] = ranks[layer] + 1
            self.columns.append(column)
        left = nth >= len(self.columns)
        self.rest: tuple[Ints, Ints] = rows[left], ranks[left]
        """Posts, and the place of the label of a further value of each; sorted by post."""

    def ordinal(self, key: str) -> int | None:
        """The place of a key among `keys`, or None."""
        place = bisect_left(self.keys, key)
        return place if place < len(self.keys) and self.keys[place] == key else None

    def rank(self, key: str) -> int | None:
        """The place of a key's label among the sorted labels, or None."""
        ordinal = self.ordinal(key)
        return None if ordinal is None else int(self._rank[ordinal])

    def posts(self, ordinals: Sequence[int]) -> Ints:
        """The live posts that have any of these values, ascending."""
        starts, rows = self._by_value
        found = [rows[starts[ordinal] : starts[ordinal + 1]] for ordinal in ordinals]
        if len(found) == 1:
            return found[0] if self._all_live else found[0][self._live[found[0]]]
        return self._present(np.concatenate([np.zeros(0, np.int64), *found]))

    def with_any_value(self) -> Ints:
        """The live posts that have a value, ascending."""
        return self._present(self._rows)

    def rest_counts(self, posts: Ints) -> Ints:
        """For each label the number of these posts that have it beyond what `columns` hold."""
        rows, ranks = self.rest
        if not len(rows):
            return np.zeros(len(self.keys), np.int64)
        among = marked(posts, len(self._live))
        return np.bincount(ranks[among[rows]], minlength=len(self.keys))

    def _present(self, rows: Ints) -> Ints:
        found = distinct(rows)
        return found[self._live[found]]

    @cached_property
    def _by_value(self) -> tuple[Ints, Ints]:
        """Where the posts of each value begin among all pairs, and the posts, value by value."""
        width = np.uint16 if len(self.keys) < 65_536 else np.int64  # those of 16 bits sort in linear time
        order = np.argsort(self._ordinals.astype(width), kind="stable")
        return offsets(np.bincount(self._ordinals, minlength=len(self.keys))), self._rows[order]

    @cached_property
    def totals(self) -> Ints:
        """For each label the number of live posts that have it."""
        return np.bincount(self._rank[self._ordinals[self._live[self._rows]]], minlength=len(self.keys))

    @cached_property
    def key_totals(self) -> Ints:
        """The same in the order of the keys."""
        return self.totals[self._rank]


def string_facet(values: list[str], rows: Ints, ordinals: Ints, live: Mask) -> FacetView:
    """The facet of a string column; ``ordinals`` are places among ``values``."""
    value_keys = [facet_key(value) for value in values]
    keys = sorted(set(value_keys))
    place = {key: number for number, key in enumerate(keys)}
    key_of_value = np.array([place[key] for key in value_keys], np.int64)
    uses = np.bincount(ordinals[live[rows]], minlength=len(values)).tolist()
    labels: dict[str, tuple[int, str]] = {}
    for value, key, used in zip(values, value_keys, uses, strict=True):
        best = labels.get(key)
        if best is None or (-used, value) < best:
            labels[key] = (-used, value)
    pairs = distinct(rows * max(1, len(keys)) + (key_of_value[ordinals] if len(ordinals) else ordinals))
    rows, ordinals = np.divmod(pairs, max(1, len(keys)))
    return FacetView(keys, [labels[key][1] for key in keys], rows, ordinals, live)


def period_facet(seconds: NDArray[np.int64], live: Mask, *, monthly: bool) -> FacetView:
    """The facet of years (``2014``) or months (``2014-03``) of a date column."""
    rows = np.flatnonzero(seconds != NO_DATE)
    periods = months(seconds[rows]).astype(np.int64)
    if not monthly:
        periods //= 12
    present = distinct(periods)
    keys = [str(period) for period in present.astype(f"datetime64[{'M' if monthly else 'Y'}]")]
    return FacetView(keys, keys, rows, np.searchsorted(present, periods), live)
