"""What a reader has read of its snapshot, field by field; each part is read when it is first asked for."""

from __future__ import annotations

from functools import cached_property, lru_cache, partial

import numpy as np
from whoosh.columns import ColumnReader

from ...errors import UsageError
from ...index.sizedcache import SizedCache
from ...index.snapshot import Snapshot
from ...language.schema import AUTHOR_NAME, DATE, TEXT_FIELDS, WORD_FIELDS
from .columns import DateReader, KeyReader, TextReader, TitleReader
from .entries import VALUE_FIELDS, read_entries
from .terms import DateTerms, NameTerms, TermPosts, Terms, ValueTerms, WordTerms
from .texts import Place, field_text, located

POSTINGS_IN_MEMORY = 32 * 2**20
"""Bytes of terms' posts that a reader keeps beside what the snapshot keeps."""
TEXTS = frozenset((*TEXT_FIELDS, *WORD_FIELDS))


class Contents:
    """The fields of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._known: SizedCache[tuple[str, bytes], TermPosts] = SizedCache(POSTINGS_IN_MEMORY)
        self.terms = lru_cache(maxsize=None)(self._terms)
        self.lengths = lru_cache(maxsize=None)(self._lengths)
        self._entries = lru_cache(maxsize=None)(partial(read_entries, snapshot))

    @cached_property
    def removed(self) -> frozenset[int]:
        """The numbers of removed posts."""
        return frozenset(np.flatnonzero(~self.snapshot.live).tolist())

    def find(self, field: str, term: bytes) -> TermPosts | None:
        """The posts that have a term in a field; None where there are none."""
        found = self._known.get((field, term))
        if found is None:
            found = self.terms(field).posts(term)
            if found is not None:
                self._known.put((field, term), found, found.size)
        return found

    def column(self, field: str) -> ColumnReader:
        """The values of a field by post. Raises `UsageError` for a field that has no column."""
        if field in VALUE_FIELDS:
            return KeyReader(self.snapshot, self._entries(field))
        if field == DATE:
            return DateReader(self.snapshot)
        if field not in TEXTS:
            raise UsageError(f"{field}: this field has no column; sort and group by another")
        reader = TitleReader if field == "title" else TextReader
        return reader(self.snapshot, partial(field_text, self.snapshot, field=field))

    def places(self, field: str, post: int) -> dict[int, Place]:
        """The words of a text by their positions."""
        return {place[0]: place for _, place in located(self.snapshot, post, field)}

    def _terms(self, field: str) -> Terms:
        if field in VALUE_FIELDS:
            return ValueTerms(self.snapshot, self._entries(field))
        if field == AUTHOR_NAME:
            return NameTerms(self.snapshot, self._entries("author"))
        if field == DATE:
            return DateTerms(self.snapshot)
        name = field.removesuffix("_words")
        return WordTerms(self.snapshot, None if name == "text" else name, any_form=name == field)

    def _lengths(self, field: str) -> list[int] | None:
        """Words in a field for each post; None for a field of whole values."""
        lengths = self.terms(field).lengths
        return None if lengths is None else lengths.tolist()
