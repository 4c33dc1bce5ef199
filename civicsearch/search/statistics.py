"""Size and age of an index."""

from __future__ import annotations

import numpy as np

from ..index.arrays import Mask
from ..index.segment import Segment
from ..index.snapshot import Snapshot
from ..models import IndexStats, SourceStats


def index_stats(snapshot: Snapshot) -> IndexStats:
    """Count posts, words and bytes of a generation."""
    values, rows, ordinals = snapshot.values("source")
    posts = np.bincount(ordinals[snapshot.live[rows]], minlength=len(values)).tolist()
    counts = dict(zip(values, posts, strict=True))
    paths = {source.name: source.path for source in snapshot.manifest.sources}
    names = sorted(paths.keys() | {name for name, count in counts.items() if count})
    return IndexStats(
        posts=snapshot.posts,
        sources=tuple(SourceStats(name, paths.get(name, ""), counts.get(name, 0)) for name in names),
        words=_distinct_words(snapshot),
        bytes=sum(entry.bytes for entry in snapshot.manifest.segments),
        generation=snapshot.manifest.generation,
        updated=snapshot.manifest.updated,
    )


def _distinct_words(snapshot: Snapshot) -> int:
    parts = [
        (segment, snapshot.live[base : base + segment.posts])
        for base, segment in zip(snapshot.bases, snapshot.segments, strict=False)
    ]
    if len(parts) == 1 and parts[0][1].all():
        return len(parts[0][0].lexicon)
    return len(set[str]().union(*(_live_words(segment, live) for segment, live in parts)))


def _live_words(segment: Segment, live: Mask) -> list[str]:
    words = segment.lexicon.words()
    if live.all():
        return words
    everything = segment.postings.everything()
    return [words[number] for number in np.unique(everything.words[live[everything.posts]]).tolist()]
