"""A snapshot lives as long as it is used, and no longer."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

from civicsearch import Post, SearchIndex
from civicsearch.index.snapshot import open_snapshot


def test_a_snapshot_that_nobody_uses_is_gone_at_once(index: SearchIndex) -> None:
    index.add([Post("1", "open data", "text", tags=("x",), language="en")])
    snapshot = open_snapshot(index.location)
    assert snapshot.facet("tag").keys == ["x"]
    assert snapshot.form_runs("data")
    assert snapshot.word_runs("data")
    assert snapshot.listed(0).title == "open data"
    seen = weakref.ref(snapshot)
    gc.disable()
    try:
        del snapshot
        assert seen() is None
    finally:
        gc.enable()


def test_the_next_snapshot_keeps_what_is_open_of_unchanged_segments(index: SearchIndex) -> None:
    index.add([Post(str(number), "open data", "two words", language="en") for number in range(4)])
    before = open_snapshot(index.location)
    index.add([Post("1", "replaced", "now three words", language="en")])
    after = open_snapshot(index.location, before)
    assert after.segments[0] is before.segments[0]
    assert after.live.tolist() == [True, False, True, True, True]
    assert after.mean_lengths.tolist() == after.lengths[after.live].mean(axis=0).tolist()
    assert open_snapshot(index.location).mean_lengths.tolist() == after.mean_lengths.tolist()


def test_a_segment_of_the_same_name_in_a_new_index_is_opened_anew(index: SearchIndex) -> None:
    post = Post("1", "open data", "text", language="en")
    index.add([post])
    assert index.search("data").total == 1
    for path in index.location.iterdir():
        path.unlink()
    index.add([replace(post, title="open door")])
    assert index.search("data").total == 0
    assert index.search("door").total == 1
