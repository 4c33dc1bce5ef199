"""The words of a segment, sorted, each with its number.

Words are sorted by their folded form, then as written. So the spellings of one folded word (*resume*, *résumé*) have
neighbouring numbers, and a folded prefix is one range of numbers. A folded word is stored once; only words that differ
from their folded form are stored again, as variants.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ..language.folding import fold
from .arrays import Array, ArrayFile, narrow
from .blobs import Blobs, blob_arrays


class Lexicon:
    """Look-ups from folded words to numbers of words, and back."""

    def __init__(self, file: ArrayFile) -> None:
        self._folds = Blobs(file, "lexicon.folds")
        self._first = file["lexicon.first"]
        self._variant_ids = file["lexicon.variant_ids"]
        self._variants = Blobs(file, "lexicon.variants")

    def __len__(self) -> int:
        """How many words as written there are."""
        return int(self._first[-1]) if len(self._first) else 0

    def ids(self, folded: str) -> range:
        """The numbers of the words with this folded form."""
        key = folded.encode()
        place = bisect_left(self._folds, key)
        if place == len(self._folds) or self._folds[place] != key:
            return range(0)
        return range(int(self._first[place]), int(self._first[place + 1]))

    def fold_range(self, prefix: str) -> range:
        """The places, in the order of folded words, of those that begin with a folded prefix."""
        key = prefix.encode()
        first = bisect_left(self._folds, key)
        return range(first, bisect_left(self._folds, key + b"\xff", lo=first))

    def folds(self, places: range) -> list[str]:
        """The folded words at these places."""
        return [folded.decode() for folded in self._folds[places.start : places.stop]]

    def prefix_ids(self, prefix: str) -> range:
        """The numbers of the words whose folded form begins with a folded prefix."""
        places = self.fold_range(prefix)
        return range(int(self._first[places.start]), int(self._first[places.stop])) if places else range(0)

    def word(self, number: int) -> str:
        """A word as written, by its number."""
        variant = int(np.searchsorted(self._variant_ids, number))
        if variant < len(self._variant_ids) and self._variant_ids[variant] == number:
            return self._variants[variant].decode()
        return self._folds[int(np.searchsorted(self._first, number, side="right")) - 1].decode()

    def words(self) -> list[str]:
        """All words as written, by number."""
        folds = self._folds.strings()
        first = self._first.astype(np.int64)
        numbered = np.repeat(np.arange(len(folds)), np.diff(first)).tolist()
        result = [folds[place] for place in numbered]
        for number, variant in zip(self._variant_ids.tolist(), self._variants.strings(), strict=True):
            result[number] = variant
        return result


def sort_words(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """Distinct words in the order of the lexicon, and their folded forms beside them."""
    pairs = sorted((fold(word), word) for word in words)
    return [word for _, word in pairs], [folded for folded, _ in pairs]


def lexicon_arrays(words: list[str], folds: list[str]) -> dict[str, Array]:
    """The arrays from which `Lexicon` reads back words given in the order of `sort_words`."""
    unique: list[str] = []
    first: list[int] = []
    variants: list[int] = []
    for number, (word, folded) in enumerate(zip(words, folds, strict=True)):
        if not unique or unique[-1] != folded:
            unique.append(folded)
            first.append(number)
        if word != folded:
            variants.append(number)
    first.append(len(words))
    return {
        **blob_arrays("lexicon.folds", (folded.encode() for folded in unique)),
        "lexicon.first": narrow(_numbers(first)),
        "lexicon.variant_ids": narrow(_numbers(variants)),
        **blob_arrays("lexicon.variants", (words[number].encode() for number in variants)),
    }


def _numbers(values: list[int]) -> NDArray[np.int64]:
    return np.array(values, np.int64)
