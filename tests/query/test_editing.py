"""One part of a query changed, the rest as it was typed."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch.errors import QueryError
from civicsearch.query import parse
from civicsearch.query.editing import (
    narrowing_clauses,
    period_of,
    with_period,
    with_sort,
    without,
    without_periods,
)

PIECES = st.sampled_from(
    [
        "open",
        '"open data"',
        "-tag:events",
        "tag:a,b",
        "(x OR y)",
        "sort:title",
        "date:2014",
        "since:2012",
        "AND",
        '"',
        "-",
    ]
)
QUERIES = st.lists(PIECES, max_size=6).map(" ".join)


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2014, 1, 1), date(2014, 12, 31), "date:2014"),
        (date(2012, 1, 1), date(2014, 12, 31), "date:2012..2014"),
        (date(2014, 4, 1), date(2014, 6, 30), "date:2014-04..2014-06"),
        (date(2014, 1, 1), date(2014, 3, 31), "date:2014-01..2014-03"),
        (date(2014, 2, 1), date(2014, 2, 28), "date:2014-02"),
        (date(2014, 2, 3), None, "date:2014-02-03.."),
        (None, date(2014, 2, 3), "date:..2014-02-03"),
    ],
)
def test_a_period_is_written_short_and_means_exactly_its_days(
    first: date | None, last: date | None, written: str
) -> None:
    query = with_period("open", first, last)
    assert query == f"open {written}"
    start, end = period_of(query)
    assert (start and start.date(), end and end.date()) == (first, last)


def test_a_new_period_takes_the_place_of_the_one_before() -> None:
    assert with_period("open since:2011 data date:..2015 -date:2013", date(2014, 1, 1), None) == (
        "open data -date:2013 date:2014.."
    )
    assert with_period("open date:2014", None, None) == "open"


def test_what_dates_allow_is_where_they_overlap() -> None:
    assert period_of("since:2012 until:2014 date:2013..") == (
        datetime(2013, 1, 1),
        datetime(2014, 12, 31, 23, 59, 59, 999999),
    )
    for query in ("until:2013 since:2011 until:2014 since:2012", "until:2014 since:2012 until:2013 since:2011"):
        assert period_of(query) == (datetime(2012, 1, 1), datetime(2013, 12, 31, 23, 59, 59, 999999))
    assert period_of("open (date:2014 OR date:2015)") == (None, None)
    with pytest.raises(QueryError):
        period_of("date:yesterdayy")


def test_narrowing_clauses_are_told_with_their_minus_and_place() -> None:
    query = 'open AND author:"Dan Hon" NOT tag:a,b (category:x) title:y sort:date'
    found = narrowing_clauses(query)
    assert [clause.text for clause in found] == ['author:"Dan Hon"', "NOT tag:a,b"]
    assert all(query[clause.start : clause.end] == clause.text for clause in found)
    assert without(query, found[0].start, found[0].end) == "open NOT tag:a,b (category:x) title:y sort:date"


@given(QUERIES)
def test_a_new_order_is_the_only_one(query: str) -> None:
    assert parse(with_sort(query, "title")).sort == "title"
    assert parse(with_sort(with_sort(query, "-date"), "title")).sort == "title"
    assert with_sort(with_sort("open", "-date"), None) == "open"


@given(QUERIES)
def test_taking_periods_out_leaves_none(query: str) -> None:
    assert period_of(without_periods(query)) == (None, None)
