"""Dates as people write them → the stretch of time that they cover.

A stretch is a pair of naive local datetimes, both inclusive: from its first microsecond to its last. ``2014-03`` is
``2014-03-01T00:00:00`` to ``2014-03-31T23:59:59.999999``. An open end is None. Weeks are ISO weeks and begin on Monday.

Times of day are those that posts are written with: the clock on the author's wall, and no zone.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from .months import month_number
from .notes import quoted

FORMS = (
    "2014, 2014-03, 2014-03-09, 2014-03-09T10:05, 2014-q2, 2014-w12, march-2014, 9-march-2014, 2014-01..2015-06, "
    "..2013, 2015.., >=2015-06-01, today, yesterday, this-year, last-month, 30d, 6m.., 2y"
)
"""The accepted forms by example, for messages."""

NAMES = (
    *("today", "yesterday", "this-week", "this-month", "this-quarter", "this-year"),
    *("last-week", "last-month", "last-quarter", "last-year"),
)
"""Periods with a name, for completion."""
LENGTHS = ("7d", "30d", "6w", "3m", "6m", "1y", "2y", "5y")
"""Lengths of time before now, for completion: a few of those that are accepted."""

_INSTANT = timedelta(microseconds=1)

_YEAR = re.compile(r"([0-9]{4})")
_QUARTER = re.compile(r"([0-9]{4})-?q([1-4])|q([1-4])-?([0-9]{4})")
_WEEK = re.compile(r"([0-9]{4})-?w([0-9]{1,2})")
_MONTH = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})")
_DAY = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
_MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[t-]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?"
    r"(-?(?:z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}))?"
)
_NAME = r"([^\W\d_]{3,12}\.?)"
_NAMED_MONTH = re.compile(rf"{_NAME}(?:-de|-of)?-([0-9]{{4}})")
_NAMED_DAY = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th|er|\.|º)?(?:-de|-of)?-{_NAME}(?:-de)?-([0-9]{{4}})")
_NAMED_MONTH_DAY = re.compile(rf"{_NAME}-([0-9]{{1,2}})(?:st|nd|rd|th)?-([0-9]{{4}})")
_CALENDAR = re.compile(r"(this|last|previous|next)-(week|month|quarter|year)")
_AGE = re.compile(r"([0-9]{1,4})-?(d|w|m|y|days?|weeks?|months?|years?)(-ago)?")
_STRETCH = re.compile(r"(?:last|past)-([0-9]{1,4}-?(?:days?|weeks?|months?|years?))|past-(day|week|month|year)")
_COMPARISON = re.compile(r"(>=|<=|>|<|=)(.*)", re.DOTALL)


class DateFormError(ValueError):
    """Text that is not one of the accepted forms, or names a day that does not exist."""


class Stretch(NamedTuple):
    """A stretch of time, both ends inclusive; None is open."""

    start: datetime | None
    end: datetime | None


class _Period(NamedTuple):
    start: datetime
    end: datetime


def read_stretch(text: str, now: datetime) -> Stretch:
    """The stretch that the value of ``date:`` covers.

    A length such as ``30d`` reaches from that many days ago to the end of today; as an end of a range it is the day
    that long ago. Raises `DateFormError`.

    >>> read_stretch("2014-q2", datetime(2020, 1, 1)).end
    datetime.datetime(2014, 6, 30, 23, 59, 59, 999999)
    """
    form = _normalised(text)
    if ".." in form:
        lower, _, upper = form.partition("..")
        if not (lower or upper):
            raise DateFormError("a range needs at least one end")
        start = _period(lower, now).start if lower else None
        end = _period(upper, now).end if upper else None
        if start and end and start > end:
            raise DateFormError("the range ends before it begins")
        return Stretch(start, end)
    if comparison := _COMPARISON.fullmatch(form):
        name = {">=": "since", ">": "after", "<=": "until", "<": "before"}.get(comparison[1])
        rest = comparison[2].strip("-")
        return read_bound(name, rest, now) if name else Stretch(*_period(rest, now))
    if stretch := _STRETCH.fullmatch(form):
        form = stretch[1] or f"1{stretch[2]}"
    if (age := _AGE.fullmatch(form)) and not age[3]:
        return Stretch(_ago(age, now).start, _day(now.date()).end)
    return Stretch(*_period(form, now))


def read_bound(name: str, text: str, now: datetime) -> Stretch:
    """The stretch of ``since:``, ``after:``, ``until:`` or ``before:``.

    ``since`` and ``until`` include the period named, ``after`` and ``before`` begin or end beside it.
    Raises `DateFormError`.
    """
    period = _period(_normalised(text), now)
    try:
        match name:
            case "since":
                return Stretch(period.start, None)
            case "after":
                return Stretch(period.end + _INSTANT, None)
            case "until":
                return Stretch(None, period.end)
            case _:
                return Stretch(None, period.start - _INSTANT)
    except OverflowError:
        raise DateFormError(f"there is no day {name} it") from None


def read_age(name: str, text: str, now: datetime) -> Stretch:
    """The stretch of ``newer_than:`` or ``older_than:``, which meet without a gap. Raises `DateFormError`."""
    age = _AGE.fullmatch(_normalised(text))
    if age is None:
        raise DateFormError("it is not a length of time")
    day = _ago(age, now)
    return Stretch(day.start, None) if name == "newer_than" else Stretch(None, day.start - _INSTANT)


def write_stretch(start: datetime | None, end: datetime | None) -> str:
    """The shortest value of ``date:`` that covers exactly that stretch; at least one end must be given.

    >>> write_stretch(datetime(2014, 1, 1), datetime(2015, 6, 30, 23, 59, 59, 999999))
    '2014..2015-06'
    """
    if start and end:
        for form, period in _forms(start):
            if period == (start, end):
                return form
    lower = next((form for form, period in _forms(start) if period.start == start), "") if start else ""
    upper = next((form for form, period in _forms(end) if period.end == end), "") if end else ""
    return f"{lower}..{upper}"


def _normalised(text: str) -> str:
    for typed, meant in _AS_TYPESET:
        text = text.replace(typed, meant)
    return re.sub(r"[\s_]+", "-", re.sub(r",\s", " ", text.strip().lower()))


_AS_TYPESET = (("…", ".."), ("...", ".."), ("≥", ">="), ("≤", "<="))
"""Signs that editors and phones make of those that are typed."""


def _period(form: str, now: datetime) -> _Period:
    try:
        return _read_period(form.strip("-"), now)
    except DateFormError:
        raise
    except (ValueError, OverflowError):
        unit = "month" if _MONTH.fullmatch(form) else "week" if _WEEK.fullmatch(form) else "day"
        raise DateFormError(f"there is no such {unit}") from None


def _read_period(form: str, now: datetime) -> _Period:
    today = now.date()
    if form == "now":
        return _minute(now)
    if form in _NEAR_DAYS:
        return _day(today + timedelta(days=_NEAR_DAYS[form]))
    if match := _YEAR.fullmatch(form):
        return _months(int(match[1]), 1, 12)
    if match := _QUARTER.fullmatch(form):
        return _months(int(match[1] or match[4]), 3 * int(match[2] or match[3]) - 2, 3)
    if match := _WEEK.fullmatch(form):
        return _week(date.fromisocalendar(int(match[1]), int(match[2]), 1))
    if match := _MONTH.fullmatch(form):
        return _months(int(match[1]), int(match[2]), 1)
    if match := _DAY.fullmatch(form):
        return _day(date(*map(int, match.groups())))
    if match := _MOMENT.fullmatch(form):
        if match[8]:
            raise DateFormError("the times of posts are taken without a zone; leave it out")
        return _moment(*match.groups()[:7])
    if named := _named_period(form):
        return named
    if match := _CALENDAR.fullmatch(form):
        return _calendar(today, {"this": 0, "next": 1}.get(match[1], -1), match[2])
    if match := _AGE.fullmatch(form):
        return _ago(match, now)
    raise DateFormError("it is not a date")


_NEAR_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}


def _day(day: date) -> _Period:
    return _Period(datetime.combine(day, time.min), datetime.combine(day, time.max))


def _week(monday: date) -> _Period:
    return _Period(_day(monday).start, _day(monday + timedelta(days=6)).end)


def _months(year: int, month: int, count: int) -> _Period:
    last = month + count - 1
    return _Period(datetime(year, month, 1), _day(date(year, last, calendar.monthrange(year, last)[1])).end)


def _moment(
    year: str, month: str, day: str, hour: str, minute: str, second: str | None, fraction: str | None
) -> _Period:
    start = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
    if fraction:
        return _Period(*[start.replace(microsecond=int(fraction.ljust(6, digit))) for digit in "09"])
    return _Period(start, start.replace(microsecond=999999)) if second else _minute(start)


def _minute(moment: datetime) -> _Period:
    return _Period(moment.replace(second=0, microsecond=0), moment.replace(second=59, microsecond=999999))


def _named_period(form: str) -> _Period | None:
    """A month or a day whose month is named."""
    if match := _NAMED_MONTH.fullmatch(form):
        day, name, year = None, match[1], match[2]
    elif match := _NAMED_DAY.fullmatch(form):
        day, name, year = match.groups()
    elif match := _NAMED_MONTH_DAY.fullmatch(form):
        name, day, year = match.groups()
    else:
        return None
    month = month_number(name)
    if month is None:
        raise DateFormError(f"{quoted(name)} is not a month")
    return _day(date(int(year), month, int(day))) if day else _months(int(year), month, 1)


def _calendar(today: date, step: int, unit: str) -> _Period:
    if unit == "week":
        return _week(today - timedelta(days=today.weekday()) + timedelta(weeks=step))
    size = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = today.year * 12 + (today.month - 1) // size * size + step * size
    return _months(first // 12, first % 12 + 1, size)


def _ago(age: re.Match[str], now: datetime) -> _Period:
    count, unit, today = int(age[1]), age[2][0], now.date()
    try:
        if unit in "dw":
            return _day(today - timedelta(days=count * (7 if unit == "w" else 1)))
        month = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
        length = calendar.monthrange(month // 12, month % 12 + 1)[1]
        return _day(date(month // 12, month % 12 + 1, min(today.day, length)))
    except (ValueError, OverflowError):
        raise DateFormError("it is before the first year") from None


def _forms(moment: datetime) -> Iterator[tuple[str, _Period]]:
    """The periods that hold a moment, widest first, as they are written."""
    day = f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}"
    clock = f"{moment.hour:02d}:{moment.minute:02d}"
    yield day[:4], _months(moment.year, 1, 12)
    yield day[:7], _months(moment.year, moment.month, 1)
    yield day, _day(moment.date())
    yield f"{day}T{clock}", _minute(moment)
    second = moment.replace(microsecond=0)
    yield f"{day}T{clock}:{moment.second:02d}", _Period(second, second.replace(microsecond=999999))
    yield f"{day}T{clock}:{moment.second:02d}.{moment.microsecond:06d}", _Period(moment, moment)
