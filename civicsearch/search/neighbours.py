"""The words that stand around matches, and how much more often there than elsewhere.

The measure is Dunning's log-likelihood ratio ("Accurate methods for the statistics of surprise and coincidence", 1993),
over words near a match and all others of the same posts. So neither the subject of the posts nor their language makes
a word a neighbour, only its place.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from ..language.tokens import words
from ..models.concordance import Neighbour
from .passages import Passage, Place

REACH = 5
"""Words on each side of a match that are its neighbours, within a paragraph."""
LEAST = 2
"""How often a word has to stand there to be told."""


class Neighbourhood:
    """Counts words near matches, and all words of the posts that the matches stand in but those of the matches.

    Each language is counted by itself: beside a name, posts in German would make a neighbour of every German word.
    """

    def __init__(self) -> None:
        self._every: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
        self._near: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
        self._before: Counter[str] = Counter()
        self._behind: Counter[str] = Counter()

    def add(self, language: str | None, parts: Iterable[str], matched: Iterable[Passage]) -> None:
        """Count a post: all its parts, and its passages that have matches."""
        every, near = self._every[language], self._near[language]
        for part in parts:
            every.update(words(part))
        for passage in matched:
            row = words(passage.text)
            before, behind, within = _around(passage.places, len(row))
            every.subtract(row[place] for place in within)
            near.update(row[place] for place in (before | behind) - within)
            self._before.update(row[place] for place in before - within)
            self._behind.update(row[place] for place in behind - within)

    def best(self, count: int) -> tuple[Neighbour, ...]:
        """The words with the highest scores."""
        scores: defaultdict[str, float] = defaultdict(float)
        counts: Counter[str] = Counter()
        for language, near in self._near.items():
            every = self._every[language]
            near_all, others = near.total(), every.total() - near.total()
            for word, here in near.items():
                elsewhere = every[word] - here
                ratio = log_likelihood(here, near_all, elsewhere, others)
                scores[word] += ratio if here * others > elsewhere * near_all else -ratio
                counts[word] += here
        told = [(-score, word) for word, score in scores.items() if score > 0 and counts[word] >= LEAST]
        return tuple(
            Neighbour(word, counts[word], self._before[word], self._behind[word], -negative)
            for negative, word in sorted(told)[:count]
        )


def _around(places: Iterable[Place], length: int) -> tuple[set[int], set[int], set[int]]:
    """The places before, behind and within some stretches of a row of words."""
    before: set[int] = set()
    behind: set[int] = set()
    within: set[int] = set()
    for first, last in places:
        before.update(range(max(0, first - REACH), first))
        behind.update(range(last + 1, min(length, last + 1 + REACH)))
        within.update(range(first, min(length, last + 1)))
    return before, behind, within


def log_likelihood(here: int, near: int, elsewhere: int, others: int) -> float:
    """Dunning's ratio for a word that is ``here`` of ``near`` words and ``elsewhere`` of ``others``.

    >>> round(log_likelihood(10, 100, 10, 1000), 2)
    22.91
    """
    total, word = near + others, here + elsewhere
    cells = (
        (here, near * word),
        (elsewhere, others * word),
        (near - here, near * (total - word)),
        (others - elsewhere, others * (total - word)),
    )
    return 2 * sum(seen * math.log(seen * total / expected) for seen, expected in cells if seen)
