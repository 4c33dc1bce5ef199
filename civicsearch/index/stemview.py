"""The stems of a segment: for each stem of a language, the words that have it there.

Stems are a view over words: they have no postings of their own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import numpy as np

from .arrays import Array, ArrayFile, narrow, offsets
from .blobs import Blobs, blob_arrays

NO_LANGUAGE = ""
"""Stands for the language of posts whose language is not known; its words are their own stems."""


class StemView:
    """Look-ups from stems to numbers of words."""

    def __init__(self, file: ArrayFile) -> None:
        self._keys = Blobs(file, "stems.keys")
        self._starts = file["stems.starts"]
        self._words = file["stems.words"]

    def words(self, language: str, stem: str) -> list[int]:
        """Numbers of the words that have this stem in this language, ascending."""
        key = stem_key(language, stem).encode()
        place = bisect_left(self._keys, key)
        if place == len(self._keys) or self._keys[place] != key:
            return []
        return [int(number) for number in self._words[int(self._starts[place]) : int(self._starts[place + 1])]]

    def groups(self) -> dict[str, list[int]]:
        """All numbers of words by `stem_key`, for merging."""
        starts, numbers = self._starts.tolist(), self._words.tolist()
        return {key: numbers[starts[i] : starts[i + 1]] for i, key in enumerate(self._keys.strings())}


def stem_key(language: str, stem: str) -> str:
    """How a stem of a language is written in a segment."""
    return f"{language}\t{stem}"


def stem_arrays(groups: Mapping[str, Sequence[int]]) -> dict[str, Array]:
    """The arrays from which `StemView` reads; numbers of words by `stem_key`."""
    keys = sorted(groups)
    return {
        **blob_arrays("stems.keys", (key.encode() for key in keys)),
        "stems.starts": narrow(offsets(np.array([len(groups[key]) for key in keys], np.int64))),
        "stems.words": narrow(np.array([number for key in keys for number in groups[key]], np.int64)),
    }
