"""Words beside each other: phrases.

Every occurrence becomes one number, post and position packed together, so that "the next word" is "the next number" and
whole lists of occurrences are compared at once.
"""

from __future__ import annotations

import numpy as np

from .. import native
from ..index.arrays import distinct, look_up, marked, run_starts
from ..index.postings import NO_POSTINGS, POST_SHIFT, Ints, TermPostings
from ..language.tokens import PARAGRAPH_GAP

_LONG = 12
"""How many times longer one list of occurrences has to be for looking up those of the other to be quickest."""
_ROOM = 16
"""Cells of a table of marks for each mark at least: one in sixteen others meets one by chance."""


def unpack(packed: Ints) -> tuple[Ints, Ints]:
    """Post and position of packed occurrences."""
    return packed >> POST_SHIFT, packed & ((1 << POST_SHIFT) - 1)


def phrase_ends(words: list[Ints], slop: int) -> Ints:
    """Where the last word of each occurrence of a phrase stands, packed; given the occurrences of each word.

    Each word has to follow the one before within ``slop`` positions; 1 is right behind it. Paragraphs are further apart
    than any slop reaches.
    """
    reach = min(slop, PARAGRAPH_GAP)
    if reach == 1:
        return _adjacent_ends(words)
    ends = words[0]
    for candidates in words[1:]:
        before = np.searchsorted(ends, candidates) - 1
        near = before >= 0
        near[near] = candidates[near] - ends[before[near]] <= reach
        ends = candidates[near]
    return ends


def phrase_words(words: list[Ints], slop: int) -> Ints:
    """All words of all occurrences of a phrase, packed, ascending: what is marked in a snippet."""
    ends = phrase_ends(words, slop)
    found = [ends]
    reach = min(slop, PARAGRAPH_GAP)
    for candidates in reversed(words[:-1]):
        after = np.searchsorted(ends, candidates, side="right")
        near = after < len(ends)
        near[near] = ends[after[near]] - candidates[near] <= reach
        ends = candidates[near]
        found.append(ends)
    return distinct(np.concatenate(found))


def occurrence_postings(packed: Ints, title_lengths: Ints, body_starts: Ints) -> TermPostings:
    """Occurrences as the postings of one term; lengths and starts are columns over all posts."""
    if not len(packed):
        return NO_POSTINGS
    if native.kernels is not None:
        posts, counts, heads, title, summary = columns = [np.empty(len(packed), np.int64) for _ in range(5)]
        found, headed = native.kernels.tally(packed, title_lengths, body_starts, *columns)
        return TermPostings(posts[:found], counts[:found], heads[:headed], title[:headed], summary[:headed])
    posts, positions = unpack(packed)
    first = run_starts(posts)
    in_title = np.add.reduceat((positions < title_lengths[posts]).astype(np.int64), first)
    in_body = np.add.reduceat((positions >= body_starts[posts]).astype(np.int64), first)
    counts = np.diff(first, append=len(posts))
    heads = np.flatnonzero(counts - in_body)
    summary = (counts - in_body - in_title)[heads]
    return TermPostings(posts[first], counts, heads, in_title[heads], summary)


def _adjacent_ends(words: list[Ints]) -> Ints:
    """The rarest word first: each further word only has to confirm what is left."""
    order = sorted(range(len(words)), key=lambda place: len(words[place]))
    rarest = order[0]
    found = words[rarest]
    for place in order[1:]:
        found = _common(found, words[place], rarest - place)
    return found + (len(words) - 1 - rarest)


def _common(few: Ints, many: Ints, ahead: int) -> Ints:
    """The numbers of the first list that the second has, once ``ahead`` is added to its own.

    Looking a number up takes 20 ns. Where both lists are long, the first leaves marks in a small table, and only those
    of the second that meet a mark are looked up: 5 ns a number of either. The kernel walks both: 2 ns.
    """
    if not len(few) or not len(many):
        return few[:0]
    if native.kernels is not None:
        found = np.empty(len(few), np.int64)
        return found[: native.kernels.adjacent(few, many, ahead, found)]
    if len(few) * _LONG < len(many):
        return few[look_up(few - ahead, many)[1]]
    cells = 1 << (_ROOM * len(few)).bit_length()
    marks = marked(_scattered(few, cells), cells)
    many = many + ahead
    many = many[marks[_scattered(many, cells)]]
    return many[look_up(many, few)[1]]


def _scattered(packed: Ints, size: int) -> Ints:
    """A place below a power of two for each occurrence; places of one post lie beside each other."""
    mixed: Ints = (packed + (packed >> (POST_SHIFT - 10))) & (size - 1)
    return mixed
