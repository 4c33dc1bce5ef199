"""All the words that one writer has met, each with a number, and what is worked out once for each of them.

Segments that are written one after the other share most of their words. So a word is taken out of its text, folded,
sorted and stemmed once for all segments that a writer writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import numpy as np

from ..language.folding import folds
from ..language.stems import stems
from ..language.tokens import PARAGRAPH_BREAK, lowered, signed_words, single_words, without_possessives
from .arrays import marked
from .lexicon import alphabetical, lexicon_keys
from .piecetable import Codes, PieceTable
from .postings import Ints
from .stemview import stem_key

PART_END = b"\xfe"
"""What stands behind the title, the summary and the body of a post among pieces; no text encodes to it."""
BREAK_CODE, END_CODE = -1, -2
_FIRST_COMPOUND = -3
MOST_WORDS = 1_000_000
"""Words from which on a writer starts with a new vocabulary: some 0.4 GB."""


class _Pieces(dict[bytes, int]):
    """Pieces of text → the number of the word they are; below 0 what is no single word."""

    def __init__(self, numbers: dict[str, int]) -> None:
        super().__init__({PARAGRAPH_BREAK: BREAK_CODE, PART_END: END_CODE})
        self._numbers = numbers
        self.signed: set[int] = set()
        """The numbers of signed forms."""
        self.compounds: list[list[int]] = []
        """The words of the pieces that are none or several; piece ``-3 - i`` is ``compounds[i]``."""

    def codes(self, asked: list[bytes]) -> list[int]:
        """The numbers of pieces. New ones that are a single word, as nearly all are, are taken in together."""
        fresh = [piece for piece in dict.fromkeys(asked) if piece not in self]
        single, texts = single_words(b"\n".join(fresh).decode().split("\n"))
        words, numbers = lowered(texts), self._numbers
        numbers.update(zip((word for word in dict.fromkeys(words) if word not in numbers), count(len(numbers))))
        self.update(zip(map(fresh.__getitem__, single), map(numbers.__getitem__, words), strict=True))
        return list(map(self.__getitem__, asked))

    def __missing__(self, piece: bytes) -> int:
        numbers = self._numbers
        found: list[int] = []
        for part in without_possessives(piece.decode()).split():
            for word, signed in signed_words(part):
                found.append(numbers.setdefault(word, len(numbers)))
                if signed:
                    found.append(numbers.setdefault(signed, len(numbers)))
                    self.signed.add(found[-1])
        if len(found) == 1:
            code = found[0]
        else:
            code = _FIRST_COMPOUND - len(self.compounds)
            self.compounds.append(found)
        self[piece] = code
        return code


class Vocabulary:
    """Words and their numbers, in the order in which they were first met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._pieces = _Pieces(self._numbers)
        self._table = PieceTable(self._pieces.codes, self._numbers)
        self._words: list[str] = []
        self._folds: dict[int, str] = {}
        """Of words that are written otherwise, by their numbers."""
        self._keys: list[str] = []
        self._order: Ints = np.zeros(0, np.int64)
        self._stem_keys: list[str] = []
        self._numbers_of_stems: dict[str, dict[str, int]] = {}
        self._stems_of: dict[str, Ints] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def codes(self, text: bytes) -> Codes:
        """The numbers of the words of a text that is cut into pieces.

        Also `BREAK_CODE` and `END_CODE`, and further numbers below 0 for pieces of none or several words, which
        `compounds` tells.
        """
        return self._table.codes(text)

    @property
    def compounds(self) -> list[list[int]]:
        """The words of the piece with the code ``-3 - i``, by ``i``."""
        return self._pieces.compounds

    def counted(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which words count where words are counted, by their numbers: all but signed forms."""
        counted = np.ones(len(self), bool)
        counted[list(self._pieces.signed)] = False
        return counted

    def in_order(self, wanted: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Ints:
        """The numbers of the wanted words in the order of the lexicon; ``wanted`` has one entry a word."""
        if len(self._order) < len(self):
            before = len(self._order)
            fresh = list(self._numbers)[before:]
            rare = [place for place, word in enumerate(fresh) if not word.isascii()]  # in lower case all are
            folded = fresh.copy()
            for place, fold in zip(rare, folds([fresh[place] for place in rare]), strict=True):
                if fold != fresh[place]:
                    folded[place] = self._folds[before + place] = fold
            self._words += fresh
            keys = lexicon_keys(fresh, folded)
            self._keys += keys
            order = np.append(self._order, before + alphabetical(keys))
            if before:
                # Two runs, which Python merges.
                order = np.array(sorted(order.tolist(), key=self._keys.__getitem__), np.int64)
            self._order = order
        return self._order[wanted[self._order]]

    def words(self, numbers: Sequence[int]) -> list[str]:
        """The words with these numbers, among those that were put in order."""
        return list(map(self._words.__getitem__, numbers))

    def folds(self, numbers: Ints) -> dict[int, str]:
        """The folded forms of those words that differ from them, likewise, by their places among ``numbers``."""
        differs = marked(np.fromiter(self._folds, np.int64, len(self._folds)), len(self._words))
        places = np.flatnonzero(differs[numbers])
        return dict(zip(places.tolist(), map(self._folds.__getitem__, numbers[places].tolist()), strict=True))

    def stems(self, language: str, numbers: Ints) -> Ints:
        """The numbers of the stems of words in a language, likewise."""
        known = self._stems_of.get(language, np.zeros(0, np.int64))
        if len(known) < len(self._words):
            known = self._stems_of[language] = np.append(known, np.full(len(self._words) - len(known), -1))
        fresh = numbers[known[numbers] < 0]
        if len(fresh):
            found = stems(self.words(fresh.tolist()), language)
            own = self._numbers_of_stems.setdefault(language, {})
            new = [stem for stem in dict.fromkeys(found) if stem not in own]
            own.update(zip(new, count(len(self._stem_keys))))
            self._stem_keys += [stem_key(language, stem) for stem in new]
            known[fresh] = list(map(own.__getitem__, found))
        return known[numbers]

    def stem_keys(self) -> list[str]:
        """The `stem_key` of each stem, by its number."""
        return self._stem_keys
