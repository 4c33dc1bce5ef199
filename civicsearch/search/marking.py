"""What matched in a text → the stretches of it that are marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from ..index.arrays import distinct
from ..index.postings import Ints
from ..language.tokens import word_spans
from .positions import Marks

_ONLY_SIGNS = re.compile(r"[^\w\s]*|_+")


class Marked(NamedTuple):
    """Where any leaf of a query matches in a post."""

    positions: Ints
    """Ascending, each once."""
    signed: frozenset[int]
    """Those at which a word was asked for with its sign."""

    def spans(self, text: str, first: int, last: int) -> list[tuple[int, int]]:
        """The stretches of a text whose words have the positions from ``first`` up to ``last``.

        Words that matched and have only signs between them are one stretch: ``M-13-13``.
        """
        here = self.positions[np.searchsorted(self.positions, first) : np.searchsorted(self.positions, last)]
        places = {position - first: position in self.signed for position in here.tolist()}
        return list(_joined(text, word_spans(text, places)))


def united(leaves: Sequence[Marks]) -> Marked:
    """The matches of all leaves, whose occurrences are positions in one post."""
    signed = _all(leaf.occurrences for leaf in leaves if leaf.signed)
    return Marked(_all(leaf.occurrences for leaf in leaves), frozenset(signed.tolist()))


def _all(positions: Iterable[Ints]) -> Ints:
    return distinct(np.concatenate([np.zeros(0, np.int64), *positions]))


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, those in one that have only signs between them."""
    begin = end = -1
    for first, last in spans:
        if end >= 0 and not _ONLY_SIGNS.fullmatch(text, end, first):
            yield begin, end
            begin = end = -1
        begin, end = (first if begin < 0 else begin), last
    if end >= 0:
        yield begin, end
