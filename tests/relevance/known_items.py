"""Known-item queries in several languages, made as the English sets were: words of a title, titles withheld."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from civicsearch.language.tokens import words
from civicsearch.models import Post
from tests.benchmarks.corpus import archive_sources, read_source

from .sets import JudgedSet

ARCHIVES = {
    "cds": "en fr",
    "codefor-de-2013": "de",
    "demokratielabore": "de",
    "eig": "fr",
    "brasilio": "pt",
    "colaboradados": "pt",
}
"""Archive → its languages."""
LANGUAGES = ("de", "fr", "pt")
LEAST, MOST = 4, 6
"""Words of a query."""
COMMON = 0.4
"""Share of posts that have a word from which on it is none that people remember."""
NO_LANGUAGE = "und"
"""A language without a stemmer: words are their own stems."""
_SEED = 20_091_025


def known_items(archives: Path, language: str) -> JudgedSet:
    """Posts of the archives in one language, and a query for each whose title says enough.

    Titles, summaries, ids, paths and addresses are withheld. A post that says its title in its text is not asked for.
    """
    posts = [
        post
        for source in archive_sources(archives)
        if language in ARCHIVES.get(source.name, "").split()
        for post in read_source(source)
        if post.language == language
    ]
    counts = Counter(word for post in posts for word in set(words(post.text)))
    chance = Random(_SEED)  # noqa: S311  # nothing here is a secret
    queries, relevant = {}, {}
    for number, post in enumerate(posts):
        telling = [word for word in words(post.title) if len(word) > 1 and counts[word] < COMMON * len(posts)]
        if len(telling) < LEAST or says(post.text, post.title):
            continue
        chosen = sorted(chance.sample(range(len(telling)), min(len(telling), chance.randint(LEAST, MOST))))
        queries[f"q{number}"] = " ".join(telling[place] for place in chosen)
        relevant[f"q{number}"] = {_id(number): 1}
    withheld = [Post(_id(number), "", post.text, language=language) for number, post in enumerate(posts)]
    return JudgedSet(f"known-item-{language}", withheld, queries, relevant)


def without_stems(judged: JudgedSet) -> JudgedSet:
    """The same posts in a language that has no stemmer."""
    return replace(
        judged, name=f"{judged.name}-no-stems", posts=[replace(p, language=NO_LANGUAGE) for p in judged.posts]
    )


def says(text: str, title: str) -> bool:
    """Whether a text has the words of a title in a row."""
    return f" {' '.join(words(title))} " in f" {' '.join(words(text))} "


def _id(number: int) -> str:
    return f"d{number:05}"


def language_sets(archives: Path, languages: Sequence[str] = LANGUAGES) -> list[JudgedSet]:
    """The queries of each language."""
    return [known_items(archives, language) for language in languages]
