"""What a query means is remembered, as long as it means the same."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from civicsearch import Post, QueryError, SearchIndex, clock


@pytest.mark.parametrize(
    ("query", "on_the_day", "a_minute_later", "on_the_next_day"),
    [("date:today", 1, 1, 0), ("budget -date:today", 0, 0, 1), ("budget date:1d..", 1, 1, 1), ("date:now", 0, 1, 0)],
)
def test_dates_go_by_the_time_at_which_they_are_asked_for(
    index: SearchIndex,
    monkeypatch: pytest.MonkeyPatch,
    query: str,
    on_the_day: int,
    a_minute_later: int,
    on_the_next_day: int,
) -> None:
    index.add([Post("a", "Budget", "text", date=datetime(2014, 3, 1, 12, 31, 30))])
    index.save("asked", query)
    for now, expected in (
        (datetime(2014, 3, 1, 12, 30, 59), on_the_day),
        (datetime(2014, 3, 1, 12, 31), a_minute_later),
        (datetime(2014, 3, 2, 12, 31), on_the_next_day),
    ):
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        assert index.search(query).total == expected
        assert index.search("saved:asked").total == expected


def test_a_query_that_was_wrong_is_wrong_again(index: SearchIndex) -> None:
    index.add([Post("a", "Budget", "text", date=date(2014, 3, 1))])
    for _ in range(2):
        with pytest.raises(QueryError):
            index.search("date:2014-13-45")
