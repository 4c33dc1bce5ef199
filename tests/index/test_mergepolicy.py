"""Which segments are merged: few stay, and no post is written more often than the logarithm of posts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch.index.mergepolicy import FEW_POSTS, MERGE_AT, MERGE_FEW_AT, mergeable


def masks(*posts: int) -> list[np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    return [np.ones(count, bool) for count in posts]


@pytest.mark.parametrize(
    ("posts", "groups"),
    [
        ((), []),
        ((100, 100, 100), []),
        ((100, 100, 5000, 100, 100), [[0, 1, 3, 4]]),
        ((1,) * (MERGE_FEW_AT - 1), []),
        ((1, 60, *(1,) * (MERGE_FEW_AT - 2)), [list(range(MERGE_FEW_AT))]),
        ((5000, 5000, 5000, 1500, 1500, 1500, 1500), [list(range(7))]),  # what they make would be a fourth of 5,000
        ((0, 100, 0, 100, 100), []),
    ],
    ids=str,
)
def test_segments_of_like_size_are_merged(posts: tuple[int, ...], groups: list[list[int]]) -> None:
    assert mergeable(masks(*posts)) == groups


def test_a_segment_that_lost_many_posts_is_written_anew() -> None:
    live = masks(10, 1000)
    live[1][:301] = False
    assert mergeable(live) == [[1]]


def test_several_jobs_share_many_segments_in_parts_of_like_size() -> None:
    live = masks(*[10_000] * 9)
    assert mergeable(live, 2) == [[0, 1, 2, 3], [4, 5, 6, 7, 8]]
    assert mergeable(live[:7], 2) == [list(range(7))]
    assert len(mergeable(masks(*[10_000] * 90), 8)) == MERGE_AT - 1  # four would be merged again


@given(st.lists(st.integers(1, 3000), max_size=30), st.integers(1, 4))
def test_in_the_end_few_segments_of_each_size_are_left(posts: list[int], jobs: int) -> None:
    live = masks(*posts)
    written = 0
    while groups := mergeable(live, jobs):
        merged = [sum(int(live[place].sum()) for place in group) for group in groups]
        written += sum(merged)
        gone = {place for group in groups for place in group}
        live = [mask for place, mask in enumerate(live) if place not in gone] + masks(*merged)
    sizes = [len(mask) for mask in live]
    assert sum(sizes) == sum(posts)
    assert written <= 4 * sum(posts)
    assert sum(size < FEW_POSTS for size in sizes) < MERGE_FEW_AT
    assert all(
        sum(size >= FEW_POSTS and size.bit_length() // 2 == power for size in sizes) < MERGE_AT for power in range(16)
    )
