"""Many words are read in one sweep over all that lies between them, and nothing comes out otherwise."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import civicsearch
from civicsearch import Post
from civicsearch.index import postings
from civicsearch.index.arrays import consecutive
from civicsearch.index.postings import union
from civicsearch.index.snapshot import open_snapshot
from tests.strategies import archives


@given(archives(8, min_size=1), st.data())
def test_one_sweep_reads_what_one_run_after_another_does(posts: list[Post], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add(posts)
        (segment,) = open_snapshot(Path(folder), None).segments
        last = len(segment.postings.position_counts()) - 1
        words = data.draw(st.lists(st.integers(0, last), min_size=1, max_size=20, unique=True))
        within = data.draw(st.none() | st.just(range(len(posts) // 2)))
        wanted = data.draw(st.none() | st.just(np.arange(len(posts)) % 2 == 0))
        found = []
        for least in (1, 1000):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(postings, "_SCATTERED", least)
                patch.setattr(postings, "_RUN_COST", 1_000_000)
                runs = consecutive(sorted(words))
                term = union(segment.postings.words(runs, within), len(posts))
                places = np.sort(segment.postings.occurrences(runs, wanted))
                found.append([*(array.tolist() for array in _arrays(term)), places.tolist()])
        assert found[0] == found[1]


def _arrays(term: postings.TermPostings) -> tuple[np.ndarray, ...]:
    return term.posts, term.counts, term.heads, term.title, term.summary
