"""What has to hold in a segment whose bytes are those that were written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise

import numpy as np

from ..language.tokens import PARAGRAPH_GAP, is_signed
from .arrays import ArrayFile
from .blobs import Blobs
from .builder import STRING_COLUMNS
from .columns import NO_DATE, date_seconds
from .lexicon import lexicon_keys
from .postings import Ints, PostingArrays
from .segment import Segment

_AT_ONCE = 2_000_000
"""Occurrences that are looked at at once: some 100 MB."""
_STRINGS_AT_ONCE = 65_536
_PACKED = ("postings.posts", "postings.counts", "postings.positions")
_BLOCK = 1024
"""As in `packed`."""
_PARTS = ("title", "summary", "body")


def segment_faults(segment: Segment) -> Iterator[str]:
    """What is wrong in a segment, in words. Later checks trust what earlier ones found in order."""
    for check in (_blobs, _columns, _posts, _lexicon, _stems, _packed, _postings, _occurrences, _stored):
        found = list(check(segment))
        yield from found
        if found:
            return


def _blobs(segment: Segment) -> Iterator[str]:
    names = ["lexicon.folds", "lexicon.variants", "stems.keys", "id", "file.digest"]
    names += [f"stored.{kind}{suffix}" for kind in ("listed", "rest") for suffix in ("", "_samples")]
    names += [f"{column}.values" for column in STRING_COLUMNS]
    for name in names:
        yield from _runs(segment.file, f"{name}.starts", len(segment.file[f"{name}.bytes"]))
    values = [f"{column}.values" for column in STRING_COLUMNS]
    for name in ("lexicon.folds", "lexicon.variants", "stems.keys", "id", *values):
        yield from _strings(segment.file, name, in_order=name not in ("lexicon.variants", "id"))


def _columns(segment: Segment) -> Iterator[str]:
    for name in STRING_COLUMNS:
        ordinals = segment.file[f"{name}.ordinals"]
        yield from _runs(segment.file, f"{name}.starts", len(ordinals), segment.posts)
        if len(ordinals) and int(ordinals.max()) >= len(Blobs(segment.file, f"{name}.values")):
            yield f"{name}.ordinals: there is no such value"


def _posts(segment: Segment) -> Iterator[str]:
    file, posts = segment.file, segment.posts
    for name in ("id.order", "file.size", "file.mtime_ns", "stored.dictionaries", *(f"length.{p}" for p in _PARTS)):
        if len(file[name]) != posts:
            yield f"{name}: it has {len(file[name]):,} entries for {posts:,} posts"
            return
    for name in ("id", "file.digest", "stored.listed", "stored.rest"):
        if len(Blobs(file, name)) != posts:
            yield f"{name}: it has {len(Blobs(file, name)):,} entries for {posts:,} posts"
            return
    dates = segment.dates[segment.dates != NO_DATE]
    if ((dates < date_seconds(date.min)) | (dates > date_seconds(datetime.max))).any():
        yield "date: there is no such day"
    yield from _runs(file, "paragraphs.starts", len(file["paragraphs.positions"]), posts)
    order = file["id.order"].astype(np.int64)
    if not np.array_equal(np.sort(order), np.arange(posts)):
        yield "id.order: it does not have each post once"
    elif any(segment.ids[first] >= segment.ids[second] for first, second in pairwise(order.tolist())):
        yield "id.order: the ids are not in order, or one is there twice"
    if sum(map(len, segment.language_ranges.values())) != posts:
        yield "language: the posts of a language are not neighbours"


def _lexicon(segment: Segment) -> Iterator[str]:
    file = segment.file
    words = len(segment.lexicon)
    faults = list(_runs(file, "lexicon.first", words, len(Blobs(file, "lexicon.folds")), least=1))
    variants = file["lexicon.variant_ids"].astype(np.int64)
    if len(variants) != len(Blobs(file, "lexicon.variants")) or not _ascending(variants, words):
        faults.append("lexicon.variant_ids: there is no such word")
    yield from faults
    if faults:
        return
    keys = lexicon_keys(segment.lexicon.words(), segment.lexicon.folded())
    if any(first >= second for first, second in pairwise(keys)):
        yield "lexicon.variants: the words are not in order, or one is there twice"


def _stems(segment: Segment) -> Iterator[str]:
    file = segment.file
    words = file["stems.words"]
    yield from _runs(file, "stems.starts", len(words), len(Blobs(file, "stems.keys")), least=1)
    if len(words) and int(words.max()) >= len(segment.lexicon):
        yield "stems.words: there is no such word"


def _packed(segment: Segment) -> Iterator[str]:
    for name in _PACKED:
        low, before = segment.file[name], segment.file[f"{name}.wide_before"].astype(np.int64)
        escapes = [0]
        for start in range(0, len(low), _BLOCK * _BLOCK):
            piece = low[start : start + _BLOCK * _BLOCK] == 255
            sums = np.add.reduceat(piece.astype(np.int64), np.arange(0, len(piece), _BLOCK))
            escapes += (np.cumsum(sums) + escapes[-1]).tolist()
        blocks = np.array(escapes, np.int64)
        if escapes[-1] != len(segment.file[f"{name}.wide"]) or not np.array_equal(before, blocks[: len(before)]):
            yield f"{name}: its large numbers are not counted right"
        elif len(before) < -(-len(low) // _BLOCK):
            yield f"{name}: the places of its large numbers are missing"


def _postings(segment: Segment) -> Iterator[str]:
    file, words = segment.file, len(segment.lexicon)
    places = len(file["postings.posts"])
    heads = file["postings.heads"].astype(np.int64)
    yield from _runs(file, "postings.starts", places, words, least=1)
    yield from _runs(file, "postings.position_starts", len(file["postings.positions"]), words, least=1)
    yield from _runs(file, "postings.head_starts", len(heads), words)
    same = len(file["postings.counts"]) == places
    if not same or any(len(file[f"postings.{part}"]) != len(heads) for part in _PARTS[:2]):
        yield "postings: its arrays are of different lengths"
    elif not _ascending(heads, places):
        yield "postings.heads: there is no such posting"


def _occurrences(segment: Segment) -> Iterator[str]:
    """Whether each word's posts and positions ascend and are there, and all together make up the posts' lengths."""
    starts = segment.file["postings.position_starts"].astype(np.int64)
    lengths = segment.lengths
    paragraphs = np.diff(segment.file["paragraphs.starts"].astype(np.int64))
    ends = lengths.sum(axis=1) + PARAGRAPH_GAP * (1 + paragraphs)
    counted = np.zeros_like(lengths)
    uncounted = np.array([is_signed(word) for word in segment.lexicon.words()], bool)
    first = 0
    while first < len(starts) - 1:
        last = max(first + 1, int(np.searchsorted(starts, starts[first] + _AT_ONCE, side="right")) - 1)
        found = segment.postings.stretch(range(first, last))
        fault = _stretch_fault(found, lengths, ends)
        if fault:
            yield fault
            return
        for place, counts in enumerate((found.title, found.summary, found.counts - found.title - found.summary)):
            counts = np.where(uncounted[found.words], 0, counts)
            counted[:, place] += np.bincount(found.posts, weights=counts, minlength=len(ends)).astype(np.int64)
        first = last
    if not np.array_equal(counted, lengths):
        yield "length: the postings hold another number of words than the posts"


def _stretch_fault(found: PostingArrays, lengths: Ints, ends: Ints) -> str | None:
    same_word = found.words[1:] == found.words[:-1]
    if (np.diff(found.posts)[same_word] <= 0).any():
        return "postings.posts: the posts of a word are not in order"
    if (found.counts < 1).any() or int(found.counts.sum()) != len(found.positions):
        return "postings.counts: they are not the numbers of positions"
    owners = np.repeat(np.arange(len(found.posts)), found.counts)
    posts = found.posts[owners]
    if (np.diff(found.positions)[np.diff(owners) == 0] <= 0).any():
        return "postings.positions: the positions of a word in a post are not in order"
    if (found.positions < 0).any() or (found.positions >= ends[posts]).any():
        return "postings.positions: there is no such place in a post"
    title, summary = lengths[posts, 0], lengths[posts, 1]
    in_title = found.positions < title
    in_summary = ~in_title & (found.positions < title + summary + PARAGRAPH_GAP)
    for name, counts, where in (("title", found.title, in_title), ("summary", found.summary, in_summary)):
        if not np.array_equal(counts, np.bincount(owners, weights=where, minlength=len(counts))):
            return f"postings.{name}: the positions say otherwise"
    return None


def _stored(segment: Segment) -> Iterator[str]:
    for number in range(segment.posts):
        post = segment.stored.post(number)
        if post.id.encode("utf-8", "surrogateescape") != segment.ids[number]:
            yield f"stored.listed: post {number} has another id"
            return


def _runs(file: ArrayFile, name: str, total: int, count: int | None = None, *, least: int = 0) -> Iterator[str]:
    """Whether offsets rise from 0 to a total, by ``least`` at the least, for so many runs."""
    starts = file[name].astype(np.int64)
    if count is not None and len(starts) != count + 1:
        yield f"{name}: it has {len(starts):,} offsets for {count:,} runs"
    elif not len(starts) or starts[0] != 0 or int(starts[-1]) != total or (np.diff(starts) < least).any():
        yield f"{name}: the offsets do not rise from 0 to {total:,}"


def _ascending(numbers: Ints, bound: int) -> bool:
    return not len(numbers) or (int(numbers[-1]) < bound and bool((np.diff(numbers) > 0).all()))


def _strings(file: ArrayFile, name: str, *, in_order: bool) -> Iterator[str]:
    """Whether strings are UTF-8, and each above the one before."""
    strings = Blobs(file, name)
    before: bytes | None = None
    for start in range(0, len(strings), _STRINGS_AT_ONCE):
        for text in strings[start : start + _STRINGS_AT_ONCE]:
            try:
                text.decode()
            except UnicodeDecodeError:
                yield f"{name}: a text is not UTF-8"
                return
            if in_order and before is not None and text <= before:
                yield f"{name}: the texts are not in order"
                return
            before = text
