"""Dates as people write them, and the ones that are refused."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.query import DateRange

from civicsearch import clock
from civicsearch.errors import QueryError
from civicsearch.query import parse
from civicsearch.query.dates import FORMS, read_stretch, write_stretch

NOW = datetime(2024, 2, 29, 15, 30)  # a Thursday, and a leap day


def days(start: str | None, end: str | None) -> tuple[datetime | None, datetime | None]:
    """The stretch from the first instant of one day to the last of another."""
    first = datetime.fromisoformat(start) if start else None
    last = datetime.fromisoformat(f"{end}T23:59:59.999999") if end else None
    return first, last


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2014", "2014-01-01", "2014-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2014/3", "2014-03-01", "2014-03-31"),
        ("2014-3-9", "2014-03-09", "2014-03-09"),
        ("2014/03/09", "2014-03-09", "2014-03-09"),
        ("2014-q2", "2014-04-01", "2014-06-30"),
        ("2014Q4", "2014-10-01", "2014-12-31"),
        ("2014-w01", "2013-12-30", "2014-01-05"),
        ("2020-w53", "2020-12-28", "2021-01-03"),
        ("today", "2024-02-29", "2024-02-29"),
        ("Yesterday", "2024-02-28", "2024-02-28"),
        ("tomorrow", "2024-03-01", "2024-03-01"),
        ("this week", "2024-02-26", "2024-03-03"),
        ("last-week", "2024-02-19", "2024-02-25"),
        ("this-month", "2024-02-01", "2024-02-29"),
        ("last month", "2024-01-01", "2024-01-31"),
        ("previous_month", "2024-01-01", "2024-01-31"),
        ("next month", "2024-03-01", "2024-03-31"),
        ("this quarter", "2024-01-01", "2024-03-31"),
        ("last quarter", "2023-10-01", "2023-12-31"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("30d", "2024-01-30", "2024-02-29"),
        ("2w", "2024-02-15", "2024-02-29"),
        ("3 months", "2023-11-29", "2024-02-29"),
        ("last 6 months", "2023-08-29", "2024-02-29"),
        ("1y", "2023-02-28", "2024-02-29"),
        ("1 year ago", "2023-02-28", "2023-02-28"),
        ("4 years ago", "2020-02-29", "2020-02-29"),
        ("2m..", "2023-12-29", None),
        ("..2m", None, "2023-12-29"),
        ("6m..3m", "2023-08-29", "2023-11-29"),
        ("last-year..today", "2023-01-01", "2024-02-29"),
        ("2014-w12..2014-q3", "2014-03-17", "2014-09-30"),
        (">= 2015", "2015-01-01", None),
        ("q3 2014", "2014-07-01", "2014-09-30"),
        ("2014-w5", "2014-01-27", "2014-02-02"),
        ("2024-02-29..2024-w10", "2024-02-29", "2024-03-10"),
        ("March 2014", "2014-03-01", "2014-03-31"),
        ("mar-2014", "2014-03-01", "2014-03-31"),
        ("Sept. 2014", "2014-09-01", "2014-09-30"),
        ("february 2024", "2024-02-01", "2024-02-29"),
        ("März 2014", "2014-03-01", "2014-03-31"),
        ("9 March 2014", "2014-03-09", "2014-03-09"),
        ("9th of march 2014", "2014-03-09", "2014-03-09"),
        ("March 9, 2014", "2014-03-09", "2014-03-09"),
        ("9. Dezember 2014", "2014-12-09", "2014-12-09"),
        ("9 de marzo de 2014", "2014-03-09", "2014-03-09"),
        ("1er août 2014", "2014-08-01", "2014-08-01"),
        ("jan 2014..mar 2014", "2014-01-01", "2014-03-31"),
        ("2014…2015", "2014-01-01", "2015-12-31"),
        ("2014...2015", "2014-01-01", "2015-12-31"),
        ("≥2015", "2015-01-01", None),
        ("past week", "2024-02-22", "2024-02-29"),
        ("past year", "2023-02-28", "2024-02-29"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
    ],
)
def test_form_covers(text: str, start: str | None, end: str | None) -> None:
    assert read_stretch(text, NOW) == days(start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2014-03-09T10:05", "2014-03-09T10:05:00", "2014-03-09T10:05:59.999999"),
        ("2014-03-09 10:05:07", "2014-03-09T10:05:07", "2014-03-09T10:05:07.999999"),
        ("2014-03-09T10:05:07.000001", "2014-03-09T10:05:07.000001", "2014-03-09T10:05:07.000001"),
        ("2014-03-09T10:05:07.5", "2014-03-09T10:05:07.5", "2014-03-09T10:05:07.599999"),
        ("2014-03-09T10:05..2014-03-10", "2014-03-09T10:05:00", "2014-03-10T23:59:59.999999"),
        ("now", "2024-02-29T15:30:00", "2024-02-29T15:30:59.999999"),
    ],
)
def test_clock_time_covers(text: str, start: str, end: str) -> None:
    assert read_stretch(text, NOW) == (datetime.fromisoformat(start), datetime.fromisoformat(end))


@pytest.mark.parametrize(
    "value",
    [
        "yesterdayy",
        "2015-02-30",
        "2023-02-29",
        "2014-13",
        "2014-w54",
        "2014-w53",
        "..",
        "2014-q5",
        "0000",
        "14",
        "20140309",
        "07/10/2019",
        "２０１４",
        "2015..2014",
        "2014..2015..2016",
        "2014..soon",
        ">=",
        ">2014..2015",
        ">9999",
        "<0001",
        "9999y",
        "99999d",
        "2014-03-09T25:00",
        "marsh 2014",
        "march",
        "jui 2014",
        "31 april 2014",
        "29 february 2023",
        "march 2014 2015",
        "q5 2014",
        "a,b",
    ],
)
def test_bad_date_is_an_error_that_helps(value: str) -> None:
    query = f"open date:{value}"
    with pytest.raises(QueryError) as caught:
        parse(query, now=NOW)
    assert caught.value.query == query
    assert caught.value.position == 5
    assert value[:2] in str(caught.value)
    assert "at character 6" in str(caught.value)
    assert "2014-03-09" in str(caught.value)
    assert "last-month" in str(caught.value)


@pytest.mark.parametrize("zone", ["Z", "+02:00", " UTC"])
def test_time_with_a_zone_is_refused_with_the_reason(zone: str) -> None:
    with pytest.raises(QueryError, match="without a zone"):
        parse(f'date:"2014-03-09T10:05{zone}"', now=NOW)


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        ('since:"march 2014"', "2014-03-01", None),
        ("after:2014-q2", "2014-07-01", None),
        ("until:yesterday", None, "2024-02-28"),
        ('before:"last month"', None, "2023-12-31"),
        ("date:march-2014", "2014-03-01", "2014-03-31"),
        ("newer_than:30d", "2024-01-30", None),
        ('newer:"2 weeks"', "2024-02-15", None),
        ("older_than:2y", None, "2022-02-27"),
        ("since:6m", "2023-08-29", None),
    ],
)
def test_every_clause_takes_the_forms(query: str, start: str | None, end: str | None) -> None:
    tree = parse(query, now=NOW).tree
    assert isinstance(tree, DateRange)
    assert (tree.startdate, tree.enddate) == days(start, end)


def test_every_form_that_a_message_names_is_read() -> None:
    for form in FORMS.split(", "):
        assert read_stretch(form, NOW)


def test_the_clock_is_asked_in_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    assert parse("date:today").tree == parse("date:2024-02-29").tree


@pytest.mark.parametrize(
    "query", ["since:soon", "before:2014..2015", "newer_than:2014", "older_than:2y..", "until:>2014"]
)
def test_bounds_and_ages_take_what_they_say(query: str) -> None:
    with pytest.raises(QueryError, match="cannot be read as a date"):
        parse(query, now=NOW)


@pytest.mark.parametrize("length", ["1d", "2w", "6m", "2y"])
def test_newer_and_older_meet_without_gap_or_overlap(length: str) -> None:
    newer, older = parse(f"newer_than:{length}", now=NOW).tree, parse(f"older_than:{length}", now=NOW).tree
    assert isinstance(newer, DateRange)
    assert isinstance(older, DateRange)
    assert newer.startdate is not None
    assert older.enddate == newer.startdate - timedelta(microseconds=1)


def test_zone_of_now_is_left_out() -> None:
    aware = NOW.replace(tzinfo=timezone(timedelta(hours=14)))
    assert parse("date:today", now=aware).tree == parse("date:today", now=NOW).tree


moments = st.datetimes()


@given(moments, moments)
def test_written_stretch_reads_back(one: datetime, other: datetime) -> None:
    start, end = sorted((one, other))
    assert read_stretch(write_stretch(start, end), NOW) == (start, end)
    assert read_stretch(write_stretch(start, None), NOW) == (start, None)
    assert read_stretch(write_stretch(None, end), NOW) == (None, end)


@given(st.dates(), st.dates())
def test_whole_days_are_written_without_clock_times(one: datetime, other: datetime) -> None:
    start, end = sorted((one, other))
    written = write_stretch(*days(start.isoformat(), end.isoformat()))
    assert "T" not in written
    assert read_stretch(written, NOW) == days(start.isoformat(), end.isoformat())


@given(st.text(max_size=30))
def test_any_value_is_a_stretch_or_an_error(value: str) -> None:
    try:
        start, end = read_stretch(value, NOW)
    except ValueError:
        return
    assert start is None or end is None or start <= end
