"""Spans near each other, against their definition by loops, with kernels and without."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch import native
from civicsearch.index.postings import POST_SHIFT
from civicsearch.search import spans
from civicsearch.search.spanrows import rows_of
from civicsearch.search.spans import Spans, either, words_as_spans

Pairs = set[tuple[int, int]]


@pytest.fixture(params=["kernels", "pure", "pure, piece by piece"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The ways of joining, each of which has to give the same."""
    if request.param == "kernels" and native.kernels is None:
        pytest.skip("the kernels are not compiled here")
    if request.param != "kernels":
        monkeypatch.setattr(native, "kernels", None)
    if request.param == "pure, piece by piece":
        monkeypatch.setattr(spans, "MOST_PAIRS", 3)
    return str(request.param)


@st.composite
def pairs(draw: st.DrawFn) -> Pairs:
    """Spans in three posts, some of them over many words."""
    start = st.integers(0, 260)
    length = st.integers(0, 5) | st.integers(60, 200)
    drawn = draw(st.sets(st.tuples(st.sampled_from((0, 1, 9)), start, length), max_size=25))
    return {((post << POST_SHIFT) + start, (post << POST_SHIFT) + start + length) for post, start, length in drawn}


@st.composite
def words(draw: st.DrawFn) -> Pairs:
    """Single words, most of those of a text or few."""
    few = st.sets(st.integers(0, 300), max_size=20)
    most = st.sets(st.integers(0, 120), max_size=20).map(lambda left_out: set(range(120)) - left_out)
    return {(place, place) for place in draw(few | most)}


def as_spans(some: Pairs) -> Spans:
    ordered = sorted(some)
    starts, ends = (np.array([pair[side] for pair in ordered], np.int64) for side in (0, 1))
    return words_as_spans(starts) if all(start == end for start, end in some) else Spans(starts, ends)


def as_pairs(found: Spans) -> list[tuple[int, int]]:
    return list(zip(found.starts.tolist(), found.ends.tolist(), strict=True))


def joined(first: Pairs, second: Pairs, least: int, slop: int) -> Iterator[tuple[int, int]]:
    for start, end in first:
        for other_start, other_end in second:
            begins_behind = other_start >= start if least == 0 else other_start - end >= least
            if begins_behind and other_start - end <= min(slop, 64):
                yield start, max(end, other_end)


def near(first: Pairs, second: Pairs, least: int, slop: int, ordered: bool) -> Pairs:
    found = set(joined(first, second, least, slop))
    return found if ordered else found | set(joined(second, first, least, slop))


slops = st.integers(1, 6) | st.integers(60, 70)


@given(pairs() | words(), pairs() | words(), st.integers(0, 3), slops, st.booleans())
def test_what_is_near_what(first: Pairs, second: Pairs, least: int, slop: int, ordered: bool) -> None:
    found = as_spans(first).near(as_spans(second), slop, ordered=ordered, least=least)
    expected = near(first, second, least, slop, ordered)
    assert found.last_words().tolist() == sorted({end for _, end in expected})
    outermost = as_pairs(found.outermost())
    assert as_pairs(found) == sorted(expected)
    assert outermost == sorted(
        (start, end)
        for start, end in expected
        if not any(one <= start and end <= last for one, last in expected - {(start, end)})
    )


@given(st.lists(words(), min_size=2, max_size=5), slops, st.booleans())
def test_chains_of_words_that_fill_a_text(parts: list[Pairs], slop: int, ordered: bool) -> None:
    found, expected = as_spans(parts[0]), parts[0]
    for part in parts[1:]:
        found, expected = found.near(as_spans(part), slop, ordered=ordered), near(expected, part, 1, slop, ordered)
    assert found.last_words().tolist() == sorted({end for _, end in expected})
    assert as_pairs(found) == sorted(expected)
    covered = {place for start, end in expected for place in range(start, end + 1)}
    assert found.covered(np.arange(300)).tolist() == sorted(covered & set(range(300)))


@given(st.lists(words() | pairs(), min_size=1, max_size=3))
def test_either_has_the_spans_of_all(parts: list[Pairs]) -> None:
    assert as_pairs(either(list(map(as_spans, parts)))) == sorted(set().union(*parts))


@given(pairs())
def test_rows_hold_each_span(some: Pairs) -> None:
    given_spans = as_spans(some)
    rows = rows_of(given_spans.starts, given_spans.ends)
    assert list(zip(*(side.tolist() for side in rows.pairs()), strict=True)) == sorted(some)
    longest: dict[int, int] = {}
    for start, end in sorted(some, reverse=True):
        longest[end] = start
    assert list(zip(*(side.tolist() for side in rows.longest()), strict=True)) == [
        (longest[end], end) for end in sorted(longest)
    ]
