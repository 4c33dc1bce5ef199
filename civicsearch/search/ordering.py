"""The first hits in an order, without sorting all matching posts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError
from ..index.columns import NO_DATE
from ..index.postings import Ints, run_starts
from ..index.snapshot import Snapshot
from ..models import SORTS
from .matches import Matches

Key = NDArray[np.float64] | Ints

_LAST = np.iinfo(np.int64).max


def check_sort(name: str) -> None:
    """Raises `UsageError` where there is no such order."""
    if name not in SORTS:
        raise UsageError(f"{name}: there is no such order; choose one of {', '.join(SORTS)}")


def first_hits(snapshot: Snapshot, matches: Matches, sort: str, count: int) -> Ints:
    """Places in ``matches`` of its first posts in an order; what is equal goes newest first, then by id."""
    dates = snapshot.dates[matches.posts]
    undated = dates == NO_DATE
    newest = np.where(undated, _LAST, -dates)
    title = snapshot.title_order[matches.posts] if sort.endswith("title") else newest
    keys: dict[str, tuple[Key, ...]] = {
        "relevance": (-matches.scores, newest),
        "date": (np.where(undated, _LAST, dates),),
        "-date": (newest,),
        "title": (title, newest),
        "-title": (-title, newest),
    }
    return _smallest(keys[sort], count, lambda places: [snapshot.id(int(post)) for post in matches.posts[places]])


def _smallest(keys: Sequence[Key], count: int, ids: Callable[[Ints], list[str]]) -> Ints:
    """The places of the smallest rows of several columns, in order; rows that are equal go by id."""
    chosen = _candidates(keys, count)
    order = chosen[np.lexsort([key[chosen] for key in reversed(keys)])]
    bounds = [*run_starts(*(key[order] for key in keys)).tolist(), len(order)]
    result: list[int] = []
    for start, end in pairwise(bounds):
        run = order[start:end]
        if len(run) > 1:
            run = np.array([place for _, place in sorted(zip(ids(run), run.tolist(), strict=True))], np.int64)
        result += run.tolist()
        if len(result) >= count:
            break
    return np.array(result[:count], np.int64)


def _candidates(keys: Sequence[Key], count: int) -> Ints:
    """Places of all rows that may be among the smallest ``count``, ties of the last of them included."""
    undecided = np.arange(len(keys[0]))
    sure: list[Ints] = []
    for key in keys:
        room = count - sum(map(len, sure))
        if len(undecided) <= room or room <= 0:
            break
        values = key[undecided]
        bound = np.partition(values, room - 1)[room - 1]
        sure.append(undecided[values < bound])
        undecided = undecided[values == bound]
    return np.concatenate([*sure, undecided])
