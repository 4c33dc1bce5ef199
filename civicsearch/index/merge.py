"""Several segments → the arrays of one, without the posts that were removed.

Nothing is tokenised or stemmed again: words, posts and stems are renumbered by whole arrays. The result is the segment
that `build_segment` would make of the same posts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .arrays import Array, Mask, narrow, offsets, ranges
from .builder import STRING_COLUMNS, length_arrays, post_arrays
from .lexicon import lexicon_arrays, sort_words
from .postings import Ints, PostingArrays
from .segment import Segment
from .stemview import stem_arrays

_GONE = -1


def merge_segments(segments: Sequence[tuple[Segment, Mask]]) -> dict[str, Array]:
    """The arrays of one segment with the live posts of several, in their order within each language."""
    order, new_posts = _number_posts(segments)
    postings, word_lists = zip(
        *(_live_postings(segment, renumbered) for (segment, _), renumbered in zip(segments, new_posts, strict=True)),
        strict=True,
    )
    sorted_words, folds = sort_words(set().union(*word_lists))
    number = {word: place for place, word in enumerate(sorted_words)}
    new_words = [
        np.array([number.get(word, _GONE) for word in segment.lexicon.words()], np.int64) for segment, _ in segments
    ]
    merged = _in_order(
        [replace(part, words=words[part.words]) for part, words in zip(postings, new_words, strict=True)]
    )
    return {
        **lexicon_arrays(sorted_words, folds),
        **merged.arrays(len(sorted_words)),
        **stem_arrays(_merged_stems([segment for segment, _ in segments], new_words)),
        **length_arrays(np.array([segments[s][0].lengths[p] for s, p in order], np.int64).reshape(-1, 3)),
        **_paragraph_arrays([segments[s][0].paragraph_starts(p) for s, p in order]),
        **_stored(segments, order),
    }


def _number_posts(segments: Sequence[tuple[Segment, Mask]]) -> tuple[list[tuple[int, int]], list[Ints]]:
    """The live posts as (segment, number) in their new order; and for each segment, old number → new."""
    order = sorted(
        (
            (segment.languages[post], place, int(post))
            for place, (segment, live) in enumerate(segments)
            for post in np.flatnonzero(live)
        ),
    )
    new_posts = [np.full(segment.posts, _GONE, np.int64) for segment, _ in segments]
    for new, (_, place, post) in enumerate(order):
        new_posts[place][post] = new
    return [(place, post) for _, place, post in order], new_posts


def _live_postings(segment: Segment, new_posts: Ints) -> tuple[PostingArrays, set[str]]:
    """The postings of the posts that stay, under their new numbers, and the words that still occur."""
    everything = segment.postings.everything()
    posts = new_posts[everything.posts]
    stays = posts != _GONE
    starts = offsets(everything.counts)[:-1]
    kept = PostingArrays(
        everything.words[stays],
        posts[stays],
        everything.counts[stays],
        everything.title[stays],
        everything.summary[stays],
        everything.positions[ranges(starts[stays], everything.counts[stays])],
    )
    words = segment.lexicon.words()
    return kept, {words[number] for number in np.unique(kept.words).tolist()}


def _in_order(parts: list[PostingArrays]) -> PostingArrays:
    """Postings of several segments, already renumbered, in the order of word and post."""
    words, posts, counts, title, summary, positions = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("words", "posts", "counts", "title", "summary", "positions")
    )
    order = np.lexsort((posts, words))
    starts = offsets(counts)[:-1]
    return PostingArrays(
        words[order],
        posts[order],
        counts[order],
        title[order],
        summary[order],
        positions[ranges(starts[order], counts[order])],
    )


def _merged_stems(segments: list[Segment], new_words: list[Ints]) -> dict[str, list[int]]:
    groups: dict[str, set[int]] = {}
    for segment, renumbered in zip(segments, new_words, strict=True):
        for key, numbers in segment.stems.groups().items():
            stays = [new for new in renumbered[numbers].tolist() if new != _GONE]
            if stays:
                groups.setdefault(key, set()).update(stays)
    return {key: sorted(numbers) for key, numbers in groups.items()}


def _paragraph_arrays(starts: list[Ints]) -> dict[str, Array]:
    return {
        "paragraphs.starts": narrow(offsets(np.array([len(row) for row in starts], np.int64))),
        "paragraphs.positions": narrow(np.concatenate([np.zeros(0, np.int64), *starts])),
    }


def _stored(segments: Sequence[tuple[Segment, Mask]], order: list[tuple[int, int]]) -> dict[str, Array]:
    readers = [segment for segment, _ in segments]
    rows = {name: [reader.column(name).rows() for reader in readers] for name in STRING_COLUMNS}
    states = [reader.file_states() for reader in readers]
    return post_arrays(
        {name: [rows[name][s][p] for s, p in order] for name in STRING_COLUMNS},
        np.array([readers[s].dates[p] for s, p in order], np.int64),
        [readers[s].ids[p] for s, p in order],
        [readers[s].stored.records(p) for s, p in order],
        [states[s][p] for s, p in order],
    )
