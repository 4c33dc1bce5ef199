"""Which posts have which values of a field, for terms and columns alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...index.arrays import Array, distinct
from ...index.columns import months
from ...index.postings import Ints
from ...index.snapshot import Snapshot
from ...language.folding import facet_key, fold
from ...language.schema import KEY_FIELDS, PERIOD_FIELDS, PLACE_FIELDS


@dataclass(frozen=True, slots=True)
class Entries:
    """Pairs of a post and a value, by post, then in the order in which the post names them. Removed posts included."""

    posts: Ints
    values: Ints
    """Numbers of values; one entry a pair."""
    terms: list[str]
    """The term of each value: values that differ only in spelling have one term."""
    labels: list[str]
    """How each value is shown; the same for all spellings of a facet value."""
    order: list[int]
    """The place of each value's term among all terms, sorted."""


def read_entries(snapshot: Snapshot, field: str) -> Entries:
    """The entries of a field of whole values."""
    if field in PERIOD_FIELDS:
        return _periods(snapshot, monthly=field == "month")
    if field == "id":
        ids = snapshot.ids()
        return Entries(snapshot.all_posts, np.arange(len(ids)), ids, ids, _places(ids))
    values, posts, numbers = snapshot.values(field)
    if field in PLACE_FIELDS:
        terms = [fold(value) for value in values]
        return Entries(posts, numbers, terms, values, _places(terms))
    view = snapshot.facet(field)
    shown = dict(zip(view.keys, view.labels, strict=True))
    terms = [facet_key(value) for value in values]
    return Entries(posts, numbers, terms, [shown[term] for term in terms], _places(terms))


def _periods(snapshot: Snapshot, *, monthly: bool) -> Entries:
    posts = np.flatnonzero(snapshot.dated())
    periods = months(snapshot.dates[posts]).astype(np.int64)
    if not monthly:
        periods //= 12
    present = distinct(periods)
    names: Array = present.astype(f"datetime64[{'M' if monthly else 'Y'}]")
    labels = [str(name) for name in names]
    return Entries(posts, np.searchsorted(present, periods), labels, labels, list(range(len(labels))))


def _places(terms: list[str]) -> list[int]:
    place = {term: number for number, term in enumerate(sorted(set(terms)))}
    return [place[term] for term in terms]


VALUE_FIELDS = ("id", *KEY_FIELDS, *PERIOD_FIELDS, *PLACE_FIELDS)
"""The fields that have entries."""
