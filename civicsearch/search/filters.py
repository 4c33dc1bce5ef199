"""Queries that only filter: facet values, addresses, dates and numbers give nothing to rank by.

Whoosh adds the boost of a range to the score of every post in it. Here it adds nothing: that a post is from 2014 does
not make it more about anything. `whoosh.query.ConstantScoreQuery` around a filter gives it a score.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from whoosh import query as wq

from ..errors import UsageError
from ..index.arrays import Mask, distinct
from ..index.columns import NO_DATE, date_seconds
from ..index.postings import Ints
from ..index.sizedcache import SizedCache
from ..index.snapshot import Snapshot
from ..language.folding import fold
from ..language.schema import AUTHOR_NAME, DATE, KEY_FIELDS, PARTS, PLACE_FIELDS, TEXT
from ..models import FACETS
from ..query.notes import quoted
from .expansion import Leaf, Selector, text_of
from .sets import between
from .terms import TermFinder, field_of, is_author_name

RANGES_IN_MEMORY = 16 * 2**20
"""Bytes of posts by dates that are kept: a reader who narrows by date asks for other words next."""
_YEAR = "year"
_FEW_VALUES = 8
"""Values of a facet that are named where another was looked for."""
_LAST = int(np.iinfo(np.int64).max)
_NOBODY = np.zeros(0, np.int64)


class Filters:
    """Finds the live posts that filters let through, ascending."""

    def __init__(self, snapshot: Snapshot, finder: TermFinder) -> None:
        self._snapshot = snapshot
        self._finder = finder

    def every(self, node: wq.Every) -> Ints:
        """All posts, or those that have a field."""
        field = node.fieldname
        if field is None or field == "*":
            return self._snapshot.all_posts
        if field == AUTHOR_NAME:
            field = "author"
        if field in FACETS:
            return self._snapshot.facet(field).with_any_value()
        if field in PLACE_FIELDS:
            return self._live(distinct(self._snapshot.values(field)[1]))
        if field == DATE:
            return np.flatnonzero(self._snapshot.dated() & self._snapshot.live)
        part = str(field).removesuffix("_words")
        if part == TEXT or part in PARTS:
            lengths = self._snapshot.lengths
            having = lengths.any(axis=1) if part == TEXT else lengths[:, PARTS.index(part)] > 0
            return np.flatnonzero(having & self._snapshot.live)
        raise UsageError(f"{field}: there is no such field to look for")

    def dates(self, node: wq.DateRange) -> Ints:
        """The posts of a range of dates."""
        if node.fieldname != DATE:
            raise UsageError(f"{node.fieldname}: only the field date has a range of dates")
        for end in (node.startdate, node.enddate):
            if end is not None and not isinstance(end, date):
                raise UsageError(f"{node!r}: the ends of a DateRange have to be dates or datetimes")
        # The least number is that of no date.
        low = int(NO_DATE) + 1 if node.startdate is None else date_seconds(node.startdate) + bool(node.startexcl)
        high = _LAST if node.enddate is None else date_seconds(node.enddate) - bool(node.endexcl)
        ranges = self._snapshot.once(_date_ranges)
        known = ranges.get((low, high))
        if known is None:
            known = self._live(between(self._snapshot.dates, low, high))
            ranges.put((low, high), known, known.nbytes)
        return known

    def numbers(self, node: wq.NumericRange) -> Ints:
        """The posts of a range of years."""
        if node.fieldname != _YEAR:
            raise UsageError(f"{node.fieldname}: only the field {_YEAR} holds numbers; texts have a TermRange")
        for end in (node.start, node.end):
            if end is not None and not isinstance(end, int | float):
                raise UsageError(f"{node!r}: the ends of a NumericRange have to be numbers")
        years = self._snapshot.facet(_YEAR)
        numbers = np.array([int(key) for key in years.keys], np.int64)
        wanted = np.flatnonzero(_between(numbers, [node.start, node.end], node))
        return years.posts(wanted.tolist()) if len(wanted) else _NOBODY

    def values(self, node: Leaf) -> Ints:
        """The posts that have a facet value, an author or an address."""
        field = field_of(node).name
        if field in FACETS:
            return self._valued(field, node)
        if is_author_name(node):
            return self.authors(node)
        if field in PLACE_FIELDS:
            return self._placed(field, node)
        if field == DATE:
            raise UsageError(f"{node!r}: dates have a DateRange")
        raise UsageError(f"{field}: there is no such field")

    def authors(self, node: Leaf | wq.Phrase) -> Ints:
        """The posts of the authors whose names have such words."""
        found = self._having("author", self._finder.author_values(node))
        if not len(found) and isinstance(node, wq.Term | wq.Phrase):
            typed = " ".join(node.words) if isinstance(node, wq.Phrase) else text_of(node)
            self._finder.note(f"no author's name has {quoted(typed)}")
        return found

    def _valued(self, facet: str, node: Leaf) -> Ints:
        found = self._having(facet, self._finder.values(facet, node))
        if not len(found) and type(node) is wq.Term and facet in KEY_FIELDS:
            view = self._snapshot.facet(facet)
            there = [label for label, posts in zip(view.labels, view.key_totals, strict=True) if posts]
            few = f"; there are {', '.join(map(quoted, there))}" if 0 < len(there) <= _FEW_VALUES else ""
            typed = text_of(node).replace("-", " ") if facet == "author" else text_of(node)
            self._finder.note(f"no post has the {facet} {quoted(typed)}{few}")
        return found

    def _having(self, facet: str, ordinals: list[int]) -> Ints:
        return self._snapshot.facet(facet).posts(ordinals) if ordinals else _NOBODY

    def _placed(self, field: str, node: Leaf) -> Ints:
        values, rows, ordinals = self._snapshot.values(field)
        chosen = np.zeros(len(values), bool)
        chosen[Selector(node, fold).select(list(map(fold, values)))] = True
        return self._live(distinct(rows[chosen[ordinals]]))

    def _live(self, posts: Ints) -> Ints:
        return posts if self._snapshot.is_complete else posts[self._snapshot.live[posts]]


def _date_ranges(_: Snapshot) -> SizedCache[tuple[int, int], Ints]:
    return SizedCache(RANGES_IN_MEMORY)


def _between(numbers: Ints, ends: Sequence[float | None], node: wq.NumericRange) -> Mask:
    start, end = ends
    wanted = np.ones(len(numbers), bool)
    if start is not None:
        wanted &= (numbers > start) if node.startexcl else (numbers >= start)
    if end is not None:
        wanted &= (numbers < end) if node.endexcl else (numbers <= end)
    return wanted
