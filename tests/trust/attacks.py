"""Texts on which a regular expression is slow, if there is one: made from the expression itself.

A backtracking matcher is slow where a stretch can be read in several ways and what follows fits none of them. So each
repetition of a pattern is repeated thousands of times, behind what leads to it and before what ends it; and all short
texts over the characters that the pattern tells apart are repeated as well.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import product
from typing import Any

_parser: Any = sys.modules["re"].__dict__["_parser"]
_constants: Any = sys.modules["re"].__dict__["_constants"]

ENDS = ("", "\x01", "\n\x01", "!", " x")
"""What may stand behind the repeated part so that the whole does not match."""
_CATEGORIES = {"CATEGORY_DIGIT": "0", "CATEGORY_WORD": "a", "CATEGORY_SPACE": " "}
_OTHERS = "a0 \n-é\x01"


def attacks(pattern: re.Pattern[str], size: int) -> Iterator[str]:
    """Texts of about ``size`` characters."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    letters = "".join(dict.fromkeys([*_letters(tree), "a", " ", "\n", "\x01"]))[:14]
    pumps = {"".join(pair): None for length in (1, 2) for pair in product(letters, repeat=length)}
    for pump in pumps:
        yield pump * (size // len(pump))
    for before, body in _repetitions(tree, ""):
        for pump in {body, body + body[:1], body[-1:]} - {""}:
            for end in ENDS:
                yield before + pump * (size // len(pump)) + end
    whole = _example(tree)
    for pump in {whole, whole[:-1], whole[1:], whole[: len(whole) // 2]} - {""}:
        yield pump * (size // len(pump) + 1)


def _letters(tree: Any) -> Iterator[str]:
    """A character for each literal and each set of a pattern."""
    for code, argument in tree:
        yield from _one(code, argument)
        for part in _parts(code, argument):
            yield from _letters(part)


def _one(code: Any, argument: Any) -> str:
    name = str(code)
    if name == "LITERAL":
        return chr(argument)
    if name == "NOT_LITERAL":
        return next(letter for letter in _OTHERS if ord(letter) != argument)
    if name == "ANY":
        return "a"
    if name == "IN":
        return _member(argument)
    return ""


def _member(items: Any) -> str:
    """Characters of a set: one of each of its ranges and classes, or the first that a negated one leaves."""
    found = ""
    for code, argument in items:
        name = str(code)
        if name == "LITERAL":
            found += chr(argument)
        elif name == "RANGE":
            found += chr(argument[0])
        elif name == "CATEGORY":
            found += _CATEGORIES.get(str(argument), "!")
    if items and str(items[0][0]) == "NEGATE":
        return next((letter for letter in _OTHERS if letter not in found), "~")
    return found[:6]


def _parts(code: Any, argument: Any) -> list[Any]:
    name = str(code)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [argument[2]]
    if name == "SUBPATTERN":
        return [argument[3]]
    if name == "BRANCH":
        return list(argument[1])
    if name == "ATOMIC_GROUP":
        return [argument]
    return []


def _repetitions(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """What leads to each repetition, and what it repeats once."""
    for code, argument in tree:
        for part in _parts(code, argument):
            if str(code).endswith("REPEAT"):
                yield before, _example(part)
            yield from _repetitions(part, before)
        before += _example([(code, argument)])


def _example(tree: Any) -> str:
    """A text that a pattern is likely to match."""
    found = ""
    for code, argument in tree:
        parts = _parts(code, argument)
        if parts:
            least = argument[0] if str(code).endswith("REPEAT") else 1
            found += _example(parts[0]) * min(max(least, 1), 40)
        else:
            found += _one(code, argument)[:1]
    return found
