"""Several segments → the arrays of one, without the posts that were removed.

Nothing is tokenised or stemmed again: words, posts and stems are renumbered by whole arrays, stored posts are copied as
they lie. The result is the segment that `build_segment` would make of the same posts. Postings are merged some words at
a time, and what is large is written out as it comes, so memory does not grow with the postings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path
from types import ModuleType

import numpy as np

from .. import native
from .arrays import Array, Mask, Spool, narrow, offsets, ranges
from .blobs import Blobs, Run, merge_blobs
from .builder import STRING_COLUMNS, id_arrays, length_arrays
from .columns import merge_columns
from .inverting import PackedPostings, PostingsWriter, packed_postings
from .lexicon import lexicon_arrays, sort_words
from .postings import Ints, PostingArrays
from .segment import Segment
from .stemview import merge_stems
from .stored import merge_stored

OCCURRENCES_AT_ONCE = 2_000_000
"""Occurrences of words that are merged at once: 0.2 GB of arrays. Twice as many are merged no faster."""
OCCURRENCES_SPLICED_AT_ONCE = 8_000_000
"""The same where a kernel merges them: 0.1 GB."""

_GONE = -1
_NONE = np.zeros(0, np.int64)


def merge_segments(parts: Sequence[tuple[Segment, Mask]], folder: Path) -> dict[str, Array | Spool]:
    """The arrays of one segment with the live posts of several, in their order within each language."""
    segments = [segment for segment, _ in parts]
    languages = sorted({language for segment in segments for language in segment.language_ranges})
    runs, new_posts = _number_posts(parts, languages)
    written = [segment.lexicon.words() for segment in segments]
    words, folds = sort_words(set().union(*written))
    place = {word: number for number, word in enumerate(words)}
    new_words = [np.array(list(map(place.__getitem__, part)), np.int64) for part in written]
    del written, place
    for segment, renumbered in zip(segments, new_words, strict=True):
        if (np.diff(renumbered) < 1).any():
            raise segment.file.damaged("lexicon: its words are not in order")
    lengths = np.concatenate([segments[s].lengths[a:b] for s, a, b in runs] or [np.zeros((0, 3), np.int64)])
    paragraphs = _paragraph_arrays(segments, runs)
    writer = PostingsWriter(folder, len(lengths), _largest_position(lengths, paragraphs))
    if native.kernels is None:
        for stretch in _stretches(segments, new_words, len(words), OCCURRENCES_AT_ONCE):
            writer.append(packed_postings(stretch, _merged_stretch(segments, new_words, new_posts, stretch)))
            _release(segments)
    else:
        sources = tuple(
            (*segment.postings.arrays, renumbered, posts, _language_ends(segment, languages))
            for segment, renumbered, posts in zip(segments, new_words, new_posts, strict=True)
        )
        for stretch in _stretches(segments, new_words, len(words), OCCURRENCES_SPLICED_AT_ONCE):
            writer.append(_spliced(native.kernels, segments, sources, new_words, stretch))
            _release(segments)
    occurring = writer.occurring()
    number = np.full(len(words), _GONE, np.int64)
    number[occurring] = np.arange(len(occurring))
    kept = occurring.tolist()
    return {
        **lexicon_arrays(
            [words[word] for word in kept],
            {place: folds[word] for place, word in enumerate(kept) if folds[word] != words[word]},
        ),
        **writer.arrays(),
        **merge_stems([(segment.stems, number[new]) for segment, new in zip(segments, new_words, strict=True)]),
        **length_arrays(lengths),
        **paragraphs,
        **_post_arrays(segments, runs, folder),
    }


def _number_posts(parts: Sequence[tuple[Segment, Mask]], languages: list[str]) -> tuple[list[Run], list[Ints]]:
    """The live posts in their new order, as runs; and for each segment, old number → new."""
    runs: list[Run] = []
    new_posts = [np.full(segment.posts, _GONE, np.int64) for segment, _ in parts]
    numbered = 0
    for language in languages:
        for place, (segment, live) in enumerate(parts):
            within = segment.language_ranges.get(language, range(0))
            posts = np.flatnonzero(live[within.start : within.stop]) + within.start
            new_posts[place][posts] = np.arange(numbered, numbered + len(posts))
            numbered += len(posts)
            breaks = np.flatnonzero(np.diff(posts) != 1) + 1
            bounds = [0, *breaks.tolist(), len(posts)] if len(posts) else []
            runs += [(place, int(posts[a]), int(posts[b - 1]) + 1) for a, b in pairwise(bounds)]
    return runs, new_posts


def _language_ends(segment: Segment, languages: list[str]) -> Ints:
    """For each language the number behind its last post in a segment, where posts are in the order of languages."""
    ends = [segment.language_ranges[name].stop if name in segment.language_ranges else 0 for name in languages]
    return np.maximum.accumulate(np.array(ends, np.int64))


def _stretches(segments: list[Segment], new_words: list[Ints], words: int, most: int) -> Iterator[range]:
    """All words, as ranges that hold not too many occurrences each."""
    occurrences = np.zeros(words, np.int64)
    for segment, renumbered in zip(segments, new_words, strict=True):
        occurrences[renumbered] += segment.postings.position_counts()
    filled = np.cumsum(occurrences)
    start = 0
    while start < words:
        before = int(filled[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(filled, before + most, side="right")))
        yield range(start, stop)
        start = stop


def _spliced(
    kernels: ModuleType,
    segments: list[Segment],
    sources: tuple[tuple[Array, ...], ...],
    new_words: list[Ints],
    stretch: range,
) -> PackedPostings:
    """The postings of some words by a kernel, which carries them over packed as they are: a tenth of the time."""
    bounds = [np.searchsorted(words, (stretch.start, stretch.stop)).tolist() for words in new_words]
    rooms = [segment.postings.room(range(*bound)) for segment, bound in zip(segments, bounds, strict=True)]
    postings, positions, heads = np.sum(rooms, axis=0).tolist()
    packed = [(np.empty(room, np.uint8), np.empty(room, np.int64)) for room in (postings, postings, positions)]
    in_heads = [np.empty(heads, np.int64) for _ in range(3)]
    by_word = [np.empty(len(stretch), np.int64) for _ in range(3)]
    wide = np.empty(3, np.int64)
    kernels.splice(sources, stretch.start, *chain.from_iterable(packed), *in_heads, *by_word, wide)
    sizes = by_word[0].sum(), by_word[0].sum(), by_word[1].sum()
    posts, counts, places = (
        (low[:size], escaped[:escapes])
        for (low, escaped), size, escapes in zip(packed, sizes, wide.tolist(), strict=True)
    )
    return PackedPostings(posts, counts, places, *(column[: by_word[2].sum()] for column in in_heads), *by_word)


def _merged_stretch(
    segments: list[Segment], new_words: list[Ints], new_posts: list[Ints], stretch: range
) -> PostingArrays:
    parts = []
    for segment, words, posts in zip(segments, new_words, new_posts, strict=True):
        first, last = np.searchsorted(words, (stretch.start, stretch.stop)).tolist()
        if last > first:
            parts.append(_live(segment.postings.stretch(range(first, last)), words, posts))
    words, posts, counts, title, summary, positions = (
        np.concatenate([_NONE, *(getattr(part, name) for part in parts)])
        for name in ("words", "posts", "counts", "title", "summary", "positions")
    )
    order = np.argsort((words << 32) | posts, kind="stable")
    starts = offsets(counts)[:-1]
    return PostingArrays(
        words[order],
        posts[order],
        counts[order],
        title[order],
        summary[order],
        positions[ranges(starts[order], counts[order])],
    )


def _live(part: PostingArrays, new_words: Ints, new_posts: Ints) -> PostingArrays:
    """The postings of the posts that stay, under their new numbers."""
    renumbered = part._replace(words=new_words[part.words], posts=new_posts[part.posts])
    stays = renumbered.posts != _GONE
    if stays.all():
        return renumbered
    return PostingArrays(
        renumbered.words[stays],
        renumbered.posts[stays],
        part.counts[stays],
        part.title[stays],
        part.summary[stays],
        part.positions[ranges(offsets(part.counts)[:-1][stays], part.counts[stays])],
    )


def _paragraph_arrays(segments: list[Segment], runs: list[Run]) -> dict[str, Array]:
    positions, counts = [_NONE], [_NONE]
    for place, first, last in runs:
        file = segments[place].file
        starts = file["paragraphs.starts"][first : last + 1].astype(np.int64)
        positions.append(file["paragraphs.positions"][int(starts[0]) : int(starts[-1])].astype(np.int64))
        counts.append(np.diff(starts))
    return {
        "paragraphs.starts": narrow(offsets(np.concatenate(counts))),
        "paragraphs.positions": narrow(np.concatenate(positions)),
    }


def _largest_position(lengths: Ints, paragraphs: dict[str, Array]) -> int:
    """A bound for positions: the last paragraph's start and all the words of a post."""
    last: int = np.asarray(paragraphs["paragraphs.positions"]).max(initial=0).item()
    return last + int(lengths.sum(axis=1).max(initial=0))


def _post_arrays(segments: list[Segment], runs: list[Run], folder: Path) -> dict[str, Array | Spool]:
    """Everything that a segment keeps of its posts beside their words."""
    arrays: dict[str, Array | Spool] = {}
    for name in STRING_COLUMNS:
        arrays.update(merge_columns(name, [segment.column(name) for segment in segments], runs))
        _release(segments)
    for name in ("date", "file.size", "file.mtime_ns"):
        arrays[name] = np.concatenate([_NONE, *(segments[place].file[name][a:b] for place, a, b in runs)])
    arrays.update(
        merge_blobs("file.digest", [Blobs(segment.file, "file.digest") for segment in segments], runs, folder)
    )
    arrays.update(id_arrays([post_id for place, a, b in runs for post_id in segments[place].ids[a:b]]))
    return {**arrays, **merge_stored([segment.stored for segment in segments], runs, folder)}


def _release(segments: list[Segment]) -> None:
    for segment in segments:
        segment.file.release()
