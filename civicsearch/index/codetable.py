"""The values of several facets as one table of codes, a row a post, which a kernel counts in one go.

2.3 ns a post for author, category and year, where counting column by column with `numpy.bincount` takes 13: the row is
read once, and the counts stay in the first cache.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .. import native
from .arrays import offsets
from .facetview import FacetView
from .postings import Ints


class CodeTable:
    """Counts all values of some facets. The code 0 is for no value; others are numbered through all facets."""

    def __init__(self, views: Sequence[FacetView], posts: int) -> None:
        bases = offsets(np.array([len(view.keys) for view in views], np.int64)) + 1
        self._cells = int(bases[-1])
        self._width = 2 if self._cells <= 2**16 else 4
        placed = [(base, column) for base, view in zip(bases, views, strict=False) for column in view.columns]
        codes = np.zeros((posts, max(1, len(placed))), np.uint16 if self._width == 2 else np.uint32)
        for place, (base, column) in enumerate(placed):
            codes[:, place] = np.where(column > 0, column + (base - 1), 0)
        self._columns = codes.shape[1]
        self._codes = codes.reshape(-1)
        rows = np.concatenate([np.zeros(0, np.int64), *(view.rest[0] for view in views)])
        ranks = [view.rest[1] + base for base, view in zip(bases, views, strict=False)]
        order = np.argsort(rows, kind="stable")
        self._rest_posts = rows[order]
        self._rest_codes = np.concatenate([np.zeros(0, np.int64), *ranks])[order]

    def counts(self, posts: Ints) -> Ints:
        """For each value of each facet, one behind the other, the number of these posts that have it."""
        counts = np.zeros(self._cells, np.int64)
        native.kernels.count_values(  # type: ignore[union-attr]  # a `FacetTable` without kernels has another table
            posts, self._codes, self._width, self._columns, self._rest_posts, self._rest_codes, counts
        )
        return counts[1:]
