"""The stems of a segment: for each stem of a language, the words that have it there.

Stems are a view over words: they have no postings of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .arrays import Array, ArrayFile, distinct, narrow, run_starts
from .blobs import Blobs, text_arrays
from .postings import Ints

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
        place = self._keys.seek(key)
        if place == len(self._keys) or self._keys[place] != key:
            return []
        return [int(number) for number in self._words[int(self._starts[place]) : int(self._starts[place + 1])]]

    def keys(self) -> list[str]:
        """The `stem_key` of every stem, sorted."""
        return self._keys.strings()

    def pairs(self) -> tuple[Ints, Ints]:
        """The place of a key among `keys`, and the number of a word that has this stem: one entry a word."""
        starts = self._starts.astype(np.int64)
        return np.repeat(np.arange(len(starts) - 1), np.diff(starts)), self._words.astype(np.int64)


def stem_key(language: str, stem: str) -> str:
    """How a stem of a language is written in a segment."""
    return f"{language}\t{stem}"


def stem_arrays(keys: Sequence[str], key_places: Ints, words: Ints) -> dict[str, Array]:
    """The arrays from which `StemView` reads. ``keys`` are sorted; those without words are left out.

    ``key_places[i]`` is the place among ``keys`` of a stem of the word ``words[i]``; a pair may be there repeatedly.
    """
    width = int(words.max(initial=0)) + 1
    key_places, words = np.divmod(distinct(key_places * width + words), width)
    first = run_starts(key_places)
    return {
        **text_arrays("stems.keys", [keys[place] for place in key_places[first].tolist()]),
        "stems.starts": narrow(np.append(first, len(words))),
        "stems.words": narrow(words),
    }


def merge_stems(parts: Sequence[tuple[StemView, Ints]]) -> dict[str, Array]:
    """The arrays of the stems of several segments. Beside each the new numbers of its words, below 0 for none."""
    part_keys = [part.keys() for part, _ in parts]
    keys = sorted(set().union(*part_keys))
    place = {key: number for number, key in enumerate(keys)}
    places, words = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for (part, new_words), own in zip(parts, part_keys, strict=True):
        key_places, old = part.pairs()
        new = new_words[old]
        places.append(np.array([place[key] for key in own], np.int64)[key_places][new >= 0])
        words.append(new[new >= 0])
    return stem_arrays(keys, np.concatenate(places), np.concatenate(words))
