"""Suggestions for words that an index does not have."""

from __future__ import annotations

from collections.abc import Iterator

from whoosh.reading import IndexReader
from whoosh.spelling import ReaderCorrector

from .terms import Terms


class TermCorrector(ReaderCorrector):
    """Suggests terms of a field: the nearest, and of equally near ones the most frequent.

    Whoosh's own means to do so, yet ranks all terms within the greatest distance by frequency alone.
    """

    def __init__(self, reader: IndexReader, fieldname: str, terms: Terms) -> None:
        super().__init__(reader, fieldname, reader.schema[fieldname])
        self._terms = terms

    def _suggestions(self, text: str, maxdist: int, prefix: int) -> Iterator[tuple[float, str]]:
        for distance, word in self._terms.near(text, maxdist, prefix):
            yield -distance - 0.5 / self.reader.frequency(self.fieldname, word), word
