"""Posts → the arrays of one segment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..language.folding import fold
from ..language.stems import stemmer
from ..models import Post
from .arrays import Array, distinct, narrow, offsets
from .blobs import blob_arrays
from .columns import column_arrays, date_seconds
from .lexicon import lexicon_arrays, sort_words
from .occurrences import Gatherer
from .postings import Ints, invert
from .stemview import NO_LANGUAGE, stem_arrays, stem_key
from .stored import FileState, post_records, stored_arrays

STRING_COLUMNS = ("category", "tag", "author", "source", "language", "path", "url", "links", "title")
"""The string columns that every segment has."""


def build_segment(posts: Sequence[tuple[Post, FileState]]) -> dict[str, Array]:
    """The arrays of a segment that holds these posts.

    Posts are numbered by language first, so that the postings of a word in one language are one slice.
    """
    ordered = sorted(posts, key=lambda item: item[0].language or NO_LANGUAGE)
    gatherer = Gatherer()
    for post, _ in ordered:
        gatherer.add(post)
    found = gatherer.occurrences()
    sorted_words, folds = sort_words(gatherer.vocabulary)
    rank = np.zeros(len(sorted_words), np.int64)
    rank[[gatherer.vocabulary[word] for word in sorted_words]] = np.arange(len(sorted_words))
    postings = invert(rank[found.words], found.posts, found.parts, found.positions)
    languages = [post.language or NO_LANGUAGE for post, _ in ordered]
    return {
        **lexicon_arrays(sorted_words, folds),
        **postings.arrays(len(sorted_words)),
        **_stem_arrays(sorted_words, languages, postings.words, postings.posts),
        **length_arrays(found.lengths),
        "paragraphs.starts": narrow(offsets(found.paragraph_counts)),
        "paragraphs.positions": narrow(found.paragraphs),
        **post_arrays(
            _string_columns([post for post, _ in ordered]),
            np.array([date_seconds(post.date) for post, _ in ordered], np.int64),
            [post.id.encode() for post, _ in ordered],
            [post_records(post) for post, _ in ordered],
            [state for _, state in ordered],
        ),
    }


def _string_columns(posts: Sequence[Post]) -> dict[str, list[Sequence[str]]]:
    return {
        "category": [post.categories for post in posts],
        "tag": [post.tags for post in posts],
        "author": [post.authors for post in posts],
        "source": [(post.source,) for post in posts],
        "language": [(post.language,) if post.language else () for post in posts],
        "path": [(post.path,) if post.path else () for post in posts],
        "url": [(post.url,) if post.url else () for post in posts],
        "links": [post.links for post in posts],
        "title": [(title_key(post.title),) for post in posts],
    }


def post_arrays(
    columns: Mapping[str, Sequence[Sequence[str]]],
    dates: NDArray[np.int64],
    ids: Iterable[bytes],
    records: Sequence[tuple[bytes, bytes]],
    states: Sequence[FileState],
) -> dict[str, Array]:
    """Everything that a segment keeps of its posts beside their words; each argument has one entry a post."""
    arrays: dict[str, Array] = {}
    for name in STRING_COLUMNS:
        arrays.update(column_arrays(name, columns[name]))
    return {
        **arrays,
        **stored_arrays(records),
        **blob_arrays("id", ids),
        "date": dates,
        "file.size": np.array([state.size for state in states], np.int64),
        "file.mtime_ns": np.array([state.mtime_ns for state in states], np.int64),
        **blob_arrays("file.digest", (state.digest for state in states)),
    }


def length_arrays(lengths: NDArray[np.int64]) -> dict[str, Array]:
    """Words in the title, summary and body of each post; ``lengths`` has three columns."""
    return {f"length.{name}": narrow(lengths[:, i]) for i, name in enumerate(("title", "summary", "body"))}


def title_key(title: str) -> str:
    """What titles are sorted by: the folded title from its first letter or digit on."""
    folded = fold(title)
    for place, character in enumerate(folded):
        if character.isalnum():
            return folded[place:]
    return folded


def _stem_arrays(sorted_words: list[str], languages: list[str], words_: Ints, posts: Ints) -> dict[str, Array]:
    """For each language and stem, the words that have it in that language."""
    names = sorted(set(languages))
    of_post = np.array([names.index(language) for language in languages], np.int64)
    pairs = distinct((of_post[posts] if len(posts) else posts) * len(sorted_words) + words_)
    groups: dict[str, list[int]] = {}
    for place, language in enumerate(names):
        stem_of = stemmer(language)
        first = place * len(sorted_words)
        low, high = np.searchsorted(pairs, (first, first + len(sorted_words)))
        for number in (pairs[low:high] - first).tolist():
            groups.setdefault(stem_key(language, stem_of(sorted_words[number])), []).append(number)
    return stem_arrays(groups)
