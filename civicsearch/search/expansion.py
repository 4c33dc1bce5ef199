"""Leaves of a query → which of a list of texts they stand for: words of the lexicon, facet values, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import translate
from functools import lru_cache

import numpy as np
from whoosh import query as wq

from ..errors import UsageError
from ..index.postings import Ints

Fold = Callable[[str], str]
"""What was done to the texts, and is done to what a leaf looks for."""
Select = Callable[[Sequence[str]], Ints]
"""The places of the texts that are meant, ascending."""
Leaf = wq.Term | wq.Prefix | wq.Wildcard | wq.Regex | wq.FuzzyTerm | wq.Variations | wq.TermRange
LEAVES = (wq.Term, wq.Prefix, wq.Wildcard, wq.Regex, wq.FuzzyTerm, wq.Variations, wq.TermRange)

_SPECIAL = re.compile(r"[*?\[]")
_BLOCK = 16_384
"""Words whose distances are computed at once: bounds the memory."""


def text_of(node: Leaf) -> str:
    """What a leaf looks for. Raises `UsageError` where it is no text; a whole number is read as one."""
    text = getattr(node, "text", None)
    if isinstance(text, int):
        return str(text)
    if not isinstance(text, str):
        raise UsageError(f"{node!r}: what a {type(node).__name__} looks for has to be a string")
    return text


def bounds_of(node: wq.TermRange, folded: Fold) -> tuple[str | None, str | None]:
    """The ends of a range of texts; None is open. Raises `UsageError` where they are no texts."""
    for end in (node.start, node.end):
        if end is not None and not isinstance(end, str):
            raise UsageError(f"{node!r}: the ends of a TermRange have to be strings; numbers have a NumericRange")
    return tuple(None if end is None else folded(end) for end in (node.start, node.end))  # type: ignore[return-value]


def variations_of(node: wq.Variations, folded: Fold) -> list[str]:
    """The forms of an English word, by Whoosh's rules."""
    from whoosh.lang.morph_en import variations  # 5 ms, and no query string asks for it

    return sorted({folded(form) for form in variations(text_of(node))})


class Selector:
    """What one leaf stands for; made once, then asked for each list of texts."""

    def __init__(self, node: Leaf, folded: Fold) -> None:
        self.prefix = ""
        """With which every text that is meant begins."""
        self.select = self._select(node, folded)
        """The places of those of some texts that are meant."""

    def _select(self, node: Leaf, folded: Fold) -> Select:
        match node:
            case wq.Prefix():
                return self._prefixed(node, folded)
            case wq.Wildcard():
                return self._wildcard(node, folded)
            case wq.Regex():
                return self._regex(node, folded)
            case wq.FuzzyTerm():
                return self._fuzzy(node, folded)
            case wq.TermRange():
                return _between(node, folded)
            case wq.Variations():
                return _among(variations_of(node, folded))
        return _among([folded(text_of(node))])

    def _prefixed(self, node: wq.Prefix, folded: Fold) -> Select:
        self.prefix = folded(text_of(node))
        return _where(lambda text: text.startswith(self.prefix))

    def _wildcard(self, node: wq.Wildcard, folded: Fold) -> Select:
        pattern = folded(text_of(node))
        self.prefix = _SPECIAL.split(pattern, maxsplit=1)[0]
        return _where(pattern_matcher(pattern))

    def _regex(self, node: wq.Regex, folded: Fold) -> Select:
        from .regex import Regex  # few searches need it, and a cold one waits for every import

        regex = Regex(text_of(node), folded)
        self.prefix = regex.prefix
        return regex.matching

    def _fuzzy(self, node: wq.FuzzyTerm, folded: Fold) -> Select:
        word = folded(text_of(node))
        self.prefix = word[: max(0, int(node.prefixlength))]

        def select(texts: Sequence[str]) -> Ints:
            near = np.array(
                [
                    place
                    for place, text in enumerate(texts)
                    if abs(len(text) - len(word)) <= node.maxdist and text.startswith(self.prefix)
                ],
                np.int64,
            )
            found = [near[:0]]
            for first in range(0, len(near), _BLOCK):
                block = near[first : first + _BLOCK]
                found.append(block[edit_distances(word, [texts[place] for place in block]) <= node.maxdist])
            return np.concatenate(found)

        return select


def _between(node: wq.TermRange, folded: Fold) -> Select:
    start, end = bounds_of(node, folded)

    def matches(text: str) -> bool:
        above = start is None or (text > start if node.startexcl else text >= start)
        return above and (end is None or (text < end if node.endexcl else text <= end))

    return _where(matches)


def _where(matches: Callable[[str], object]) -> Select:
    return lambda texts: np.array([place for place, text in enumerate(texts) if matches(text)], np.int64)


def _among(wanted: list[str]) -> Select:
    known = frozenset(wanted)
    return _where(lambda text: text in known)


@lru_cache(maxsize=256)
def pattern_matcher(pattern: str) -> Callable[[str], object]:
    """Whether a whole string matches a glob. Its stars do not go back, so no pattern takes long."""
    return re.compile(translate(pattern)).match


def edit_distances(word: str, others: list[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Levenshtein's distance of a word to each of others, all at once: one row of the table is a step over all of them.

    >>> edit_distances("boston", ["bostn", "boston", "austin"]).tolist()
    [1, 0, 3]
    """
    if not others:
        return np.zeros(0, np.int64)
    lengths = np.array([len(other) for other in others], np.int64)
    width = int(lengths.max())
    letters = np.zeros((width, len(others)), np.uint32)
    for place, other in enumerate(others):
        letters[: len(other), place] = [ord(letter) for letter in other]
    row = np.repeat(np.arange(width + 1, dtype=np.int64)[:, None], len(others), axis=1)
    for count, letter in enumerate(word, start=1):
        above = row
        row = np.empty_like(above)
        row[0] = count
        differs = letters != ord(letter)
        for place in range(width):
            row[place + 1] = np.minimum(np.minimum(above[place + 1], row[place]) + 1, above[place] + differs[place])
    return row[lengths, np.arange(len(others))]
