"""The first hits in an order, without sorting all matching posts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .. import native
from ..errors import UsageError
from ..index.arrays import Array, Mask, run_starts
from ..index.columns import NO_DATE
from ..index.postings import Ints
from ..index.snapshot import Snapshot
from ..models import SORTS
from .matches import Matches

Key = Callable[[Ints | None], NDArray[np.float32] | Ints]
"""What posts are sorted by, smallest first: for those at some ascending places among the matches, or for all."""

_NEWEST = ("relevance", "-date")
"""Orders in which the newest of the posts that are alike goes first."""
_FRONT = 1000
"""Places of the newest posts that are kept."""
_MOST_ROWS = 1024
"""Rows that the kernel finds at most."""
_ROOM = 1000
"""Further rows that may be equal to the last."""
_NO_PLACES = np.zeros(0, np.int64)
_SAMPLE = 1024
_MANY = 16 * _SAMPLE
"""Rows from which on a bound is guessed from a sample before anything is sorted: 1 ns a row instead of 8."""


def check_sort(name: str) -> None:
    """Raises `UsageError` where there is no such order."""
    if name not in SORTS:
        raise UsageError(f"{name}: there is no such order; choose one of {', '.join(SORTS)}")


def first_hits(
    snapshot: Snapshot, matches: Matches, sort: str, count: int, skip: int = 0, behind: Mask | None = None
) -> Ints:
    """Places in ``matches`` of its first posts in an order, without those to skip at the beginning.

    What is equal goes newest first, then by id. ``behind`` marks posts, one entry a match, that come after all others.
    """
    posts = matches.posts
    if behind is not None and behind.any():
        ahead, later = np.flatnonzero(~behind), np.flatnonzero(behind)
        first = ahead[first_hits(snapshot, matches.among(ahead), sort, count)]
        rest = later[first_hits(snapshot, matches.among(later), sort, max(count - len(first), 0))]
        return np.concatenate([first, rest])[skip:]
    count = min(count, len(posts))
    if skip >= count:
        return _NO_PLACES
    by_score = sort == "relevance" and matches.scorer is not None
    if posts is snapshot.all_posts and not by_score and sort in _NEWEST and count <= _FRONT:
        return snapshot.once(_newest_places)[skip:count]
    return _first(snapshot, matches, sort, count, skip, by_score=by_score)


def _newest_places(snapshot: Snapshot) -> Ints:
    """The places of the newest of all posts."""
    everything = Matches(snapshot.all_posts)
    return _first(snapshot, everything, "-date", min(_FRONT, len(everything)), 0, by_score=False)


def _first(snapshot: Snapshot, matches: Matches, sort: str, count: int, skip: int, *, by_score: bool) -> Ints:
    posts = matches.posts
    keys, sign = _post_keys(snapshot, sort)
    if native.kernels is not None and count <= _MOST_ROWS:
        scores = matches.scores() if by_score else None
        places = np.empty(count + _ROOM, np.int64)
        found = native.kernels.first(scores, posts, keys, sign, count, places)
        if found > 0:
            return places[skip:found]
        if found:
            chosen = places[:-found]
            equals: list[Array] = [keys[posts[chosen]]]
            columns = equals if scores is None else [scores[chosen], *equals]
            return _apart(snapshot, posts, chosen, columns, range(skip, count))

    def key(places: Ints | None) -> Ints:
        if places is None and len(posts) == len(keys):
            return keys if sign > 0 else -keys
        chosen = keys[posts if places is None else posts[places]]
        return chosen if sign > 0 else -chosen

    order: tuple[Key, ...] = ((lambda places: -matches.scores(places)), key) if by_score else (key,)
    if sort not in _NEWEST:
        order = (*order, lambda places: snapshot.newest_first[posts if places is None else posts[places]])
    chosen = _candidates(order, len(posts), count)
    values = [column(chosen) for column in order]
    places = np.lexsort(values[::-1])
    return _apart(snapshot, posts, chosen[places], [column[places] for column in values], range(skip, count))


def _post_keys(snapshot: Snapshot, sort: str) -> tuple[Ints, int]:
    """A number for each post by which posts go, smallest first, and -1 where they go the other way round."""
    if sort in _NEWEST:
        return snapshot.newest_first, 1
    if sort == "date":
        return snapshot.once(_oldest_first), 1
    return snapshot.title_order, 1 if sort == "title" else -1


def _oldest_first(snapshot: Snapshot) -> Ints:
    """A number for each post by which older posts come first, and those without a date last."""
    return np.where(snapshot.dates == NO_DATE, np.iinfo(np.int64).max, snapshot.dates)


def _apart(snapshot: Snapshot, posts: Ints, chosen: Ints, columns: Sequence[Array], wanted: range) -> Ints:
    """The wanted ones of some places in order; those that are equal in all columns go newest first, then by id."""
    starts = run_starts(*columns)
    if len(starts) == len(chosen):
        return chosen[wanted.start : wanted.stop]
    first = int(np.searchsorted(starts, wanted.start, side="right")) - 1
    bounds = [*starts[first:].tolist(), len(chosen)]
    result: list[int] = []
    for start, end in pairwise(bounds):
        run = chosen[start:end].tolist()
        if end - start > 1:
            run.sort(key=lambda place: (snapshot.newest_first[posts[place]], snapshot.id(int(posts[place]))))
        result += run
        if end >= wanted.stop:
            break
    return np.array(result[wanted.start - bounds[0] : wanted.stop - bounds[0]], np.int64)


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
