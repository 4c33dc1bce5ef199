"""Facets that are counted together have the counts of each alone, whichever way their columns were joined."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch import native
from civicsearch.index import facettable
from civicsearch.index.facettable import FacetTable
from civicsearch.index.facetview import FacetView

LABELS = ("b", "a", "d", "c", "e")
"""Of the keys k0 to k4: not in their order."""


@st.composite
def archive(draw: st.DrawFn) -> tuple[list[list[set[int]]], list[bool]]:
    """For three facets the values of each post, and which posts are live."""
    count = draw(st.integers(1, 12))
    values = st.sets(st.integers(0, len(LABELS) - 1), max_size=3)
    facets = [draw(st.lists(values, min_size=count, max_size=count)) for _ in range(3)]
    return facets, draw(st.lists(st.booleans(), min_size=count, max_size=count))


def view(values: list[set[int]], live: list[bool]) -> FacetView:
    pairs = [(post, value) for post, own in enumerate(values) for value in sorted(own)]
    rows, ordinals = (np.array([pair[place] for pair in pairs], np.int64) for place in (0, 1))
    keys = [f"k{number}" for number in range(len(LABELS))]
    return FacetView(keys, list(LABELS), rows, ordinals, np.array(live))


@pytest.mark.parametrize("most_cells", [1, 40, 2048])
@given(archive(), st.data())
def test_counts_are_those_of_a_plain_count(
    most_cells: int, drawn: tuple[list[list[set[int]]], list[bool]], data: st.DataObject
) -> None:
    facets, live = drawn
    alive = [post for post, lives in enumerate(live) if lives]
    wanted = sorted(data.draw(st.sets(st.sampled_from(alive)))) if alive else []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facettable, "_FEWEST_CELLS", most_cells)
        table = FacetTable([view(values, live) for values in facets], np.array(live))
        for posts in (wanted, alive):
            counts = table.counts(np.array(posts, np.int64))
            for values, found in zip(facets, counts, strict=True):
                expected = Counter(LABELS[value] for post in posts for value in values[post])
                assert dict(zip(sorted(LABELS), found.tolist(), strict=True)) == {
                    label: expected[label] for label in LABELS
                }


def test_values_beyond_those_that_many_posts_have_are_counted_without_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "kernels", None)
    values = [{0, 1, 2}, *({number % 5} for number in range(1, 40))]
    table = FacetTable([view(values, [True] * 40)], np.ones(40, bool))
    (counts,) = table.counts(np.array([0, 1, 7]))
    assert dict(zip(sorted(LABELS), counts.tolist(), strict=True)) == {"b": 1, "a": 2, "d": 2, "c": 0, "e": 0}
