"""The names that may stand before a colon, and what each of them takes."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from ..language.schema import DATE, KEY_FIELDS, PARTS, PERIOD_FIELDS, PLACE_FIELDS, TEXT


class Kind(Enum):
    """What the value of a field is."""

    TEXT = "words of the text"
    KEY = "a facet value"
    AUTHOR = "a whole name in quotes, or words of a name"
    PERIOD = "a year or a month"
    PLACE = "a part of a path or address, or a pattern"
    DATE = "a date or a range of dates"
    BOUND = "a date that bounds another way"
    AGE = "a length of time before now"
    HAS = "the name of a field that must have a value"
    MISSING = "the name of a field that must have none"
    SCOPE = "the name of the field for the words that follow"
    SORT = "an order"
    SAVED = "the name of a saved search"


SAVED = "saved"
"""Field of the terms that stand for saved searches: the one field of a tree that no post has."""


class Field(NamedTuple):
    """A field name as the query language knows it."""

    name: str
    """Canonical name; for a kind that is searched, the name in the schema too."""
    kind: Kind


_FIELDS = (
    *(Field(name, Kind.TEXT) for name in (TEXT, *PARTS)),
    *(Field(name, Kind.AUTHOR if name == "author" else Kind.KEY) for name in KEY_FIELDS),
    *(Field(name, Kind.PERIOD) for name in PERIOD_FIELDS),
    *(Field(name, Kind.PLACE) for name in PLACE_FIELDS),
    Field(DATE, Kind.DATE),
    *(Field(name, Kind.BOUND) for name in ("since", "after", "until", "before")),
    *(Field(name, Kind.AGE) for name in ("newer_than", "older_than")),
    Field("has", Kind.HAS),
    Field("missing", Kind.MISSING),
    Field("in", Kind.SCOPE),
    Field("sort", Kind.SORT),
    Field(SAVED, Kind.SAVED),
)
_SYNONYMS = {
    "titles": "title",
    "summaries": "summary",
    "categories": "category",
    "tags": "tag",
    "authors": "author",
    "sources": "source",
    "lang": "language",
    "languages": "language",
    "years": "year",
    "months": "month",
    "link": "links",
    "dates": "date",
    "newer": "newer_than",
    "older": "older_than",
}
_BY_NAME = {field.name: field for field in _FIELDS}
_BY_NAME |= {synonym: _BY_NAME[name] for synonym, name in _SYNONYMS.items()}

FIELD_NAMES = tuple(_BY_NAME)
"""Every name that may stand before a colon: the canonical ones, then their synonyms."""

_CAN_BE_ABSENT = frozenset({Kind.TEXT, Kind.KEY, Kind.AUTHOR, Kind.PERIOD, Kind.PLACE, Kind.DATE})
_CAN_BE_SCOPE = frozenset({Kind.TEXT, Kind.PLACE})


def find_field(name: str) -> Field | None:
    """The field of that name or synonym, in any case.

    >>> find_field("Categories").name
    'category'
    """
    return _BY_NAME.get(name.lower().replace("-", "_"))


def find_presence_field(name: str) -> Field | None:
    """The field that ``has:`` and ``missing:`` may ask for under that name."""
    field = find_field(name)
    return field if field and field.kind in _CAN_BE_ABSENT and field.name != TEXT else None


def find_scope_field(name: str) -> Field | None:
    """The field that ``in:`` may name."""
    field = find_field(name)
    return field if field and field.kind in _CAN_BE_SCOPE else None


def nearest(name: str, known: Iterable[str] = _BY_NAME) -> str | None:
    """The known name that a mistyped one most probably means, or None.

    >>> nearest("athor"), nearest("http")
    ('author', None)
    """
    from difflib import get_close_matches

    # difflib takes time in the square of the length, and no name is anywhere near as long.
    close = get_close_matches(name.lower()[:32], known, n=1, cutoff=0.7)
    return close[0] if close else None
