"""Where a query matches within one post, for whoever shows it whole."""

from __future__ import annotations

import numpy as np

from ..index.arrays import distinct
from ..index.postings import Ints
from ..index.snapshot import Snapshot
from ..language.tokens import PARAGRAPH_GAP, word_spans
from ..models import PostMatches
from ..query.synonyms import NO_SYNONYMS, Synonyms
from .phrases import unpack
from .searcher import Saved, matches_in

Stretches = tuple[tuple[int, int], ...]


def highlights(
    snapshot: Snapshot,
    post_id: str,
    query: str,
    saved: Saved,
    synonyms: Synonyms = NO_SYNONYMS,
    *,
    as_you_type: bool = False,
) -> PostMatches:
    """The stretches of a post's title, summary and text that match; none for an id that there is not."""
    post = snapshot.number(post_id)
    if post is None:
        return PostMatches()
    leaves = matches_in(snapshot, post, query, saved, synonyms, as_you_type=as_you_type)
    found = unpack(distinct(np.concatenate([np.zeros(0, np.int64), *leaves])))[1]
    listed = snapshot.listed(post)
    title, summary, _ = snapshot.lengths[post].tolist()
    behind_title = title + PARAGRAPH_GAP
    return PostMatches(
        _in(listed.title, found, 0, title),
        _in(listed.summary or "", found, behind_title, behind_title + summary),
        _in_text(snapshot, post, found),
    )


def _in_text(snapshot: Snapshot, post: int, found: Ints) -> Stretches:
    starts = snapshot.paragraph_starts(post).tolist()
    stretches: list[tuple[int, int]] = []
    offset = 0
    for place, paragraph in enumerate(snapshot.text(post).split("\n\n")):
        if place < len(starts):
            last = starts[place + 1] if place + 1 < len(starts) else np.iinfo(np.int64).max
            stretches += [(offset + start, offset + end) for start, end in _in(paragraph, found, starts[place], last)]
        offset += len(paragraph) + 2
    return tuple(stretches)


def _in(text: str, found: Ints, first: int, last: int) -> Stretches:
    """The words of a text that stand at some of the positions; its own are those from ``first`` up to ``last``."""
    here = found[(found >= first) & (found < last)] - first
    return tuple(word_spans(text, set(here.tolist()))) if len(here) else ()
