"""Where a query matches within one post, for whoever shows it whole."""

from __future__ import annotations

import numpy as np

from ..index.snapshot import Snapshot
from ..language.tokens import PARAGRAPH_GAP
from ..models import PostMatches
from ..query.synonyms import NO_SYNONYMS, Synonyms
from ..stopping import Stop, go_on
from .marking import Marked, united
from .phrases import unpack
from .reading import Saved
from .searcher import matches_in

Stretches = tuple[tuple[int, int], ...]


def highlights(
    snapshot: Snapshot,
    post_id: str,
    query: str,
    saved: Saved,
    synonyms: Synonyms = NO_SYNONYMS,
    stop: Stop = go_on,
    *,
    as_you_type: bool = False,
) -> PostMatches:
    """The stretches of a post's title, summary and text that match; none for an id that there is not."""
    post = snapshot.number(post_id)
    if post is None:
        return PostMatches()
    leaves = matches_in(snapshot, post, query, saved, synonyms, stop, as_you_type=as_you_type)
    found = united([leaf._replace(occurrences=unpack(leaf.occurrences)[1]) for leaf in leaves])
    listed = snapshot.listed(post)
    title, summary, _ = snapshot.lengths[post].tolist()
    behind_title = title + PARAGRAPH_GAP
    return PostMatches(
        tuple(found.spans(listed.title, 0, title)),
        tuple(found.spans(listed.summary or "", behind_title, behind_title + summary)),
        _in_text(snapshot, post, found),
    )


def _in_text(snapshot: Snapshot, post: int, found: Marked) -> Stretches:
    starts = snapshot.paragraph_starts(post).tolist()
    stretches: list[tuple[int, int]] = []
    offset = 0
    for place, paragraph in enumerate(snapshot.text(post).split("\n\n")):
        if place < len(starts):
            last = starts[place + 1] if place + 1 < len(starts) else np.iinfo(np.int64).max
            spans = found.spans(paragraph, starts[place], last)
            stretches += [(offset + start, offset + end) for start, end in spans]
        offset += len(paragraph) + 2
    return tuple(stretches)
