"""Postings merged by the kernel are those that whole arrays merge, to the byte, and damage is noticed."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civicsearch import Post, native
from civicsearch.index import merge
from civicsearch.index.arrays import Mask, write_arrays
from civicsearch.index.builder import build_segment
from civicsearch.index.segment import Segment
from civicsearch.index.stored import FileState
from civicsearch.index.vocabulary import Vocabulary
from tests.strategies import archives

if native.kernels is None:
    pytest.skip("the kernels are not compiled here", allow_module_level=True)
KERNELS = native.kernels

LONG = Post("long", "open", "\n\n".join(f"word{n} open data" for n in range(300)), language="es")
"""Its positions are too large for a byte, and *open* stands in it too often for one."""


def _segment(posts: Sequence[Post], folder: Path, number: int) -> Segment:
    path = folder / f"{number}.seg"
    write_arrays(path, build_segment([(post, FileState()) for post in posts], folder, Vocabulary()))
    return Segment(path)


def _merged(parts: Sequence[tuple[Segment, Mask]], folder: Path) -> bytes:
    path = folder / "merged.seg"
    write_arrays(path, merge.merge_segments(parts, folder))
    return path.read_bytes()


@settings(max_examples=30)
@given(st.lists(archives(5, min_size=1), min_size=1, max_size=4), st.booleans(), st.integers(1, 40), st.data())
def test_segments_become_the_same_one(groups: list[list[Post]], long: bool, at_once: int, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        groups = [*groups, [LONG]] if long else groups
        segments = [_segment(posts, folder, number) for number, posts in enumerate(groups)]
        live = [np.array([data.draw(st.booleans()) for _ in posts]) for posts in groups]
        parts = list(zip(segments, live, strict=True))
        patch.setattr(merge, "OCCURRENCES_SPLICED_AT_ONCE", at_once)
        spliced = _merged(parts, folder)
        patch.setattr(native, "kernels", None)
        assert spliced == _merged(parts, folder)


def ints(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(numbers, np.int64)


def octets(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.array(numbers, np.uint8)


SOURCE = {
    "posts": octets(0, 1, 2),
    "wide_posts": ints(),
    "posts_before": ints(0),
    "counts": octets(1, 1, 2),
    "wide_counts": ints(),
    "counts_before": ints(0),
    "positions": octets(1, 255, 1, 1),
    "wide_positions": ints(300),
    "positions_before": ints(0),
    "starts": ints(0, 2, 3),
    "position_starts": ints(0, 2, 4),
    "heads": ints(2),
    "head_starts": ints(0, 0, 1),
    "title": ints(2),
    "summary": ints(0),
    "new_words": ints(0, 1),
    "new_posts": ints(0, 1, 2),
    "ends": ints(3),
}
"""Two words: the first in two posts, once in each, the second twice in one, in its title."""


def room(postings: int = 3, positions: int = 4, heads: int = 1, words: int = 2) -> list[np.ndarray]:
    """What is written."""
    packed = [
        array
        for size in (postings, postings, positions)
        for array in (np.zeros(size, np.uint8), np.zeros(size, np.int64))
    ]
    return [*packed, *np.zeros((3, heads), np.int64), *np.zeros((3, words), np.int64), ints(0, 0, 0)]


def test_what_one_segment_has_is_carried_over_and_removed_posts_are_left_out() -> None:
    source = {**SOURCE, "new_posts": ints(-1, 0, 1)}
    written = room()
    assert KERNELS.splice((tuple(source.values()),), 0, *written) == 2
    posts, _, counts, _, positions, wide, heads, title, summary, *by_word, escapes = (list(array) for array in written)
    assert (posts[:2], counts[:2], positions[:3], wide[:1]) == ([0, 1], [1, 2], [255, 1, 1], [300])
    assert (heads, title, summary) == ([1], [2], [0])
    assert by_word == [[1, 1], [1, 2], [0, 1]]
    assert escapes == [0, 0, 1]


@pytest.mark.parametrize(
    "damage",
    [
        {"posts": octets(0, 1, 255)},
        {"posts": octets(0, 1, 3)},
        {"posts": octets(0, 1)},
        {"counts": octets(1, 0, 2)},
        {"counts": octets(1, 1, 1)},
        {"counts": octets(1, 1, 3)},
        {"counts": octets(1, 255, 2)},
        {"positions": octets(1, 255, 255, 1)},
        {"wide_positions": ints(2**62)},
        {"positions_before": ints(), "position_starts": ints(1, 3, 4)},
        {"starts": ints(0, 3, 2)},
        {"starts": ints(0, 2, 9)},
        {"starts": ints(-1, 2, 3)},
        {"starts": ints(0, 3)},
        {"position_starts": ints(0, 1, 4)},
        {"position_starts": ints(0, 2, 5)},
        {"heads": ints(1)},
        {"head_starts": ints(0, 1, 0)},
        {"head_starts": ints(0, 0, 2)},
        {"title": ints()},
        {"new_words": ints(1, 0)},
        {"new_words": ints(0, 0)},
        {"new_posts": ints(0, 1)},
        {"new_posts": ints(1, 0, 2)},
        {"ends": ints(2)},
        {"ends": ints().astype(np.int32)},
    ],
    ids=str,
)
def test_damage_is_noticed(damage: dict[str, np.ndarray]) -> None:
    source = tuple({**SOURCE, **damage}.values())
    with pytest.raises(ValueError):  # noqa: PT011  # each has its own words, for whoever calls it
        KERNELS.splice((source,), 0, *room())


@pytest.mark.parametrize(
    "written",
    [room(postings=2), room(positions=3), room(heads=0), [*room()[:-1], ints(0)], [*room()[:11], *room(words=3)[11:]]],
)
def test_too_little_room_is_noticed(written: list[np.ndarray]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        KERNELS.splice((tuple(SOURCE.values()),), 0, *written)


@pytest.mark.parametrize("sources", [(SOURCE,), (tuple(SOURCE.values())[:-1],), [tuple(SOURCE.values())]])
def test_what_is_no_segment_is_refused(sources: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        KERNELS.splice(sources, 0, *room())
    with pytest.raises(TypeError):
        KERNELS.splice()
