"""The twelve questions, with words chosen from the corpus by how many posts have them, so that they suit any corpus.

Each question has several variants of like size: one that is asked twice in a row would measure somebody's cache. Words
are English and hardly occur in other languages, as only civicsearch stems each post in its own language. Phrases and
prefixes are chosen where stems and words as written mean the same posts, as far as they do anywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from civicsearch.language.stems import stem
from civicsearch.language.tokens import words
from civicsearch.models import Post

from .peers.protocol import Question

SAMPLE = 5_000
"""Posts by which words are chosen."""
VARIANTS = 5
PREFIX_LENGTH = 4

RARE, COMMON, MIDDLING, USUAL = 0.002, 0.45, 0.2, 0.3
"""Shares of posts that have a word."""
PHRASE, STARTING = 0.02, 0.15
"""Shares of posts that have a phrase, and a word with a prefix."""

_Item = TypeVar("_Item", str, tuple[str, str])

_LANGUAGE = "en"
_PLAIN = re.compile(r"[a-z]{4,12}")
_ABROAD = 0.05
"""Share of a word's posts that may be in other languages."""
_MOST = 0.5
"""Share of posts that a word may have; those beyond are *with* and *that*."""
_FORM = 0.8
"""Share of a stem's posts that a word of a phrase has to account for."""


def choose(posts: Sequence[Post]) -> Mapping[str, Sequence[Question]]:
    """The twelve questions by name, each in its variants."""
    vocabulary = _Vocabulary(posts)
    rare, common = vocabulary.words_near(RARE, VARIANTS), vocabulary.words_near(COMMON, 2 * VARIANTS)
    usual, middling = vocabulary.words_near(USUAL, 4 * VARIANTS), vocabulary.words_near(MIDDLING, 4 * VARIANTS)
    phrases = vocabulary.phrases_near(PHRASE, VARIANTS)
    prefixes = vocabulary.prefixes_near(STARTING, VARIANTS)
    spans, categories = _spans(posts), _categories(posts)

    def variants(make: Callable[[int], Question]) -> list[Question]:
        return [make(number) for number in range(VARIANTS)]

    def some(chosen: Sequence[str], count: int, number: int) -> tuple[str, ...]:
        """A handful that no other variant has."""
        return tuple(chosen[number::VARIANTS][:count])

    return {
        "rare word": variants(lambda n: Question(all_of=some(rare, 1, n))),
        "common word": variants(lambda n: Question(all_of=some(common, 1, n))),
        "two words OR": variants(lambda n: Question(any_of=some(common, 1, n) + some(usual, 1, n))),
        "four words OR": variants(lambda n: Question(any_of=some(usual, 2, n) + some(middling, 2, n))),
        "two words AND": variants(lambda n: Question(all_of=some(usual, 2, n))),
        "phrase": variants(lambda n: Question(phrase=phrases[n])),
        "phrase and words": variants(lambda n: Question(phrase=phrases[n], all_of=some(usual, 1, n))),
        "boolean with NOT": variants(
            lambda n: Question(any_of=some(usual, 2, n), all_of=some(common, 1, n), none_of=some(middling, 1, n))
        ),
        "prefix": variants(lambda n: Question(prefix=prefixes[n])),
        "date range and word": variants(lambda n: Question(all_of=some(usual, 1, n), years=spans[n])),
        "category and word": variants(lambda n: Question(all_of=some(usual, 1, n), category=categories[n])),
        "everything by date": [Question(newest_first=True)],
    }


class _Vocabulary:
    """How many posts of a sample have each word, pair of words and beginning of a word."""

    def __init__(self, posts: Sequence[Post]) -> None:
        self._posts = len(posts)
        self._words: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._prefixes: Counter[str] = Counter()
        abroad: Counter[str] = Counter()
        for post in posts:
            parts = [words(part) for part in (post.title, post.summary or "", *post.text.split("\n\n"))]
            found = {word for part in parts for word in part}
            if post.language != _LANGUAGE:
                abroad.update(found)
                continue
            self._words.update(found)
            self._pairs.update({pair for part in parts for pair in pairwise(part)})
            self._prefixes.update({word[:PREFIX_LENGTH] for word in found})
        self._abroad_prefixes = Counter(word[:PREFIX_LENGTH] for word in abroad)
        self._plain = {
            word
            for word, count in self._words.items()
            if _PLAIN.fullmatch(word)
            and abroad[word] <= _ABROAD * (count + abroad[word])
            and count <= _MOST * len(posts)
        }
        self._stems: Counter[str] = Counter()
        for word, count in self._words.items():
            self._stems[stem(word, _LANGUAGE)] += count

    def words_near(self, share: float, count: int) -> list[str]:
        """The words whose share of posts is nearest to this."""
        return self._nearest({word: self._words[word] for word in self._plain}, share, count)

    def phrases_near(self, share: float, count: int) -> list[tuple[str, str]]:
        """Pairs of words, each hardly known by other forms, that about this share of posts have beside each other."""
        steady = {word for word in self._plain if self._words[word] >= _FORM * self._stems[stem(word, _LANGUAGE)]}
        pairs = {pair: found for pair, found in self._pairs.items() if steady.issuperset(pair)}
        return self._nearest(pairs, share, count)

    def prefixes_near(self, share: float, count: int) -> list[str]:
        """Beginnings of words that about this share of posts have, and which other languages lack."""
        plain = {
            prefix: found
            for prefix, found in self._prefixes.items()
            if _PLAIN.fullmatch(prefix) and self._abroad_prefixes[prefix] <= _ABROAD * found
        }
        return self._nearest(plain, share, count)

    def _nearest(self, counts: Mapping[_Item, int], share: float, count: int) -> list[_Item]:
        wanted = share * self._posts
        return sorted(counts, key=lambda item: (abs(counts[item] - wanted), item))[:count]


def _spans(posts: Iterable[Post]) -> list[tuple[int, int]]:
    """Pairs of years around that with most posts."""
    years = Counter(post.date.year for post in posts if post.date)
    fullest = max(years, key=lambda year: (years[year], year))
    return [(year, year + 1) for year in range(fullest - VARIANTS // 2, fullest - VARIANTS // 2 + VARIANTS)]


def _categories(posts: Iterable[Post]) -> list[str]:
    """The largest categories."""
    counts = Counter(category for post in posts for category in post.categories if '"' not in category)
    return sorted(counts, key=lambda category: (-counts[category], category))[:VARIANTS]
