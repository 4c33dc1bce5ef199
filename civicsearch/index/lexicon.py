"""The words of a segment, sorted, each with its number.

Words are sorted by their folded form, then as written. So the spellings of one folded word (*resume*, *résumé*) have
neighbouring numbers, and a folded prefix is one range of numbers. A folded word is stored once; only words that differ
from their folded form are stored again, as variants.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from .. import native
from ..language.folding import folds
from .arrays import Array, ArrayFile, look_up, narrow
from .blobs import Blobs, text_arrays

_FEW = 64
"""Keys that Python sorts in less time than a kernel takes to begin with."""


class Lexicon:
    """Look-ups from folded words to numbers of words, and back."""

    def __init__(self, file: ArrayFile) -> None:
        self._folds = Blobs(file, "lexicon.folds")
        self._first = file["lexicon.first"]
        self._variant_ids = file["lexicon.variant_ids"]
        self._variants = Blobs(file, "lexicon.variants")
        if len(self) > len(self._folds) + len(self._variant_ids):
            raise ValueError("the lexicon has more words than spellings")

    def __len__(self) -> int:
        """How many words as written there are."""
        return int(self._first[-1]) if len(self._first) else 0

    def ids(self, folded: str) -> range:
        """The numbers of the words with this folded form."""
        place = self.place(folded, range(len(self._folds)))
        return range(0) if place is None else self._numbers(place, place + 1)

    def place(self, folded: str, among: range) -> int | None:
        """The place of a folded word, in the order of folded words, if it is among these places."""
        key = folded.encode()
        place = self._folds.seek(key, among.start, among.stop)
        return place if place < among.stop and self._folds[place] == key else None

    def fold_range(self, prefix: str) -> range:
        """The places, in the order of folded words, of those that begin with a folded prefix."""
        key = prefix.encode()
        first = self._folds.seek(key)
        return range(first, self._folds.seek(key + b"\xff", first))

    def folds(self, places: range) -> list[str]:
        """The folded words at these places."""
        return [folded.decode() for folded in self._folds[places.start : places.stop]]

    def fold_bytes(self) -> tuple[Array, NDArray[np.int64]]:
        """The bytes of all folded words, one behind the other, and the length of each."""
        return self._folds.stretch(0, len(self._folds))

    def bounds(self, places: range) -> NDArray[np.int64]:
        """The number of the first word of each of these folded words, and at the end the number behind the last."""
        return self._first[places.start : places.stop + 1].astype(np.int64)

    def prefix_ids(self, prefix: str) -> range:
        """The numbers of the words whose folded form begins with a folded prefix."""
        places = self.fold_range(prefix)
        return self._numbers(places.start, places.stop)

    def ids_between(
        self, start: str | None, end: str | None, *, start_excluded: bool = False, end_excluded: bool = False
    ) -> range:
        """The numbers of the words whose folded form lies between two folded words; None is open."""
        low, high = 0, len(self._folds)
        if start is not None:
            low = (bisect_right if start_excluded else bisect_left)(self._folds, start.encode())
        if end is not None:
            high = (bisect_left if end_excluded else bisect_right)(self._folds, end.encode())
        return self._numbers(low, high)

    def _numbers(self, low: int, high: int) -> range:
        """The numbers of the words whose folded forms stand at these places."""
        if low >= high:
            return range(0)
        numbers = range(int(self._first[low]), int(self._first[high]))
        if numbers.stop > len(self):
            raise ValueError("the lexicon names a word that there is not")
        return numbers

    def word(self, number: int) -> str:
        """A word as written, by its number."""
        variant = int(np.searchsorted(self._variant_ids, number))
        if variant < len(self._variant_ids) and self._variant_ids[variant] == number:
            return self._variants[variant].decode()
        return self._folds[int(np.searchsorted(self._first, number, side="right")) - 1].decode()

    def spelt(self, numbers: Sequence[int]) -> list[str]:
        """Some words as written, by their numbers."""
        wanted = np.array(numbers, np.int64)
        places = (np.searchsorted(self._first, wanted, side="right") - 1).tolist()
        variants, differs = look_up(wanted, self._variant_ids.astype(np.int64, copy=False))
        return [
            (self._variants[variant] if differing else self._folds[place]).decode()
            for place, variant, differing in zip(places, variants.tolist(), differs.tolist(), strict=True)
        ]

    def words(self) -> list[str]:
        """All words as written, by number."""
        result = self.folded()
        for number, variant in zip(self._variant_ids.tolist(), self._variants.strings(), strict=True):
            result[number] = variant
        return result

    def folded(self) -> list[str]:
        """The folded form of each word, by number."""
        folds = self._folds.strings()
        first = self._first.astype(np.int64)
        if len(first) != len(folds) + 1 or (np.diff(first) < 1).any():
            raise ValueError("the words of the lexicon are not numbered one behind the other")
        if len(self) == len(folds):
            return folds
        return [folds[place] for place in np.repeat(np.arange(len(folds)), np.diff(first)).tolist()]


def sort_words(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """Distinct words in the order of the lexicon, and their folded forms beside them."""
    given = list(words)
    folded = folds(given)
    keys = lexicon_keys(given, folded)
    order = sorted(range(len(given)), key=keys.__getitem__)
    return [given[number] for number in order], [folded[number] for number in order]


def alphabetical(keys: Sequence[str]) -> NDArray[np.int64]:
    """The places of keys in the order of the keys; a kernel takes half of the time that Python takes."""
    lines = "\n".join(keys)
    # The language of a post, which begins the keys of its stems, is any text: it may have ends of lines.
    if native.kernels is None or len(keys) < _FEW or lines.count("\n") >= len(keys):
        return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)
    order = np.empty(len(keys), np.int64)
    native.kernels.alphabetical(lines.encode("utf-8", "surrogatepass"), order)
    return order


def lexicon_keys(words: Sequence[str], folds: Sequence[str]) -> list[str]:
    """For each word, beside its folded form, the one string by which it sorts as by both: no word has a zero byte.

    Pairs of strings take three times as long to sort.
    """
    return [f"{folded}\0{word}" for word, folded in zip(words, folds, strict=True)]


def lexicon_arrays(words: list[str], folds: Mapping[int, str]) -> dict[str, Array]:
    """The arrays from which `Lexicon` reads back words given in the order of `sort_words`.

    ``folds`` has the folded forms of the words that differ from theirs, by their places.
    """
    spelt = words.copy()
    for place, fold in folds.items():
        spelt[place] = fold
    differs = sorted(folds)
    begins = np.ones(len(words) + 1, bool)  # the last one stands for the end
    # Of words with one folded form all but one differ from it.
    beside = {place for number in differs for place in (number, number + 1) if 0 < place < len(words)}
    begins[[place for place in beside if spelt[place] == spelt[place - 1]]] = False
    return {
        **text_arrays("lexicon.folds", list(compress(spelt, begins.tolist()))),
        "lexicon.first": narrow(np.flatnonzero(begins)),
        "lexicon.variant_ids": narrow(np.array(differs, np.int64)),
        **text_arrays("lexicon.variants", [words[number] for number in differs]),
    }
