"""How likely one word was typed for another: an edit distance with costs.

The distance is that of optimal string alignment (Damerau and Levenshtein without overlapping edits): a letter left out,
one too many, a wrong one, two neighbours swapped. Edits that hands and ears make often cost less than 1. The costs were
chosen on one half of the misspellings of ``tests/spelling``; docs/explanation/spelling.md has what each is worth.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SWAPPED = 0.7
"""Two neighbouring letters in the wrong order."""
DOUBLED = 0.6
"""A letter typed twice, or a double letter typed once."""
NEIGHBOUR = 0.7
"""The key beside the right one."""
ALIKE = 0.7
"""A letter that often sounds like the right one: one vowel for another, c for k."""
FIRST = 0.5
"""Added where the first letters differ: people seldom miss the first letter."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_OFFSETS = (0.0, 0.25, 0.75)
"""How far each row of keys is shifted to the right, in keys."""
_ALIKE = ("aeiouy", "ck", "cs", "sz", "gj", "bp", "dt", "fv", "mn", "vw", "qk", "xs")

Costs = NDArray[np.float64]


def typing_costs(typed: str, words: list[str]) -> Costs:
    """The cost of having typed one folded word for each of others; one row of the table is a step over all of them.

    >>> typing_costs("procurment", ["procurement", "procurements", "processed"]).round(1).tolist()
    [1.0, 2.0, 4.4]
    """
    if not words:
        return np.zeros(0)
    lengths = np.array([len(word) for word in words], np.int64)
    width = max(1, int(lengths.max()))
    letters = np.zeros((width, len(words)), np.uint32)
    for place, word in enumerate(words):
        letters[: len(word), place] = np.frombuffer(word.encode("utf-32-le"), np.uint32)
    left_out = np.ones_like(letters, dtype=np.float64)
    left_out[1:][letters[1:] == letters[:-1]] = DOUBLED
    table = _wrong_letters()
    known = np.minimum(letters, 127)
    row = np.concatenate([np.zeros((1, len(words))), np.cumsum(left_out, axis=0)])
    above, before = row, ""
    for letter in typed:
        too_many = DOUBLED if letter == before else 1.0
        wrong = table[min(ord(letter), 127)][known]
        wrong[letters == ord(letter)] = 0.0
        next_row = np.empty_like(row)
        next_row[0] = row[0] + too_many
        for place in range(width):
            best = np.minimum(row[place + 1] + too_many, next_row[place] + left_out[place])
            best = np.minimum(best, row[place] + wrong[place])
            if place and before:
                swapped = (letters[place - 1] == ord(letter)) & (letters[place] == ord(before))
                best = np.where(swapped, np.minimum(best, above[place - 1] + SWAPPED), best)
            next_row[place + 1] = best
        above, row, before = row, next_row, letter
    costs: Costs = row[lengths, np.arange(len(words))]
    return costs + FIRST * (letters[0] != ord(typed[0])) if typed else costs


@lru_cache(maxsize=1)
def _wrong_letters() -> Costs:
    """The cost of typing one ASCII letter for another; other letters are at 127."""
    table = np.ones((128, 128))
    places = {
        letter: (column + offset, float(row))
        for row, (letters, offset) in enumerate(zip(_ROWS, _OFFSETS, strict=True))
        for column, letter in enumerate(letters)
    }
    for one, (x, y) in places.items():
        for other, (u, v) in places.items():
            if abs(x - u) <= 1 and abs(y - v) <= 1:
                table[ord(one), ord(other)] = NEIGHBOUR
    for group in _ALIKE:
        for one in group:
            for other in group:
                table[ord(one), ord(other)] = min(ALIKE, table[ord(one), ord(other)])
    return table
