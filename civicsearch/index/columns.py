"""Columns: for every post of a segment, its values of one field.

A string column holds each distinct value once, and numbers (ordinals) for the values of each post: post ``i`` has the
ordinals ``ordinals[starts[i]:starts[i + 1]]``. The date column holds seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, ArrayFile, distinct, narrow, offsets
from .blobs import Blobs, Run, blob_arrays, text_arrays

NO_DATE = np.iinfo(np.int64).min
"""Stands in the date column for a post without a date."""

_EPOCH = datetime(1970, 1, 1)


class StringColumn:
    """The values of one field in one segment."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self.values = Blobs(file, f"{name}.values")
        self.starts = file[f"{name}.starts"]
        self.ordinals = file[f"{name}.ordinals"]
        if not len(self.starts) or int(self.starts[-1]) != len(self.ordinals):
            raise ValueError(f"the column {name} has not as many values as it says")

    def rows(self) -> list[list[str]]:
        """The values of each post, as text."""
        values = self.values.strings()
        spread = [values[ordinal] for ordinal in self.ordinals.tolist()]
        starts = self.starts.tolist()
        return [spread[start:end] for start, end in pairwise(starts)]


def column_arrays(name: str, values: Sequence[Sequence[str]]) -> dict[str, Array]:
    """The arrays from which `StringColumn` reads back the values of each post. A value counts once in a post."""
    rows = [row if len(row) < 2 else tuple(dict.fromkeys(row)) for row in values]
    flat = list(chain.from_iterable(rows))
    different = sorted(set(flat))
    ordinal = {value: number for number, value in enumerate(different)}
    return {
        **text_arrays(f"{name}.values", different),
        f"{name}.starts": narrow(offsets(np.fromiter(map(len, rows), np.int64, len(rows)))),
        f"{name}.ordinals": narrow(np.fromiter(map(ordinal.__getitem__, flat), np.int64, len(flat))),
    }


def merge_columns(name: str, parts: Sequence[StringColumn], runs: Sequence[Run]) -> dict[str, Array]:
    """The column of several segments in a new order of posts; values that no post has any more are left out."""
    texts = [list(part.values) for part in parts]
    merged = sorted(set().union(*texts))
    place = {value: number for number, value in enumerate(merged)}
    renumbered = [np.array([place[value] for value in text], np.int64) for text in texts]
    ordinals, lengths = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for part, first, last in runs:
        starts = parts[part].starts[first : last + 1].astype(np.int64)
        ordinals.append(renumbered[part][parts[part].ordinals[int(starts[0]) : int(starts[-1])]])
        lengths.append(np.diff(starts))
    joined = np.concatenate(ordinals)
    used = distinct(joined)
    return {
        **blob_arrays(f"{name}.values", (merged[number] for number in used.tolist())),
        f"{name}.starts": narrow(offsets(np.concatenate(lengths))),
        f"{name}.ordinals": narrow(np.searchsorted(used, joined)),
    }


def date_seconds(published: date | datetime | None) -> int:
    """Seconds from 1970-01-01 to a date as written, on the clock of the place it was written in.

    The offset is left out on purpose: a post's day is the day its author wrote.

    >>> date_seconds(datetime.fromisoformat("1970-01-02T00:00:05-05:00"))
    86405
    """
    if published is None:
        return int(NO_DATE)
    if isinstance(published, datetime):
        local = published.replace(tzinfo=None)
    else:
        local = datetime(published.year, published.month, published.day)
    gap = local - _EPOCH
    return gap.days * 86_400 + gap.seconds


def months(seconds: NDArray[np.int64]) -> NDArray[np.int32]:
    """Months since January 1970 for a date column; -32768 for no date."""
    dated = seconds != NO_DATE
    result = np.full(len(seconds), -32768, np.int32)
    result[dated] = seconds[dated].astype("datetime64[s]").astype("datetime64[M]").astype(np.int32)
    return result
