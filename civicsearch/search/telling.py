"""The words that tell most about a post: what posts like it are found by.

Words are counted in all their forms, weighed by tf-idf, and looked up in the language of the post; in posts of other
languages they stand for the word as written, which is mostly a name. How many posts have a word is read from where its
postings start, so only the postings of the chosen words are read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from heapq import nlargest
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ..index.arrays import consecutive
from ..index.snapshot import Snapshot
from ..index.wordruns import WordRun
from ..language.detect import function_words
from ..language.folding import fold
from ..language.stems import stemmer
from ..language.tokens import words
from .parameters import WEIGHTS
from .scoring import Bm25f

if TYPE_CHECKING:
    from ..models import Post

MOST_TERMS = 40
"""Words that are searched for. On judged posts 30 find less, 50 no more, and more than 100 much less."""
_MOST_WORDS = 1_000
"""Different words of a post that are stemmed at most: those that it has most often."""
_CANDIDATES = 150
"""Stems of a post that are looked up at most, likewise."""


class TellingTerm(NamedTuple):
    """A word of a post in all its forms."""

    word: str
    """As the post has it most often."""
    runs: tuple[WordRun, ...]
    weight: float
    """How often the post has it; an occurrence in title or summary counts as in the ranking."""


def telling_terms(snapshot: Snapshot, post: Post) -> list[TellingTerm]:
    """The words of a post with the highest tf-idf, the highest first.

    Left out are words that no other post has, those that every text in the language is full of, and single letters.
    """
    language = post.language or ""
    stem, empty = stemmer(language), function_words(language)
    counts: defaultdict[str, float] = defaultdict(float)
    for text, weight in zip((post.title, post.summary or "", post.text), WEIGHTS, strict=True):
        for word, count in Counter(words(text)).items():
            if word not in empty and not (len(word) == 1 and word.isascii()):
                counts[word] += count * weight
    weights: defaultdict[str, float] = defaultdict(float)
    first: dict[str, str] = {}
    for word, often in _largest(counts, _MOST_WORDS):
        stemmed = stem(word)
        weights[stemmed] += often
        first.setdefault(stemmed, word)
    idf = snapshot.once(Bm25f).idf
    found = []
    for stemmed, weight in _largest(weights, _CANDIDATES):
        posts = _at_most(snapshot, language, stemmed)
        if posts > 1:
            found.append((-weight * idf(min(posts, snapshot.posts)), stemmed))
    return [
        TellingTerm(first[stemmed], _runs(snapshot, language, stemmed, fold(first[stemmed])), weights[stemmed])
        for _, stemmed in sorted(found)[:MOST_TERMS]
    ]


def _largest(weights: Mapping[str, float], count: int) -> list[tuple[str, float]]:
    return nlargest(count, weights.items(), key=itemgetter(1))


def _at_most(snapshot: Snapshot, language: str, stemmed: str) -> int:
    """How many posts have a stem: those of each of its words added up, removed posts included."""
    return sum(
        int(segment.postings.post_counts(range(number, number + 1))[0])
        for segment in snapshot.segments
        for number in segment.stems.words(language, stemmed)
    )


def _runs(snapshot: Snapshot, language: str, stemmed: str, folded: str) -> tuple[WordRun, ...]:
    """The words that have a stem, and all spellings of the word itself."""
    return tuple(
        WordRun(number, run)
        for number, segment in enumerate(snapshot.segments)
        for run in consecutive(sorted({*segment.stems.words(language, stemmed), *segment.lexicon.ids(folded)}))
    )


def written_forms(snapshot: Snapshot, terms: Collection[TellingTerm]) -> dict[str, str]:
    """The words as written that terms stand for, each with the word of its term."""
    forms: dict[str, str] = {}
    for number, segment in enumerate(snapshot.segments):
        meant = {word: term.word for term in terms for run in term.runs if run.segment == number for word in run.words}
        forms.update(zip(segment.lexicon.spelt(list(meant)), meant.values(), strict=True))
    return forms
