"""Queries with a known right answer, made of the words of real archives.

One archive is left out of the index that is asked: its words are right though the index does not know them.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from civicsearch import Post
from civicsearch.language.folding import fold
from civicsearch.language.tokens import words

from .typos import TYPOS

BANDS = ((1, 2), (3, 9), (10, 99), (100, 10**9))
"""Posts that have the word, from and to."""
LANGUAGES = ("en", "pt", "de", "fr", "es")
PER_BAND = 20
"""Words of each band and language, at most."""
SHORTEST = 5
"""Letters of the words that are misspelt."""


@dataclass(frozen=True, slots=True)
class Case:
    """A query, and what it was meant to be; None where it is right."""

    query: str
    meant: str | None
    kind: str
    """What is wrong with it."""
    posts: int = 0
    """Posts that have the word that was meant."""
    language: str = ""


class Words:
    """What is known of the words of some posts."""

    def __init__(self, posts: Sequence[Post]) -> None:
        self.texts = [
            (post.language or "", words("\n\n".join((post.title, post.summary or "", post.text)))) for post in posts
        ]
        """The language and the words of each post."""
        self.posts = Counter(word for _, text in self.texts for word in set(text))
        self.uses = Counter(word for _, text in self.texts for word in text)
        self.folded = {fold(word) for word in self.posts}
        by_language: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for language, text in self.texts:
            by_language[language].update(set(text))
        self.language = {word: max(LANGUAGES, key=lambda code: (by_language[code][word], code)) for word in self.posts}


def is_held_back(word: str) -> bool:
    """Whether a word belongs to the half that is reported; parameters are chosen on the other."""
    return hashlib.blake2b(word.encode(), digest_size=1).digest()[0] % 2 == 0


def chosen_words(known: Words, *, held_back: bool) -> Iterator[tuple[str, str]]:
    """Words of letters with their languages: some of every band of every language."""
    plain = sorted(word for word in known.posts if len(word) >= SHORTEST and word.isascii() and word.isalpha())
    for low, high in BANDS:
        for language in LANGUAGES:
            fitting = [
                word
                for word in plain
                if low <= known.posts[word] <= high
                and known.language[word] == language
                and is_held_back(word) == held_back
            ]
            for word in Random(f"{low} {language}").sample(fitting, min(PER_BAND, len(fitting))):  # noqa: S311
                yield word, language


def misspelt(known: Words, *, held_back: bool) -> Iterator[Case]:
    """Words misspelt so that no post has them, alone and after another word of a post that has the right one."""
    texts: dict[str, list[str]] = {}
    for _, text in known.texts:
        for word in text:
            texts.setdefault(word, text)
    for word, language in chosen_words(known, held_back=held_back):
        for kind, make in TYPOS.items():
            random = Random(f"{word} {kind}")  # noqa: S311
            typed = make(word, random)
            if typed == word or typed in known.folded:
                continue
            yield Case(typed, word, kind, known.posts[word], language)
            beside = [other for other in texts[word] if len(other) >= SHORTEST and other != word and other.isalpha()]
            if beside and kind == "any other letter":
                other = random.choice(beside)
                yield Case(f"{other} {typed}", f"{other} {word}", "beside another word", known.posts[word], language)


def right(known: Words, *, held_back: bool) -> Iterator[Case]:
    """Words of the index as they are."""
    for word, language in chosen_words(known, held_back=held_back):
        yield Case(word, None, "known", known.posts[word], language)


def unknown(known: Words, other: Words, *, held_back: bool) -> Iterator[Case]:
    """Words that three posts of an archive have which is not in the index."""
    for word in sorted(other.posts):
        new = word not in known.folded and word.isascii() and word.isalpha() and len(word) >= SHORTEST
        if new and other.posts[word] >= 3 and is_held_back(word) == held_back:
            yield Case(word, None, "unknown")


def spaces(known: Words, *, held_back: bool) -> Iterator[Case]:
    """Two words written as one, and one as two."""
    pairs = Counter(pair for _, text in known.texts for pair in set(pairwise(text)) if all(map(_is_long, pair)))
    for pair, posts in sorted(pairs.items()):
        joined = "".join(pair)
        if posts < 5 or joined in known.folded or is_held_back(joined) != held_back:
            continue
        if Random(joined).random() < 0.1:  # noqa: S311
            yield Case(joined, " ".join(pair), "space left out", posts)
    for word, language in chosen_words(known, held_back=held_back):
        if len(word) >= 8:
            at = Random(word).randrange(3, len(word) - 2)  # noqa: S311
            if word[:at] not in known.folded or word[at:] not in known.folded:
                yield Case(f"{word[:at]} {word[at:]}", word, "space too many", known.posts[word], language)


def facet_values(posts: Iterable[Post], *, held_back: bool) -> Iterator[Case]:
    """Authors, tags and categories with a letter wrong."""
    for field, attribute in (("author", "authors"), ("tag", "tags"), ("category", "categories")):
        counted = Counter(value for post in posts for value in getattr(post, attribute))
        values = sorted(filter(_is_name, counted))
        keys = {fold(value) for value in values}
        for value in values:
            random = Random(value)  # noqa: S311
            kind = random.choice(sorted(TYPOS))
            typed = TYPOS[kind](value, random)
            if is_held_back(value) == held_back and fold(typed) not in keys and random.random() < 0.5:
                yield Case(f'{field}:"{typed}"', f'{field}:"{value}"', "facet value", counted[value])


def _is_long(word: str) -> bool:
    return len(word) >= 4 and word.isascii() and word.isalpha()


def _is_name(value: str) -> bool:
    return len(value) >= 6 and value.isascii() and value.replace(" ", "").isalpha()
