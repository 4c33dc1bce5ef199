"""The syntax of regular expressions: a pattern → which of its letters may follow which.

It is the part of Python's syntax that an automaton can follow: letters, ``.``, classes, ``\\d \\w \\s`` and their like,
groups, ``|``, repetitions, ``^`` at the beginning and ``$`` at the end. What looks back or around is refused by name.
Case does not count, as the words are folded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from ..errors import UsageError

MOST_POSITIONS = 500
"""Letters and groups at most, with repetitions written out: ``a{20}`` is 20."""
_LONGEST = 1_000
_DEEPEST = 50

_BRANCH_ENDS = ("|", ")", "$", "^", "\\A", "\\Z")
_REPEAT = re.compile(r"\{(\d+)(,?)(\d*)\}|\{(,)(\d*)\}")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[dDsSwWafnrtv]|[^0-9A-Za-z])", re.DOTALL)
_NAMED_GROUP = re.compile(r"P<\w+>|:")


@dataclass(frozen=True, slots=True)
class Syntax:
    """A pattern as an automaton. Its positions are bits; bit 0 is the place before the first letter."""

    follow: list[int]
    """Of each position those that may come next."""
    symbols: dict[str, int]
    """What a letter may be, as a pattern of one letter → the positions where it may be that."""
    ends_anywhere: int
    """Positions after which a word matches, whatever follows."""
    ends_at_end: int
    """Positions after which a word matches where it ends."""
    prefix: str
    """Letters with which every matching word begins."""

    def accepting(self, letter: str) -> int:
        """The positions that accept a letter."""
        mask = 0
        for symbol, positions in self.symbols.items():
            if re.fullmatch(symbol, letter, re.IGNORECASE | re.DOTALL):
                mask |= positions
        return mask


class _Part(NamedTuple):
    """A piece of the pattern."""

    optional: bool
    """Whether it also matches no letter at all."""
    first: int
    """Positions where it may begin."""
    last: int
    """Positions where it may end."""


_NOTHING = _Part(True, 0, 0)


def read_syntax(pattern: str, folded: Callable[[str], str]) -> Syntax:
    """Read a pattern; literal letters are folded.

    Raises `UsageError` for one that cannot be read or is too long.
    """
    return _Reader(pattern, folded).run()


class _Reader:
    def __init__(self, pattern: str, folded: Callable[[str], str]) -> None:
        self._pattern = pattern
        self._folded = folded
        self._text = pattern.removeprefix("(?i)")
        self._place = 0
        self._depth = 0
        self._parts = 0
        self._follow = [0]
        self._symbols: dict[str, int] = {}

    def run(self) -> Syntax:
        if len(self._pattern) > _LONGEST:
            self._refuse(f"this pattern is longer than {_LONGEST:,} characters")
        try:
            re.compile(self._text)
        except (re.error, OverflowError, RecursionError) as error:
            self._refuse(f"this is no regular expression ({error})")
        ends_anywhere = ends_at_end = 0
        prefixes: list[str] = []
        while True:
            prefixes.append(self._literal_prefix())
            self._skip_anchors("^", "\\A")
            branch = self._branch()
            self._follow[0] |= branch.first
            ends = branch.last | (1 if branch.optional else 0)
            if self._skip_anchors("$", "\\Z"):
                ends_at_end |= ends
            else:
                ends_anywhere |= ends
            if not self._take("|"):
                break
        if self._place < len(self._text):
            self._misplaced_anchor()
        return Syntax(self._follow, self._symbols, ends_anywhere, ends_at_end, prefixes[0] if not prefixes[1:] else "")

    def _literal_prefix(self) -> str:
        """The plain letters at the beginning, less one that a repetition may follow."""
        found = re.compile(r"(?:\^|\\A)?([^\W_]*)(.?)", re.DOTALL).match(self._text, self._place)
        if found is None:
            return ""
        return self._folded(found[1][:-1] if found[2] in ("*", "?", "{") else found[1])

    def _skip_anchors(self, *anchors: str) -> bool:
        start = self._place
        while any(map(self._take, anchors)):
            pass
        return self._place > start

    def _either(self) -> _Part:
        part = self._branch()
        while self._take("|"):
            other = self._branch()
            part = _Part(part.optional or other.optional, part.first | other.first, part.last | other.last)
        return part

    def _branch(self) -> _Part:
        part = _NOTHING
        while self._place < len(self._text) and not self._text.startswith(_BRANCH_ENDS, self._place):
            part = self._joined(part, self._repeated())
        return part

    def _repeated(self) -> _Part:
        start = self._place
        part = self._atom()
        end = self._place
        least, most = self._repetitions()
        after = self._place
        if self._take("+"):
            self._refuse("a repetition that gives nothing back (as in a*+) cannot be searched for")
        if after > end:
            self._take("?")
            after = self._place
        if (least, most) == (1, 1):
            return part
        if most is None and least < 2:
            self._join(part.last, part.first)
            return part._replace(optional=part.optional or least == 0)
        if max(least, most or 0) > MOST_POSITIONS:
            self._too_long()
        copies = [part]
        for _ in range(max(least, most or 0, 1) - 1):
            self._place = start
            copies.append(self._atom())
        if most is None:
            self._join(copies[-1].last, copies[-1].first)
        self._place = after
        result = _NOTHING
        for number, copy in reversed(list(enumerate(copies))):
            if most is not None and number >= most:
                continue
            result = self._joined(copy, result)
            if number >= least:
                result = result._replace(optional=True)
        return result

    def _repetitions(self) -> tuple[int, int | None]:
        for sign, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._take(sign):
                return bounds
        found = _REPEAT.match(self._text, self._place)
        if found is None:
            return 1, 1
        self._place = found.end()
        least, comma, most, bare_comma, bare_most = found.groups()
        if bare_comma:
            return 0, int(bare_most) if bare_most else None
        return int(least), int(least) if not comma else int(most) if most else None

    def _atom(self) -> _Part:
        self._count_part()
        if self._take("("):
            return self._group()
        pattern = {"[": _CLASS, "\\": _ESCAPE}.get(self._text[self._place])
        if pattern is None:
            self._place += 1
            return self._letters(self._text[self._place - 1])
        found = pattern.match(self._text, self._place)
        if found is None:
            self._refuse(f"{self._text[self._place :][:2]} cannot be searched for in words")
        self._place = found.end()
        return self._symbol("".join(c if c.isascii() else self._folded(c) for c in found[0]))

    def _group(self) -> _Part:
        if self._take("?"):
            kind = _NAMED_GROUP.match(self._text, self._place)
            if kind is None:
                self._refuse(f"(?{self._text[self._place :][:2]} cannot be searched for in words")
            self._place = kind.end()
        self._depth += 1
        if self._depth > _DEEPEST:
            self._refuse(f"this pattern has more than {_DEEPEST} groups within each other")
        part = self._either()
        self._depth -= 1
        if not self._take(")"):
            self._misplaced_anchor()
        return part

    def _letters(self, letter: str) -> _Part:
        if letter == ".":
            return self._symbol(".")
        part = _NOTHING
        for character in self._folded(letter):
            part = self._joined(part, self._symbol(re.escape(character)))
        return part

    def _symbol(self, symbol: str) -> _Part:
        self._count_part()
        position = 1 << len(self._follow)
        self._follow.append(0)
        self._symbols[symbol] = self._symbols.get(symbol, 0) | position
        return _Part(False, position, position)

    def _joined(self, part: _Part, following: _Part) -> _Part:
        self._join(part.last, following.first)
        return _Part(
            part.optional and following.optional,
            part.first | (following.first if part.optional else 0),
            following.last | (part.last if following.optional else 0),
        )

    def _join(self, positions: int, following: int) -> None:
        while positions:
            lowest = positions & -positions
            self._follow[lowest.bit_length() - 1] |= following
            positions ^= lowest

    def _take(self, expected: str) -> bool:
        if self._text.startswith(expected, self._place):
            self._place += len(expected)
            return True
        return False

    def _count_part(self) -> None:
        self._parts += 1
        if self._parts > 2 * MOST_POSITIONS:
            self._too_long()

    def _misplaced_anchor(self) -> NoReturn:
        self._refuse("^ can stand only at the beginning of this pattern, and $ at its end")

    def _too_long(self) -> NoReturn:
        self._refuse(f"this pattern is longer than {MOST_POSITIONS} letters, its repetitions written out")

    def _refuse(self, why: str) -> NoReturn:
        raise UsageError(f"{self._pattern}: {why}; use letters, classes, groups and repetitions")
