"""A snapshot lives as long as it is used, and no longer."""

from __future__ import annotations

import gc
import weakref

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
