"""The order of hits is total, and paging walks it without gaps or repeats."""

from __future__ import annotations

import tempfile
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import civicsearch
from civicsearch import SORTS, Post, SearchIndex, UsageError
from civicsearch.search import ordering
from tests.strategies import archives

DAYS = [
    Post("b", "Beta", "x", date(2014, 1, 1)),
    Post("a", "“Alpha”", "x", date(2015, 1, 1)),
    Post("c", "gamma", "x", None),
    Post("e", "éclair", "x", datetime(2014, 1, 1, 12, 30)),
    Post("d", "Beta", "x", date(2014, 1, 1)),
]


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        ("date", ["b", "d", "e", "a", "c"]),
        ("-date", ["a", "e", "b", "d", "c"]),
        ("title", ["a", "b", "d", "e", "c"]),
        ("-title", ["c", "e", "b", "d", "a"]),
        (None, ["a", "e", "b", "d", "c"]),
    ],
)
def test_orders(index: SearchIndex, sort: str | None, ids: list[str]) -> None:
    index.add(DAYS)
    assert [hit.id for hit in index.search(sort=sort).hits] == ids


def test_the_query_may_name_the_order_and_the_argument_wins(index: SearchIndex) -> None:
    index.add(DAYS)
    assert index.search("sort:title").hits[0].id == "a"
    assert index.search("sort:title", sort="date").hits[0].id == "b"


@given(archives(12), st.sampled_from(SORTS), st.integers(1, 5))
def test_pages_are_the_whole_order_in_pieces(posts: list[Post], sort: str, size: int) -> None:
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add(posts)
        whole = index.search("data OR *", sort=sort, limit=100).hits
        pages = [index.search("data OR *", sort=sort, limit=size, offset=at).hits for at in range(0, 15, size)]
        assert tuple(hit for page in pages for hit in page) == whole
        assert len({hit.id for hit in whole}) == len(whole) == len(posts)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=200), st.integers(1, 200), st.data())
def test_without_kernels_the_first_of_many_are_those_of_the_whole_order(
    scores: list[int], count: int, data: st.DataObject
) -> None:
    """Two orders, the second for what is equal in the first, as score and date are; ties of the last stay in."""
    dates = data.draw(st.permutations(range(len(scores))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordering, "_MANY", 16)
        patch.setattr(ordering, "_SAMPLE", 4)
        columns = [np.array(scores), np.array(dates)]
        keys = tuple((lambda places, column=column: column if places is None else column[places]) for column in columns)
        chosen = set(ordering._candidates(keys, len(scores), min(count, len(scores))).tolist())
    whole = sorted(range(len(scores)), key=lambda place: (scores[place], dates[place]))
    assert set(whole[:count]) <= chosen
    assert len(chosen) <= max(count, 1)


def test_an_offset_beyond_the_end_is_empty_and_still_counts(index: SearchIndex) -> None:
    index.add(DAYS)
    results = index.search(offset=10**12)
    assert (results.total, results.hits) == (5, ())


@pytest.mark.parametrize("wish", [{"limit": -1}, {"offset": -1}, {"sort": "colour"}])
def test_impossible_wishes_are_errors(index: SearchIndex, wish: dict[str, object]) -> None:
    index.add(DAYS)
    with pytest.raises(UsageError, match=str(next(iter(wish.values())))):
        index.search(**wish)  # type: ignore[arg-type]
