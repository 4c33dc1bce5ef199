"""Regular expressions over lists of words, in a time that no pattern can blow up.

Python's ``re`` tries one way after another, and a hostile pattern (``(a+)+b``) has exponentially many. Here a pattern
becomes an automaton over its letters (Glushkov, "The abstract theory of automata", 1961), made deterministic step by
step as the words ask for it; all words take each step at once. The work is bounded by the letters of the words, and by
`MOST_POSITIONS` times `MOST_STEPS`.

As with ``re.match`` a pattern has to match from the beginning of a word, and need not reach its end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from ..errors import UsageError
from ..index.arrays import distinct, offsets
from ..index.postings import Ints
from .regexsyntax import Syntax, read_syntax

MOST_STEPS = 20_000
"""Steps of the deterministic automaton that are worked out; real patterns on a real lexicon need some hundred."""

_BLOCK = 32_768
"""Words that are walked through together: bounds the memory."""
_START, _FOUND, _LOST = 0, 1, 2
"""States before the first letter, when whatever follows matches, and when nothing that follows can."""


class Walk(NamedTuple):
    """Words on their way through the automaton."""

    codes: Ints
    """Code points of all words, one word behind the other."""
    starts: Ints
    lengths: Ints


class Regex:
    """One pattern, to be matched against words; it remembers the steps it has worked out."""

    def __init__(self, pattern: str, folded: Callable[[str], str]) -> None:
        """``folded`` is what was done to the words; literal letters of the pattern are folded alike.

        Raises `UsageError` for a pattern that cannot be read, needs looking back or around, or is too long.
        """
        self._pattern = pattern
        self._syntax: Syntax = read_syntax(pattern, folded)
        self._masks = [1, -1, 0]
        """Of each state the positions of the pattern it stands for, as bits; bit 0 is the place before the first."""
        self._states = {1: _START, 0: _LOST}
        self._steps = np.full((16, 16), -1, np.int64)
        """State and kind of letter → state; -1 is not worked out yet."""
        self._step_count = 0
        self._kinds: list[int] = []
        """Of each kind of letter the positions that accept it."""
        self._kind_of_mask: dict[int, int] = {}
        self._kind_of_letter: dict[int, int] = {}

    @property
    def prefix(self) -> str:
        """Letters with which every matching word begins."""
        return self._syntax.prefix

    def matching(self, words: Sequence[str]) -> Ints:
        """The places of the words that match, ascending."""
        found = [np.zeros(0, np.int64)]
        for first in range(0, len(words), _BLOCK):
            block = words[first : first + _BLOCK]
            codes = np.frombuffer("".join(block).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
            lengths = np.fromiter(map(len, block), np.int64, len(block))
            states = self._walk(Walk(codes, offsets(lengths)[:-1], lengths))
            accepted = np.array([self._accepts_at_end(mask) for mask in self._masks])
            found.append(np.flatnonzero(accepted[states]) + first)
        return np.concatenate(found)

    def _walk(self, words: Walk) -> Ints:
        """The state that each word ends in."""
        kinds = self._letter_kinds(words.codes)
        states = np.full(len(words.lengths), self._state(1), np.int64)
        walking = np.flatnonzero((words.lengths > 0) & (states == _START))
        place = 0
        while len(walking):
            states[walking] = reached = self._next(states[walking], kinds[words.starts[walking] + place])
            place += 1
            walking = walking[(words.lengths[walking] > place) & (reached != _FOUND) & (reached != _LOST)]
        return states

    def _letter_kinds(self, codes: Ints) -> Ints:
        if not len(codes):
            return codes
        seen = np.zeros(int(codes.max()) + 1, bool)
        seen[codes] = True
        kinds = np.zeros(len(seen), np.int64)
        for code in np.flatnonzero(seen).tolist():
            kind = self._kind_of_letter.get(code)
            if kind is None:
                mask = self._syntax.accepting(chr(code))
                kind = self._kind_of_letter[code] = self._kind_of_mask.setdefault(mask, len(self._kinds))
                if kind == len(self._kinds):
                    self._kinds.append(mask)
            kinds[code] = kind
        return kinds[codes]

    def _next(self, states: Ints, kinds: Ints) -> Ints:
        self._make_room()
        reached: Ints = self._steps[states, kinds]
        new = reached < 0
        if new.any():
            for step in distinct((states[new] << 32) | kinds[new]).tolist():
                state, kind = step >> 32, step & 0xFFFFFFFF
                target = self._step(state, kind)
                self._make_room()
                self._steps[state, kind] = target
            reached = self._steps[states, kinds]
        return reached

    def _step(self, state: int, kind: int) -> int:
        self._step_count += 1
        if self._step_count > MOST_STEPS:
            raise UsageError(f"{self._pattern}: this pattern can match in too many ways; use a simpler one")
        following, mask = 0, self._masks[state]
        while mask:
            lowest = mask & -mask
            following |= self._syntax.follow[lowest.bit_length() - 1]
            mask ^= lowest
        return self._state(following & self._kinds[kind])

    def _state(self, mask: int) -> int:
        if mask & self._syntax.ends_anywhere:
            return _FOUND
        state = self._states.setdefault(mask, len(self._masks))
        if state == len(self._masks):
            self._masks.append(mask)
        return state

    def _accepts_at_end(self, mask: int) -> bool:
        return bool(mask & (self._syntax.ends_anywhere | self._syntax.ends_at_end))

    def _make_room(self) -> None:
        rows, columns = self._steps.shape
        if len(self._masks) > rows or len(self._kinds) > columns:
            grown = np.full((max(rows, 2 * len(self._masks)), max(columns, 2 * len(self._kinds))), -1, np.int64)
            grown[:rows, :columns] = self._steps
            self._steps = grown
