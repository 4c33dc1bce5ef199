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
from .arrays import Mask, distinct
from .columns import NO_DATE, months
from .postings import Ints


class FacetView:
    """The values of one facet.

    Post ``rows[i]`` has the value ``keys[ordinals[i]]``; a post has a value once.
    """

    def __init__(self, keys: list[str], labels: list[str], rows: Ints, ordinals: Ints, live: Mask) -> None:
        self.keys = keys
        """Sorted."""
        self.labels = labels
        """The spelling that is shown for each key."""
        self._live = live
        self._rows = rows
        self._ordinals = ordinals

    def ordinal(self, key: str) -> int | None:
        """The place of a key among `keys`, or None."""
        place = bisect_left(self.keys, key)
        return place if place < len(self.keys) and self.keys[place] == key else None

    def posts(self, ordinals: Sequence[int]) -> Ints:
        """The live posts that have any of these values, ascending."""
        if len(ordinals) == 1:
            wanted = self._ordinals == ordinals[0]
        else:
            wanted = np.isin(self._ordinals, np.array(ordinals, np.int64))
        return self._present(self._rows[wanted])

    def with_any_value(self) -> Ints:
        """The live posts that have a value, ascending."""
        return self._present(self._rows)

    def counts(self, among: Mask | None) -> Ints:
        """For each key the number of posts that have it, among those of a mask; None is all live posts."""
        if among is None:
            return self._totals
        return np.bincount(self._ordinals[among[self._rows]], minlength=len(self.keys))

    def _present(self, rows: Ints) -> Ints:
        found = distinct(rows)
        return found[self._live[found]]

    @cached_property
    def _totals(self) -> Ints:
        return np.bincount(self._ordinals[self._live[self._rows]], minlength=len(self.keys))


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
    of_post = months(seconds)
    rows = np.flatnonzero(of_post != months(np.array([NO_DATE], np.int64))[0])
    periods = of_post[rows].astype(np.int64) if monthly else of_post[rows].astype(np.int64) // 12
    present = distinct(periods)
    keys = [str(period) for period in present.astype(f"datetime64[{'M' if monthly else 'Y'}]")]
    return FacetView(keys, keys, rows, np.searchsorted(present, periods), live)
