"""Words beside each other: phrases.

Every occurrence becomes one number, post and position packed together, so that "the next word" is "the next number" and
whole lists of occurrences are compared at once.
"""

from __future__ import annotations

import numpy as np

from ..index.arrays import distinct
from ..index.postings import NO_POSTINGS, POST_SHIFT, Ints, TermPostings, run_starts
from ..language.tokens import PARAGRAPH_GAP


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
    posts, positions = unpack(packed)
    first = run_starts(posts)
    if not len(first):
        return NO_POSTINGS
    in_title = np.add.reduceat((positions < title_lengths[posts]).astype(np.int64), first)
    in_body = np.add.reduceat((positions >= body_starts[posts]).astype(np.int64), first)
    counts = np.diff(first, append=len(posts))
    heads = np.flatnonzero(counts - in_body)
    summary = (counts - in_body - in_title)[heads]
    return TermPostings(posts[first], counts, heads, in_title[heads], summary)


def _adjacent_ends(words: list[Ints]) -> Ints:
    """The rarest word first: each further word only has to confirm what is left."""
    order = sorted(range(len(words)), key=lambda place: len(words[place]))
    last = len(words) - 1
    ends = words[order[0]] + (last - order[0])
    for place in order[1:]:
        candidates = words[place] + (last - place)
        if not len(candidates) or not len(ends):
            return np.zeros(0, np.int64)
        found = np.searchsorted(candidates, ends)
        found[found == len(candidates)] = 0
        ends = ends[candidates[found] == ends]
    return ends
