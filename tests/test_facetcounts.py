"""A facet's counts read like the tuple that they stand for."""

from __future__ import annotations

import numpy as np
import pytest

from civicsearch.models.facetcounts import FacetCount, FacetCounts

COUNTS = FacetCounts(["a", "b", "c"], np.array([2, 0]), np.array([5, 3]), frozenset({0}), (FacetCount("z", 0, True),))
PLAIN = (FacetCount("c", 5), FacetCount("a", 3, True), FacetCount("z", 0, True))


def test_counts_equal_a_tuple() -> None:
    assert COUNTS == PLAIN
    assert PLAIN == COUNTS
    assert PLAIN[:2] != COUNTS
    assert COUNTS != "caz"
    assert hash(COUNTS) == hash(PLAIN)
    assert repr(COUNTS) == repr(PLAIN)


@pytest.mark.parametrize("place", range(-3, 3))
def test_a_count_is_found_by_its_place(place: int) -> None:
    assert COUNTS[place] == PLAIN[place]


@pytest.mark.parametrize("start", range(-1, 4))
@pytest.mark.parametrize("stop", range(-1, 5))
def test_a_slice_is_that_of_the_tuple(start: int, stop: int) -> None:
    assert COUNTS[start:stop] == PLAIN[start:stop]


def test_a_place_beyond_is_an_error() -> None:
    with pytest.raises(IndexError):
        COUNTS[3]
    with pytest.raises(ValueError, match="step 1"):
        COUNTS[::2]
