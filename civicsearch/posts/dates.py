"""When a post was published: dates as people write them in front matter and in file names.

Strings are matched against an explicit list of patterns and never handed to `datetime.fromisoformat`, which reads
``2014-10-29-9-30`` without complaint as something else. The offset is kept, so the day stays the day as written.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from ..language.folding import fold
from .normalise import one_line, quoted

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100
"""Years outside of these are zero values and typing errors (``0001-01-01``), not dates of posts."""

_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?(?:\s*(?P<zone>[Zz]|[A-Za-z]{2,5}|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?))?"
)
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<year>\d{{4}})(?P<sign>[-/.])(?P<month>\d{{1,2}})(?P=sign)(?P<day>\d{{1,2}})(?:(?:[Tt]|,?\s+){_TIME})?",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})-(?P<hour>\d{1,2})-(?P<minute>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
        r"(?:[Tt](?P<hour>\d{2}):?(?P<minute>\d{2}):?(?P<second>\d{2})?(?P<zone>[Zz])?)?",
        rf"(?P<first>\d{{1,2}})(?P<sign>[-/.])(?P<next>\d{{1,2}})(?P=sign)(?P<year>\d{{4}})(?:,?\s+{_TIME})?",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|er|º)?[\s-]+(?:de\s+)?(?P<name>[^\W\d_]+)\.?,?[\s-]+"
        rf"(?:de\s+)?(?P<year>\d{{4}})(?:,?\s+{_TIME})?",
        rf"{_WEEKDAY}(?P<name>[^\W\d_]+)\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
        rf"(?:,?\s+{_TIME})?",
    )
)
_MONTH_ONLY = re.compile(r"(?P<year>\d{4})(?:[-/](?P<month>\d{1,2}))?")

# First letters, folded, that tell the months apart: English, German, French, Spanish, Portuguese, Italian, Dutch.
_MONTH_STEMS = (
    ("jan", "ene", "gen"),
    ("feb", "fev", "fevr"),
    ("mar", "mrz", "maar", "mrt"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mayo", "maio", "mag", "mei"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt", "out", "ott"),
    ("nov",),
    ("dec", "dez", "dic", "des"),
)
_MONTH_BY_STEM = {stem: number for number, stems in enumerate(_MONTH_STEMS, 1) for stem in stems}
_ZONE_HOURS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "BRT": -3,
}  # fmt: skip

_NAME_DATE = re.compile(
    r"(?:(\d{4})[-_](\d{1,2})[-_](\d{1,2})|(\d{2})[-_](\d{2})[-_](\d{2})|(\d{4})(\d{2})(\d{2}))(?=[-_. ]|$)"
)
_FOLDER_DATE = re.compile(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})/")


class DatedName(NamedTuple):
    """What the path of a post says about its date."""

    date: date | None
    slug: str
    """File name without date and ending."""
    problem: str | None = None
    """What is wrong with the date that the path holds, if it cannot be one."""


def parse_date(value: object, day_first: bool = True) -> date | datetime:
    """The date of a front-matter value.

    ``day_first`` decides ``07/10/2019`` where both readings exist. Raises ValueError, with the problem in words, where
    the value is no date, or one that the calendar does not have.

    >>> parse_date("2014-10-29 9:30:00 -0400")
    datetime.datetime(2014, 10, 29, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=72000)))
    >>> parse_date("07/10/2019")
    datetime.date(2019, 10, 7)
    """
    if isinstance(value, date):
        if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
            raise ValueError(f"the date {value.isoformat()} is not one of a post")
        return value
    text = one_line(value if isinstance(value, str) else str(value), 100)
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(text):
            return _build(match.groupdict(), text, day_first)
    if match := _MONTH_ONLY.fullmatch(text):
        return _build({"month": "1", **{k: v for k, v in match.groupdict().items() if v}, "day": "1"}, text, day_first)
    raise ValueError(f"the date {quoted(text)} is in no known form")


def _build(parts: dict[str, str | None], text: str, day_first: bool) -> date | datetime:
    year = int(parts["year"] or 0)
    if parts.get("first"):
        day, month = int(parts["first"] or 0), int(parts["next"] or 0)
        american = parts["sign"] != "." and not day_first
        # Where only one order is in the calendar there is nothing to decide.
        if (american and day <= 12) or month > 12:
            day, month = month, day
    else:
        day = int(parts["day"] or 0)
        month = int(parts["month"] or 0) if parts.get("month") else _month(parts["name"] or "", text)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(f"the date {text} is not one of a post")
    try:
        if not parts.get("hour"):
            return date(year, month, day)
        hour = int(parts["hour"] or 0)
        if half := parts.get("half"):
            hour = hour % 12 + (12 if half in "Pp" else 0)
        microsecond = int((parts.get("fraction") or "0").ljust(6, "0")[:6])
        moment = datetime(year, month, day, 0, int(parts["minute"] or 0), int(parts.get("second") or 0), microsecond)
        # 24:00 ends a day; it is the only hour beyond 23 that is written on purpose.
        moment = moment + timedelta(days=1) if hour == 24 and moment.minute == 0 else moment.replace(hour=hour)
        return moment.replace(tzinfo=_zone(parts.get("zone"), text))
    except (ValueError, OverflowError) as error:
        if "known form" in str(error):
            raise
        raise ValueError(f"the date {text} does not exist") from None


def _month(name: str, text: str) -> int:
    folded = fold(name)
    for length in (4, 3):
        if number := _MONTH_BY_STEM.get(folded[:length]):
            return number
    raise ValueError(f"the date {quoted(text)} is in no known form")


def _zone(zone: str | None, text: str) -> timezone | None:
    if not zone:
        return None
    if (hours := _ZONE_HOURS.get(zone.upper())) is not None:
        return timezone(timedelta(hours=hours))
    sign, digits = zone.upper().removeprefix("UTC").removeprefix("GMT")[:1], re.sub(r"\D", "", zone)
    if sign not in "+-" or not digits:
        raise ValueError(f"the date {quoted(text)} is in no known form")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if sign == "-" else offset)


def date_of_path(relative: str) -> DatedName:
    """The date in a file name (``2014-5-2-title``, ``18-05-24-title``) or in folders (``2014/05/02/title``).

    Two-digit years are of this century.

    >>> date_of_path("posts/18-05-24-budget.md")
    DatedName(date=datetime.date(2018, 5, 24), slug='budget', problem=None)
    """
    folder, _, name = relative.rpartition("/")
    stem = name.rpartition(".")[0] or name
    if match := _NAME_DATE.match(stem):
        found, problem = _calendar_day([group for group in match.groups() if group])
        # 99-99-99-things is a name; four digits and a sign leave no doubt that a date was meant.
        if found or match[1]:
            return DatedName(found, stem[match.end() :].lstrip("-_. "), problem)
    if match := _FOLDER_DATE.search(f"{folder}/"):
        found, problem = _calendar_day([match[1], match[2], match[3]])
        return DatedName(found, stem, problem)
    return DatedName(None, stem)


def _calendar_day(digits: list[str]) -> tuple[date | None, str | None]:
    written = "-".join(digits)
    year, month, day = (int(part) for part in digits)
    year += 2000 if len(digits[0]) == 2 else 0
    try:
        found = date(year, month, day)
    except ValueError:
        return None, f"the date {written} in the path does not exist"
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None, f"the date {written} in the path is not one of a post"
    return found, None
