"""Dates of front matter and of paths."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch.posts.dates import EARLIEST_YEAR, LATEST_YEAR, date_of_path, parse_date


def west(hours: int) -> timezone:
    return timezone(timedelta(hours=-hours))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2014-03-05", date(2014, 3, 5)),
        ("2014-3-5", date(2014, 3, 5)),
        ("2014/03/05", date(2014, 3, 5)),
        ("20140305", date(2014, 3, 5)),
        ("2014-03-05 9:05", datetime(2014, 3, 5, 9, 5)),
        ("2014-03-05 09:05:07 -0400", datetime(2014, 3, 5, 9, 5, 7, tzinfo=west(4))),
        ("2014-03-05 14:00:00 -5", datetime(2014, 3, 5, 14, tzinfo=west(5))),
        ("2014-03-05T09:05:07.250Z", datetime(2014, 3, 5, 9, 5, 7, 250_000, tzinfo=UTC)),
        ("2014-03-05T09:05:07+05:30", datetime(2014, 3, 5, 9, 5, 7, tzinfo=timezone(timedelta(hours=5.5)))),
        ("2014-03-05 9:05 PM EST", datetime(2014, 3, 5, 21, 5, tzinfo=west(5))),
        ("2014-03-05 12:30 am", datetime(2014, 3, 5, 0, 30)),
        ("2014-3-5-9-05", datetime(2014, 3, 5, 9, 5)),
        ("20140305T090507Z", datetime(2014, 3, 5, 9, 5, 7, tzinfo=UTC)),
        ("2014-12-31 24:00", datetime(2015, 1, 1)),
        ("5.3.2014", date(2014, 3, 5)),
        ("March 5, 2014", date(2014, 3, 5)),
        ("5 March 2014", date(2014, 3, 5)),
        ("5. März 2014", date(2014, 3, 5)),
        ("5 de marzo de 2014", date(2014, 3, 5)),
        ("5 février 2014", date(2014, 2, 5)),
        ("Wed, 05 Mar 2014 09:05:07 +0000", datetime(2014, 3, 5, 9, 5, 7, tzinfo=UTC)),
        ("2014-03", date(2014, 3, 1)),
        ("2014", date(2014, 1, 1)),
        (2014, date(2014, 1, 1)),
    ],
)
def test_known_forms(written: object, meant: date) -> None:
    found = parse_date(written)
    assert found == meant
    assert type(found) is type(meant)


def test_the_offset_and_the_day_stay_as_written() -> None:
    found = parse_date("2014-03-05 23:30:00 -0800")
    assert isinstance(found, datetime)
    assert found.date() == date(2014, 3, 5)
    assert found.utcoffset() == timedelta(hours=-8)


def test_day_or_month_first_is_a_choice_only_where_both_exist() -> None:
    assert parse_date("07/10/2019") == date(2019, 10, 7)
    assert parse_date("07/10/2019", day_first=False) == date(2019, 7, 10)
    assert parse_date("25/12/2019", day_first=False) == date(2019, 12, 25)
    assert parse_date("12/25/2019", day_first=True) == date(2019, 12, 25)
    assert parse_date("07.10.2019", day_first=False) == date(2019, 10, 7)


@pytest.mark.parametrize("written", ["2021-09-31", "2014-02-30 10:00", "2014-13-01", "31/31/2014", "2014-01-01 25:00"])
def test_days_that_do_not_exist(written: str) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        parse_date(written)


@pytest.mark.parametrize("written", ["0001-01-01", "9999-12-31", date(1, 1, 1), date(9999, 12, 31)])
def test_zero_values_are_no_dates(written: object) -> None:
    with pytest.raises(ValueError, match="not one of a post"):
        parse_date(written)


@pytest.mark.parametrize(
    "written", ["soon", "2014-W10-3", "2014-064", "5", "5 Smarch 2014", "2014-03-05 10:00 XYZ", ""]
)
def test_other_forms_are_refused_not_guessed(written: str) -> None:
    with pytest.raises(ValueError, match="no known form"):
        parse_date(written)


days = st.dates(date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31))


@given(days)
def test_iso_days_read_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@given(
    st.datetimes(datetime(EARLIEST_YEAR, 1, 1), datetime(LATEST_YEAR, 12, 31)),
    st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    st.sampled_from(["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%d %H:%M:%S.%f %z"]),
)
def test_moments_read_back(moment: datetime, zone: timezone, form: str) -> None:
    aware = moment.replace(tzinfo=zone)
    found = parse_date(aware.strftime(form))
    assert found == aware
    assert isinstance(found, datetime)
    assert found.date() == moment.date()


@given(st.text(max_size=60) | st.from_regex(r"[0-9:/ .TZ+-]{1,30}", fullmatch=True))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        found = parse_date(text)
    except ValueError as error:
        assert str(error).startswith("the date ")  # noqa: PT017 (most texts are no dates)
    else:
        assert EARLIEST_YEAR <= found.year <= LATEST_YEAR + 1


@pytest.mark.parametrize(
    ("path", "day", "slug"),
    [
        ("_posts/2014-03-05-open-budget.md", date(2014, 3, 5), "open-budget"),
        ("2014-3-5-open-budget.md", date(2014, 3, 5), "open-budget"),
        ("18-05-24-budget.md", date(2018, 5, 24), "budget"),
        ("20140305-budget.md", date(2014, 3, 5), "budget"),
        ("2014_03_05_budget.md", date(2014, 3, 5), "budget"),
        ("2014-03-05.md", date(2014, 3, 5), ""),
        ("2014/03/05/budget.md", date(2014, 3, 5), "budget"),
        ("news/2014/3/5/budget.md", date(2014, 3, 5), "budget"),
        ("budget-2014-03-05.md", None, "budget-2014-03-05"),
        ("99-bottles-1-2.md", None, "99-bottles-1-2"),
        ("10-40-50-plan.md", None, "10-40-50-plan"),
        ("2014-budget.md", None, "2014-budget"),
    ],
)
def test_dates_of_paths(path: str, day: date | None, slug: str) -> None:
    found = date_of_path(path)
    assert (found.date, found.slug, found.problem) == (day, slug, None)


@pytest.mark.parametrize("path", ["2021-09-31-budget.md", "2021/09/31/budget.md", "0001-01-01-budget.md"])
def test_impossible_dates_of_paths_are_told(path: str) -> None:
    found = date_of_path(path)
    assert found.date is None
    assert found.slug == "budget"
    assert found.problem is not None


@given(days, st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8}){0,3}", fullmatch=True))
def test_jekyll_names_read_back(day: date, slug: str) -> None:
    assert date_of_path(f"_posts/{day.isoformat()}-{slug}.md") == (day, slug, None)
