"""Trends count as a plain loop over posts does."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import civicsearch
from civicsearch import Post, QueryError, SearchIndex, TrendPoint, UsageError
from tests.strategies import archives

POSTS = (
    Post("1", "Open data", "budget", date(2012, 3, 1), tags=("a",)),
    Post("2", "Open doors", "budget", date(2012, 5, 9)),
    Post("3", "Closed", "nothing", date(2014, 12, 31), tags=("a",)),
    Post("4", "Open data again", "the budget", date(2015, 1, 1)),
    Post("5", "Open, some day", "no date"),
)


@pytest.fixture
def filled(index: SearchIndex) -> SearchIndex:
    """Five posts in five segments."""
    for post in POSTS:
        index.add([post])
    return index


def test_each_query_is_counted_in_each_period(filled: SearchIndex) -> None:
    trends = filled.trends("open", '"open data"', by="year")
    assert (trends.by, trends.posts, trends.undated) == ("year", 5, 1)
    assert [(trend.query, trend.total) for trend in trends.trends] == [("open", 4), ('"open data"', 2)]
    first, second = trends.trends
    assert [(point.start, point.count, point.posts, point.share) for point in first.points] == [
        (date(2012, 1, 1), 2, 2, 1.0),
        (date(2013, 1, 1), 0, 0, None),
        (date(2014, 1, 1), 0, 1, 0.0),
        (date(2015, 1, 1), 1, 1, 1.0),
    ]
    assert [point.count for point in second.points] == [1, 0, 0, 1]


def test_shares_are_of_the_posts_that_are_looked_at(filled: SearchIndex) -> None:
    trends = filled.trends("open", by="year", where="budget", filters={"tag": "a"})
    (point,) = trends.trends[0].points
    assert (trends.posts, point.count, point.posts) == (1, 1, 1)
    assert filled.trends("open", where="nowhere").trends[0].points == ()


def test_length_of_periods_is_chosen_from_the_span(filled: SearchIndex) -> None:
    assert filled.trends("open").by == "month"
    assert filled.trends("open", where="date:2012..2014").by == "month"
    filled.add([Post("6", "Old", "", date(2009, 1, 1))])
    assert filled.trends("open").by == "quarter"
    assert [point.start for point in filled.trends("open", by="quarter", where="date:2012").trends[0].points] == [
        date(2012, 1, 1),
        date(2012, 4, 1),
    ]


def test_interval_is_wide_where_posts_are_few() -> None:
    few, many = TrendPoint(date(2012, 1, 1), 1, 4), TrendPoint(date(2012, 1, 1), 250, 1000)
    assert few.share == many.share == 0.25
    # Computed with R: prop.test(1, 4, correct = FALSE), prop.test(250, 1000, correct = FALSE).
    assert few.interval == pytest.approx((0.0456, 0.6994), abs=1e-4)
    assert many.interval == pytest.approx((0.2242, 0.2777), abs=1e-4)
    assert TrendPoint(date(2012, 1, 1), 0, 9).interval == pytest.approx((0, 0.2991), abs=1e-4)
    assert TrendPoint(date(2012, 1, 1), 0, 0).interval is None


def test_what_cannot_be_counted_is_told(filled: SearchIndex) -> None:
    with pytest.raises(UsageError, match="0 queries"):
        filled.trends()
    with pytest.raises(UsageError, match="week: there is no such"):
        filled.trends("open", by="week")
    with pytest.raises(QueryError, match="yesterdayy"):
        filled.trends("open", where="date:yesterdayy")
    assert any("foo" in note for note in filled.trends("foo:bar").notes)


@settings(max_examples=30)
@given(archives(8), st.sampled_from(["open", '"data"', "city OR ville", "-open"]), st.sampled_from(["year", "month"]))
def test_trends_are_those_of_a_plain_count(posts: list[Post], query: str, by: str) -> None:
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add(posts[:4])
        index.add(posts[4:])
        if posts:
            index.remove([posts[0].id])
        matching = {hit.id for hit in index.search(query, limit=100).hits}
        (trend,) = index.trends(query, by=by).trends
        size = 4 if by == "year" else 7
        dated = [post for post in posts[1:] if post.date]
        everyone = Counter(str(post.date)[:size] for post in dated)
        some = Counter(str(post.date)[:size] for post in dated if post.id in matching)
        counted = {str(point.start)[:size]: (point.count, point.posts) for point in trend.points}
        assert counted == {period: (some[period], everyone[period]) for period in counted}
        assert set(everyone) <= set(counted)
        assert trend.total == len(matching)
