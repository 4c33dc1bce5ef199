"""Misspellings as people make them, the same ones on every run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = "aeiou"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def transposed(word: str, random: Random) -> str:
    """Two neighbouring letters swapped."""
    at = random.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def left_out(word: str, random: Random) -> str:
    """A letter left out, not the first."""
    at = random.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def too_many(word: str, random: Random) -> str:
    """Any letter too many."""
    at = random.randrange(1, len(word) + 1)
    return word[:at] + random.choice(_LETTERS) + word[at:]


def neighbouring_key(word: str, random: Random) -> str:
    """A letter for the one beside it on the keyboard."""
    at = random.randrange(1, len(word))
    row = next((row for row in _ROWS if word[at] in row), "")
    place = row.find(word[at])
    beside = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    return word[:at] + random.choice(beside or _LETTERS) + word[at + 1 :]


def any_letter(word: str, random: Random) -> str:
    """Any letter for another, the first one too."""
    at = random.randrange(len(word))
    return word[:at] + random.choice(_LETTERS) + word[at + 1 :]


def doubled(word: str, random: Random) -> str:
    """A double letter typed once, or where there is none a letter typed twice."""
    pairs = [at for at in range(1, len(word)) if word[at] == word[at - 1]]
    if pairs:
        at = random.choice(pairs)
        return word[:at] + word[at + 1 :]
    at = random.randrange(1, len(word))
    return word[:at] + word[at] + word[at:]


def other_vowel(word: str, random: Random) -> str:
    """One vowel for another."""
    vowels = [at for at in range(1, len(word)) if word[at] in _VOWELS]
    if not vowels:
        return word
    at = random.choice(vowels)
    return word[:at] + random.choice(_VOWELS.replace(word[at], "")) + word[at + 1 :]


def twice(word: str, random: Random) -> str:
    """Two of the above, in a word of eight letters or more."""
    if len(word) < 8:
        return word
    first, second = random.sample([transposed, left_out, too_many, neighbouring_key, other_vowel], 2)
    return second(first(word, random), random)


TYPOS: Mapping[str, Callable[[str, Random], str]] = {
    "two letters swapped": transposed,
    "a letter left out": left_out,
    "a letter too many": too_many,
    "the key beside it": neighbouring_key,
    "any other letter": any_letter,
    "double letter": doubled,
    "another vowel": other_vowel,
    "two of these": twice,
}
