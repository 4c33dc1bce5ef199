"""The fields of an index with all that Whoosh needs to read them: `language.schema` plus columns and formats.

Names and terms are those of `language.schema`. Nothing here is ever written, so values of postings are plain objects
in memory, not Whoosh's pickled bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from whoosh import fields, formats
from whoosh.util.times import long_to_datetime

from ...language.analyzers import WordAnalyzer
from ...language.folding import facet_key, fold
from ...language.schema import (
    AUTHOR_NAME,
    DATE,
    KEY_FIELDS,
    PERIOD_FIELDS,
    PLACE_FIELDS,
    TEXT_FIELDS,
    WORD_FIELDS,
)
from .columns import DateColumn, KeyColumn, SortKey, TextColumn, TitleColumn

STORED = ("id", "title", "summary", *KEY_FIELDS, "path", "url", DATE)
"""What `WhooshReader.stored_fields` gives of a post. Texts and links are columns, read when they are asked for."""


class Positions(formats.Format):
    """Postings whose value is the positions of a term in a post, as a tuple, ascending."""

    def supports(self, name: str) -> bool:
        """``characters`` are no part of the value: `matcher.PostingsMatcher` finds them in the stored text."""
        return name == "characters" or super().supports(name)

    def word_values(self, value: Any, analyzer: Any, **kwargs: Any) -> Iterable[tuple[Any, int, float, Any]]:
        """Term, frequency, weight and value of each word of a text."""
        positions: dict[str, list[int]] = defaultdict(list)
        for token in formats.tokens(value, analyzer, {**kwargs, "positions": True}):
            positions[token.text].append(token.pos)
        return ((word, len(places), float(len(places)), tuple(places)) for word, places in positions.items())

    def decode_positions(self, value: Sequence[int]) -> list[int]:
        """Where the term stands, in words from the start of the field."""
        return list(value)

    def decode_frequency(self, value: Sequence[int]) -> int:
        """How often the term stands there."""
        return len(value)

    def decode_weight(self, value: Sequence[int]) -> float:
        """The same as a weight."""
        return float(len(value))

    def combine(self, values: Iterable[Sequence[int]]) -> tuple[int, ...]:
        """The value of several terms as one."""
        return tuple(sorted({position for value in values for position in value}))


class WordsField(fields.TEXT):
    """Text. A term for words as written is folded; one for any form keeps its accents, which can tell stems apart."""

    def __init__(self, column: TextColumn | None = None, *, folded: bool = True, stored: bool = False) -> None:
        super().__init__(analyzer=WordAnalyzer(), stored=stored)
        self.format = Positions()
        self.column_type = column
        self._folded = folded

    def to_bytes(self, value: Any) -> bytes:
        """The term of a word; bytes are a term already."""
        return super().to_bytes(fold(value) if self._folded and isinstance(value, str) else value)

    def from_column_value(self, value: Any) -> Any:
        """The text, or what titles are sorted by."""
        return value.label if isinstance(value, SortKey) else value


class ValueField(fields.ID):
    """Whole values. A value may be given in any of the spellings that meet under one term."""

    def __init__(self, *, folded: bool = True, unique: bool = False, stored: bool = True) -> None:
        super().__init__(stored=stored, unique=unique)
        self.column_type = KeyColumn()
        self._folded = folded

    def to_bytes(self, value: Any) -> bytes:
        """The term of a value; bytes are a term already."""
        return super().to_bytes(fold(value) if self._folded and isinstance(value, str) else value)

    def from_column_value(self, value: Any) -> Any:
        """The value as it is shown; None for a post without one."""
        return value.label if isinstance(value, SortKey) else value


class KeyField(ValueField):
    """Facet values."""

    def to_bytes(self, value: Any) -> bytes:
        """The folded key of a facet value."""
        return super().to_bytes(facet_key(value) if isinstance(value, str) else value)


class DateField(fields.DATETIME):
    """Dates on the clock of the place they were written in, to the second."""

    def __init__(self) -> None:
        super().__init__(stored=True)
        self.column_type = DateColumn()

    def from_column_value(self, value: Any) -> Any:
        """The date of a sort key; None for a post without one."""
        if value is None or isinstance(value, datetime):
            return value
        return None if value == DateColumn.missing else long_to_datetime(abs(value))


@lru_cache(maxsize=1)
def reader_schema() -> fields.Schema:
    """The schema of every `WhooshReader`."""
    described: dict[str, fields.FieldType] = {"id": ValueField(folded=False, unique=True)}
    for name in (*TEXT_FIELDS, *WORD_FIELDS):
        column = TitleColumn() if name == "title" else TextColumn()
        described[name] = WordsField(column, folded=name in WORD_FIELDS, stored=name in STORED)
    described[AUTHOR_NAME] = WordsField()
    for name in (*KEY_FIELDS, *PERIOD_FIELDS):
        described[name] = KeyField(stored=name in STORED)
    for name in PLACE_FIELDS:
        described[name] = ValueField(stored=name in STORED)
    described[DATE] = DateField()
    return fields.Schema(**described)
