"""The first hits in an order, without sorting all matching posts."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError
from ..index.columns import NO_DATE
from ..index.postings import Ints, run_starts
from ..index.snapshot import Snapshot
from ..models import SORTS
from .matches import Matches

Key = Callable[[Ints | None], NDArray[np.float32] | Ints]
"""What posts are sorted by, smallest first: for those at some ascending places among the matches, or for all."""

_LAST = np.iinfo(np.int64).max
_SAMPLE = 1024
_MANY = 16 * _SAMPLE
"""Rows from which on a bound is guessed from a sample before anything is sorted: 1 ns a row instead of 8."""


def check_sort(name: str) -> None:
    """Raises `UsageError` where there is no such order."""
    if name not in SORTS:
        raise UsageError(f"{name}: there is no such order; choose one of {', '.join(SORTS)}")


def first_hits(snapshot: Snapshot, matches: Matches, sort: str, count: int) -> Ints:
    """Places in ``matches`` of its first posts in an order; what is equal goes newest first, then by id."""
    posts = matches.posts

    def at(places: Ints | None) -> Ints:
        return posts if places is None else posts[places]

    def oldest(places: Ints | None) -> Ints:
        dates = snapshot.dates[at(places)]
        dates[dates == NO_DATE] = _LAST
        return dates

    def newest(places: Ints | None) -> Ints:
        if places is None and len(posts) == snapshot.numbers:
            return snapshot.newest_first
        return snapshot.newest_first[at(places)]

    keys: dict[str, tuple[Key, ...]] = {
        "relevance": ((lambda places: -matches.scores(places)), newest) if matches.scorer else (newest,),
        "date": (oldest,),
        "-date": (newest,),
        "title": ((lambda places: snapshot.title_order[at(places)]), newest),
        "-title": ((lambda places: -snapshot.title_order[at(places)]), newest),
    }
    count = min(count, len(posts))
    return _smallest(keys[sort], len(posts), count, lambda places: [snapshot.id(int(post)) for post in posts[places]])


def _smallest(keys: tuple[Key, ...], rows: int, count: int, ids: Callable[[Ints], list[str]]) -> Ints:
    """The places of the first rows by several keys, in order; rows that are equal go by id."""
    if not count:
        return np.zeros(0, np.int64)
    chosen = _candidates(keys, rows, count)
    columns = [key(chosen) for key in keys]
    order = np.lexsort(columns[::-1])
    starts = run_starts(*(column[order] for column in columns))
    if len(starts) == len(order):
        return chosen[order[:count]]
    bounds = [*starts.tolist(), len(order)]
    result: list[int] = []
    for start, end in pairwise(bounds):
        run = chosen[order[start:end]]
        if end - start > 1:
            run = np.array([place for _, place in sorted(zip(ids(run), run.tolist(), strict=True))], np.int64)
        result += run.tolist()
        if len(result) >= count:
            break
    return np.array(result[:count], np.int64)


def _candidates(keys: tuple[Key, ...], rows: int, count: int) -> Ints:
    """Places, ascending, of all rows that may be among the first ``count``, ties of the last of them included."""
    undecided: Ints | None = None
    sure: list[Ints] = []
    room = count
    for key in keys:
        values = key(undecided)
        if len(values) <= room:
            break
        below, equal = _cut(values, room)
        if undecided is not None:
            below, equal = undecided[below], undecided[equal]
        sure.append(below)
        undecided = equal
        room -= len(below)
    if undecided is None:
        return np.arange(rows)
    return np.sort(np.concatenate([*sure, undecided]))


def _cut(values: NDArray[np.float32] | Ints, count: int) -> tuple[Ints, Ints]:
    """The places of the values below the ``count``-th smallest, and of those equal to it."""
    if len(values) > _MANY and count < len(values) // 8:
        sample = np.sort(values[:: len(values) // _SAMPLE])
        guess = sample[min(len(sample) - 1, 4 + 2 * count * len(sample) // len(values))]
        few = np.flatnonzero(values <= guess)
        if len(few) >= count:
            below, equal = _exact_cut(values[few], count)
            return few[below], few[equal]
    return _exact_cut(values, count)


def _exact_cut(values: NDArray[np.float32] | Ints, count: int) -> tuple[Ints, Ints]:
    bound = np.partition(values, count - 1)[count - 1]
    return np.flatnonzero(values < bound), np.flatnonzero(values == bound)
