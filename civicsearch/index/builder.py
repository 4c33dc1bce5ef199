"""Posts → the arrays of one segment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..language.folding import fold
from ..models import Post
from .arrays import Array, Spool, distinct, narrow, offsets
from .background import Meanwhile, without_collecting
from .blobs import blob_arrays
from .columns import column_arrays, date_seconds
from .inverting import PostingsWriter, inverted
from .lexicon import alphabetical, lexicon_arrays
from .occurrences import Gatherer
from .postings import Ints
from .stemview import NO_LANGUAGE, stem_arrays
from .stored import FileState, encoded_text, post_records, stored_arrays
from .vocabulary import Vocabulary

STRING_COLUMNS = ("category", "tag", "author", "source", "language", "path", "url", "links", "title")
"""The string columns that every segment has."""
_MANY = 256
"""Posts whose records are compressed while the rest is done: a sixth of the time, where there is a second processor."""


@without_collecting()
def build_segment(
    posts: Sequence[tuple[Post, FileState]], folder: Path, vocabulary: Vocabulary, *, spare: bool = True
) -> dict[str, Array | Spool]:
    """The arrays of a segment that holds these posts; what is large waits in ``folder``.

    With ``spare`` a second processor is free, and records are compressed by it. Where processes build side by side none
    is: one with two threads keeps the others waiting.
    Posts are numbered by language first, so that the postings of a word in one language are one slice.
    """
    ordered = sorted(posts, key=lambda item: item[0].language or NO_LANGUAGE)
    records = [post_records(post) for post, _ in ordered]
    compressed = partial(stored_arrays, records)
    stored = Meanwhile(compressed).result if spare and len(records) > _MANY else compressed
    gatherer = Gatherer(vocabulary)
    for (post, _), record in zip(ordered, records, strict=True):
        gatherer.add(post, encoded_text(record))
    languages = [post.language or NO_LANGUAGE for post, _ in ordered]
    names = sorted(set(languages))
    places = {name: number for number, name in enumerate(names)}
    numbers_of_languages = np.array([places[language] for language in languages], np.int64)
    found = inverted(gatherer.codes(), vocabulary, numbers_of_languages, len(names))
    writer = PostingsWriter(folder, len(ordered), found.largest_position)
    writer.append(found.postings)
    return {
        **lexicon_arrays(vocabulary.words(found.numbers.tolist()), vocabulary.folds(found.numbers)),
        **writer.arrays(),
        **_stem_arrays(vocabulary, found.numbers, names, found.in_language),
        **length_arrays(found.lengths),
        "paragraphs.starts": narrow(offsets(found.paragraph_counts)),
        "paragraphs.positions": narrow(found.paragraphs),
        **_column_arrays([post for post, _ in ordered]),
        **stored(),
        **id_arrays([post.id.encode() for post, _ in ordered]),
        **file_arrays([state for _, state in ordered]),
    }


def _column_arrays(posts: Sequence[Post]) -> dict[str, Array]:
    values: dict[str, list[Sequence[str]]] = {
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
    arrays: dict[str, Array] = {"date": np.array([date_seconds(post.date) for post in posts], np.int64)}
    for name in STRING_COLUMNS:
        arrays.update(column_arrays(name, values[name]))
    return arrays


def id_arrays(ids: Sequence[bytes]) -> dict[str, Array]:
    """The ids of posts, and their numbers in the order of ids."""
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return {**blob_arrays("id", ids), "id.order": narrow(np.array(order, np.int64))}


def file_arrays(states: Sequence[FileState]) -> dict[str, Array]:
    """The files of posts as they were when they were read."""
    return {
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


def _stem_arrays(
    vocabulary: Vocabulary, numbers: Ints, names: list[str], in_language: NDArray[np.bool_]
) -> dict[str, Array]:
    """For each language and stem, the words that have it in that language; ``numbers`` are those of the lexicon."""
    words, stems = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for language, here in zip(names, in_language, strict=True):
        words.append(np.flatnonzero(here))
        stems.append(vocabulary.stems(language, numbers[words[-1]]))
    used, every = distinct(np.concatenate(stems)), vocabulary.stem_keys()
    keys = [every[stem] for stem in used.tolist()]
    order = alphabetical(keys)
    places = np.zeros(len(every), np.int64)
    places[used[order]] = np.arange(len(used))
    return stem_arrays([keys[stem] for stem in order.tolist()], places[np.concatenate(stems)], np.concatenate(words))
