"""Posts → the arrays of one segment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..language.folding import fold
from ..language.stems import stem
from ..language.tokens import PARAGRAPH_GAP, words
from ..models import Post
from .arrays import Array, narrow, offsets, ranges
from .blobs import blob_arrays
from .columns import column_arrays, date_seconds
from .lexicon import lexicon_arrays, sort_words
from .postings import Ints, invert
from .stemview import NO_LANGUAGE, stem_arrays, stem_key
from .stored import FileState, post_records, stored_arrays

STRING_COLUMNS = ("category", "tag", "author", "source", "language", "path", "url", "links", "title")
"""The string columns that every segment has."""


class _Vocabulary(dict[str, int]):
    """Numbers words in the order of their first occurrence."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class _Occurrences:
    """The words of the posts in the order of the text, gathered paragraph by paragraph."""

    def __init__(self) -> None:
        self.vocabulary = _Vocabulary()
        self.words: list[int] = []
        self._run_posts: list[int] = []
        self._run_parts: list[int] = []
        self._run_starts: list[int] = []
        self._run_lengths: list[int] = []
        self.paragraphs: list[list[int]] = []
        self.lengths: list[tuple[int, int, int]] = []

    def add(self, post: Post) -> None:
        """Take in a post; posts are numbered in the order of the calls."""
        number = len(self.lengths)
        title = self._run(number, 0, 0, post.title)
        place = title + PARAGRAPH_GAP
        summary = self._run(number, 1, place, post.summary or "")
        place += summary + PARAGRAPH_GAP
        starts: list[int] = []
        body = 0
        for paragraph in post.text.split("\n\n"):
            starts.append(place)
            length = self._run(number, 2, place, paragraph)
            body += length
            place += length + PARAGRAPH_GAP
        self.paragraphs.append(starts)
        self.lengths.append((title, summary, body))

    def _run(self, post: int, part: int, start: int, text: str) -> int:
        found = words(text)
        if found:
            self.words.extend(map(self.vocabulary.__getitem__, found))
            self._run_posts.append(post)
            self._run_parts.append(part)
            self._run_starts.append(start)
            self._run_lengths.append(len(found))
        return len(found)

    def columns(self) -> tuple[Ints, Ints, Ints]:
        """Post, part and position of each word."""
        lengths = np.array(self._run_lengths, np.int64)
        return (
            np.repeat(np.array(self._run_posts, np.int64), lengths),
            np.repeat(np.array(self._run_parts, np.int64), lengths),
            ranges(np.array(self._run_starts, np.int64), lengths),
        )


def build_segment(posts: Sequence[tuple[Post, FileState]]) -> dict[str, Array]:
    """The arrays of a segment that holds these posts.

    Posts are numbered by language first, so that the postings of a word in one language are one slice.
    """
    ordered = sorted(posts, key=lambda item: item[0].language or NO_LANGUAGE)
    found = _Occurrences()
    for post, _ in ordered:
        found.add(post)
    sorted_words, folds = sort_words(found.vocabulary)
    rank = np.zeros(len(sorted_words), np.int64)
    rank[[found.vocabulary[word] for word in sorted_words]] = np.arange(len(sorted_words))
    postings = invert(rank[np.array(found.words, np.int64)], *found.columns())
    languages = [post.language or NO_LANGUAGE for post, _ in ordered]
    return {
        **lexicon_arrays(sorted_words, folds),
        **postings.arrays(len(sorted_words)),
        **_stem_arrays(sorted_words, languages, postings.words, postings.posts),
        **length_arrays(np.array(found.lengths, np.int64).reshape(-1, 3)),
        "paragraphs.starts": narrow(offsets(np.array([len(starts) for starts in found.paragraphs], np.int64))),
        "paragraphs.positions": narrow(np.array([start for starts in found.paragraphs for start in starts], np.int64)),
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
    pairs = np.unique(words_ * max(1, len(names)) + (of_post[posts] if len(posts) else posts))
    groups: dict[str, list[int]] = {}
    for pair in pairs.tolist():
        number, language = divmod(pair, len(names))
        groups.setdefault(stem_key(names[language], stem(sorted_words[number], names[language])), []).append(number)
    return stem_arrays(groups)
