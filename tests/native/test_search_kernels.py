"""The kernels of searching find what whole arrays find, to the bit, and refuse what does not fit."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civicsearch import native
from civicsearch.index.arrays import Array, ArrayFile, Spool, marked, offsets, write_arrays
from civicsearch.index.blobs import Blobs, blob_arrays
from civicsearch.index.codetable import CodeTable
from civicsearch.index.facettable import FacetTable, JoinedColumns
from civicsearch.index.facetview import FacetView
from civicsearch.index.packed import Packed, PackedWriter, pack
from civicsearch.index.postings import POST_SHIFT, Ints, Postings, TermPostings, keep, union
from civicsearch.index.wordruns import WordRun
from civicsearch.search import parameters
from civicsearch.search.phrases import occurrence_postings, phrase_ends
from civicsearch.search.proximity import pair_counts
from civicsearch.search.scoring import Bm25f
from civicsearch.search.sets import accumulated, between, common, left_over, united

if native.kernels is None:
    pytest.skip("the kernels are not compiled here", allow_module_level=True)
KERNELS = native.kernels

_Found = TypeVar("_Found")

NUMBERS = 20_000
"""More than two blocks of posts."""


def ints(numbers: object) -> Ints:
    return np.array(numbers, np.int64)


def lists(most: int = NUMBERS) -> st.SearchStrategy[Ints]:
    """Ascending posts: a few far apart, or many beside each other."""
    few = st.sets(st.integers(0, most - 1), max_size=30).map(sorted)
    many = st.tuples(st.integers(0, most - 1), st.integers(0, most), st.integers(1, 5)).map(
        lambda run: range(run[0], min(most, run[0] + run[1]), run[2])
    )
    return (few | many).map(ints)


def both_ways(find: Callable[[], _Found]) -> tuple[_Found, _Found]:
    natively = find()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "kernels", None)
        return natively, find()


def same(left: object, right: object) -> None:
    if isinstance(left, tuple):
        assert isinstance(right, tuple)
        for one, other in zip(left, right, strict=True):
            same(one, other)
    else:
        np.testing.assert_array_equal(left, right)


@given(lists(), lists())
def test_what_two_lists_have_in_common(left: Ints, right: Ints) -> None:
    same(*both_ways(lambda: common(left, right, NUMBERS)))
    same(*both_ways(lambda: left_over(left, right, NUMBERS)))


@given(st.lists(st.integers(-5, 5)).map(ints), st.integers(-6, 6), st.integers(-6, 6))
def test_what_lies_between(numbers: Ints, low: int, high: int) -> None:
    same(*both_ways(lambda: between(numbers, low, high)))


@given(st.lists(lists(), min_size=1, max_size=4), st.booleans(), st.integers(0, 100))
def test_what_any_of_several_lists_has(parts: list[Ints], best: bool, seed: int) -> None:
    posts, plain = both_ways(lambda: united(parts, NUMBERS))
    same(posts, plain)
    generator = np.random.default_rng(seed)
    scored = [(part, generator.normal(size=len(part)).astype(np.float32)) for part in parts]
    same(*both_ways(lambda: accumulated(posts, scored, NUMBERS, best=best)))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=40), st.integers(1, 8), st.booleans())
def test_the_first_rows_are_those_of_a_sort(rows: list[tuple[int, int]], count: int, ranked: bool) -> None:
    scores = np.array([score for score, _ in rows], np.float32)
    keys, posts = ints([key for _, key in rows]), np.arange(len(rows))
    for sign in (1, -1):
        places = np.empty(64, np.int64)
        found = KERNELS.first(scores if ranked else None, posts, keys, sign, count, places)
        values = [(-scores[place] if ranked else 0, sign * keys[place]) for place in range(len(rows))]
        expected = sorted(values)
        last = expected[min(count, len(rows)) - 1] if rows else (0, 0)
        kept = [value for value in expected if value <= last]
        chosen = places[: abs(found)].tolist()
        assert [values[place] for place in chosen] == kept
        assert len(set(chosen)) == len(chosen)
        assert (found < 0) == (len(set(kept)) < len(kept))


def test_rows_that_are_equal_beyond_the_room_are_said_to_be() -> None:
    keys = np.zeros(100, np.int64)
    assert KERNELS.first(None, np.arange(100), keys, 1, 5, np.empty(50, np.int64)) == 0


@st.composite
def views(draw: st.DrawFn) -> tuple[list[FacetView], int]:
    posts = draw(st.integers(1, 30))
    values = st.sets(st.integers(0, 4), max_size=4)
    found = []
    for _ in range(draw(st.integers(1, 3))):
        own = draw(st.lists(values, min_size=posts, max_size=posts))
        rows, ordinals = (
            ints([pair[place] for pair in ((post, value) for post in range(posts) for value in sorted(own[post]))])
            for place in (0, 1)
        )
        found.append(FacetView(list("abcde"), list("badce"), rows, ordinals, np.ones(posts, bool)))
    return found, posts


@given(views(), st.data())
def test_values_are_counted_and_ranked_alike(drawn: tuple[list[FacetView], int], data: st.DataObject) -> None:
    facets, posts = drawn
    live = np.ones(posts, bool)
    wanted = ints(sorted(data.draw(st.sets(st.integers(0, posts - 1)))))
    same(CodeTable(facets, posts).counts(wanted), JoinedColumns(facets, live).counts(wanted))
    same(*both_ways(lambda: tuple(FacetTable(facets, live).ranked(wanted))))


@given(st.lists(st.integers(0, 2**40), max_size=30))
def test_any_counts_are_ranked_alike(counts: list[int]) -> None:
    keys = [f"{place:02}" for place in range(len(counts))]
    view = FacetView(keys, keys, NONE, NONE, np.ones(1, bool))
    table = FacetTable([view], np.ones(1, bool))
    same(*both_ways(lambda: tuple(table.rank(ints(counts)))))


@given(st.lists(st.sets(st.tuples(st.integers(0, 20), st.integers(0, 12)), max_size=60), min_size=1, max_size=3))
def test_phrases_are_found_and_tallied_alike(words: list[set[tuple[int, int]]]) -> None:
    packed = [ints(sorted((post << POST_SHIFT) + position for post, position in word)) for word in words]
    title = np.arange(21) % 4

    def find() -> tuple[Ints, ...]:
        term = occurrence_postings(phrase_ends(packed, 1), title, title + 3)
        return term.posts, term.counts, term.heads, term.title, term.summary

    same(*both_ways(find))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 90)), max_size=20), st.data())
def test_scores_are_equal_to_the_last_bit(rows: list[tuple[int, int, int]], data: st.DataObject) -> None:
    lengths = np.array(data.draw(st.lists(st.tuples(*[st.integers(0, 999)] * 3), min_size=20, max_size=20)), np.int64)

    class Posts:
        posts = 20
        mean_lengths = lengths.mean(axis=0)

    Posts.lengths = lengths.T.copy().T  # type: ignore[attr-defined]
    title, summary, body = ints(rows).reshape(-1, 3).T.copy()
    counts = title + summary + body
    heads = np.flatnonzero(title + summary)
    term = TermPostings(np.arange(len(rows)), counts, heads, title[heads], summary[heads])
    same(*both_ways(lambda: Bm25f(Posts()).scores(term)))  # type: ignore[arg-type]


@st.composite
def terms(draw: st.DrawFn) -> TermPostings:
    posts = draw(lists())
    generator = np.random.default_rng(draw(st.integers(0, 100)))
    title, summary, body = generator.integers(0, 3, (3, len(posts)))
    heads = np.flatnonzero(title + summary)
    return TermPostings(posts, title + summary + body, heads, title[heads], summary[heads])


@given(st.lists(terms(), max_size=4))
def test_terms_are_united_alike(parts: list[TermPostings]) -> None:
    def find() -> tuple[Ints, ...]:
        term = union([keep(part, part.counts > 0) for part in parts], NUMBERS)
        return term.posts, term.counts, term.heads, term.title, term.summary

    same(*both_ways(find))


@given(st.lists(st.integers(0, 600) | st.integers(0, 2**31), max_size=50), st.data())
def test_packed_numbers_are_read_alike(numbers: list[int], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "packed"
        writer = PackedWriter(Path(folder), 2**31)
        writer.append(*pack(ints(numbers)))
        write_arrays(path, writer.arrays("numbers"))
        packed = Packed(ArrayFile(path), "numbers")
        start = data.draw(st.integers(0, len(numbers)))
        part = slice(start, data.draw(st.integers(start, len(numbers))))
        same(*both_ways(lambda: packed[part]))
        same(*both_ways(lambda: packed.sums(part)))


@given(st.integers(0, 10**6), st.lists(st.sampled_from([0.001, 0.05, 0.9]), min_size=1, max_size=3), st.data())
@settings(max_examples=50)
def test_places_in_some_posts_are_read_alike(seed: int, shares: list[float], data: st.DataObject) -> None:
    generator = np.random.default_rng(seed)
    words = [np.flatnonzero(generator.random(2_500) < share) for share in shares]
    counts = [np.where(generator.random(len(posts)) < 0.02, 300, 2) for posts in words]
    every = np.concatenate(counts)
    gaps = np.where(generator.random(every.sum()) < 0.1, 999, generator.integers(1, 9, every.sum()))
    with tempfile.TemporaryDirectory() as folder:
        columns: dict[str, Array | Spool] = {}
        starts = offsets(ints([len(posts) for posts in words]))
        packed = {"posts": np.concatenate(words), "counts": every, "positions": gaps}
        for name, numbers in packed.items():
            writer = PackedWriter(Path(folder), 2**31)
            writer.append(*pack(numbers, starts[:-1] if name == "posts" else NONE))
            columns |= writer.arrays(f"postings.{name}")
        columns |= {f"postings.{name}": NONE for name in ("heads", "title", "summary")}
        columns |= {"postings.starts": starts, "postings.position_starts": offsets(every)[starts]}
        columns |= {"postings.head_starts": 0 * starts, "date": np.zeros(2_500, np.int64)}
        write_arrays(Path(folder) / "segment", columns)
        postings = Postings(ArrayFile(Path(folder) / "segment"))
    wanted = np.flatnonzero(generator.random(2_500) < data.draw(st.sampled_from([0, 0.003, 0.5, 1])))
    first = data.draw(st.integers(0, len(words) - 1))
    run = range(first, data.draw(st.integers(first + 1, len(words))))
    posts = data.draw(st.none() | st.just(range(700, 1_900)))
    base = data.draw(st.sampled_from([0, 10**6]))
    among = wanted if posts is None else wanted[(wanted >= posts.start) & (wanted < posts.stop)]
    plainly = np.sort(postings.occurrences([run], marked(among, 2_500))) + (base << POST_SHIFT)
    same(np.sort(postings.places([WordRun(0, run, posts)], wanted + base, base)), plainly)


@given(
    st.lists(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 60)), max_size=60), min_size=2, max_size=5), st.data()
)
def test_words_near_each_other_are_counted_alike(words: list[set[tuple[int, int]]], data: st.DataObject) -> None:
    posts = ints(sorted(data.draw(st.sets(st.integers(0, 5), min_size=1))))
    starts = ints([data.draw(st.integers(0, 30)) for _ in posts])
    found = [ints(sorted((post << POST_SHIFT) + at for post, at in word)) for word in words]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parameters, "LEAD_WORDS", 20)
        same(*both_ways(lambda: pair_counts(found, posts, starts)))


def test_places_in_other_posts_are_no_matter() -> None:
    one, other = ints([1, 5, 9]) << POST_SHIFT, (ints([1, 5, 9]) << POST_SHIFT) + 1
    counts = np.empty((4, 1), np.int64)
    KERNELS.near(counts, ints([5]), ints([0]), 8, 100, one, other)
    assert counts.tolist() == [[1], [1], [1], [1]]


@given(st.lists(st.binary(max_size=3)).map(sorted), st.binary(max_size=3), st.data())
def test_strings_are_found_alike(strings: list[bytes], key: bytes, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "strings"
        write_arrays(path, blob_arrays("strings", strings))
        blobs = Blobs(ArrayFile(path), "strings")
        low = data.draw(st.integers(0, len(strings)))
        high = data.draw(st.integers(low, len(strings)))
        natively, plainly = both_ways(lambda: blobs.seek(key, low, high))
        assert natively == plainly


UP, DOWN, ROOM = ints([1, 5, 9]), ints([9, 5, 1]), np.empty(6, np.int64)
SCORES = np.ones(3, np.float32)
CODES = np.zeros(20, np.uint16)
NONE = ints([])
BITS = np.ones(3, np.uint64)
FULL = np.array([255, 255], np.uint8)


def stored(
    posts: Sequence[int] = (0, 1, 2),
    counts: Sequence[int] = (1, 1, 2),
    positions: Sequence[int] = (1, 1, 1, 1),
    starts: Sequence[int] = (0, 2, 3),
    position_starts: Sequence[int] = (0, 2, 4),
    runs: Sequence[int] = (0, 2, 0, 9),
    base: int = 0,
) -> tuple[object, ...]:
    """What `places` reads: two words, of which the first is in two posts, and the second twice in one."""
    packed = [(np.array(column, np.uint8), NONE, ints([0])) for column in (posts, counts, positions)]
    bounds = ints(starts), ints(position_starts)
    return *(array for arrays in packed for array in arrays), *bounds, ints(runs), ints([0, 1, 2]), base, ROOM.copy()


def test_places_are_those_of_the_stored_postings() -> None:
    arguments = stored()
    assert KERNELS.places(*arguments) == 4
    assert arguments[-1][:4].tolist() == [1, (1 << 32) + 1, (2 << 32) + 1, (2 << 32) + 2]  # type: ignore[index]
    assert KERNELS.places(*arguments[:-1], ROOM[:2].copy()) == 4


@pytest.mark.parametrize(
    ("kernel", "arguments"),
    [
        ("common", (UP, UP, np.empty(4, np.int64))),
        ("common", (UP.astype(np.int32), UP, ROOM)),
        ("common", (DOWN + 20_000 * np.arange(3), ints([5, 40_000, 3]), np.empty(2, np.int64))),
        ("unite", (np.empty(2, np.int64), UP)),
        ("unite", (ROOM, ints([90_000, 5]))),
        ("unite", (ROOM, *[UP] * 31)),
        ("accumulate", (False, UP, SCORES[:2].copy(), UP, SCORES)),
        ("accumulate", (False, UP, SCORES.copy(), UP, SCORES[:2])),
        ("accumulate", (False, ints([90_000, 5, 1]), SCORES.copy(), UP, SCORES)),
        ("merge", (ROOM, ROOM.copy(), UP, UP)),
        ("merge", (ROOM[:2], ROOM[:2].copy(), UP, UP[:2])),
        ("merge", (ROOM[:2], ROOM[:2].copy(), ints([90_000, 5]), UP[:2])),
        ("unpack", (FULL, UP, 2, False, 0, ROOM[:2])),
        ("unpack", (FULL, UP, 0, True, 0, ROOM)),
        ("unpack", (FULL, UP << 61, 0, True, 0, ROOM[:2])),
        ("unpack", (FULL, UP, 0, True, 2**62 - 1, ROOM[:2])),
        ("near", (ROOM[:3], ints([0]), ints([0]), 8, 9, UP, UP)),
        ("near", (ROOM, ints([0]), NONE, 8, 9, UP, UP)),
        ("near", (ROOM, ints([0]), ints([0]), 0, 9, UP, UP)),
        ("near", (ROOM, ints([0]), ints([0]), 8, 2**32, UP, UP)),
        ("near", (ROOM, ints([2**31]), ints([0]), 8, 9, UP, UP)),
        ("near", (ROOM, ints([0]), ints([0]), 8, 9, UP, ints([5, -6]))),
        ("near", (ROOM, ints([-1]), ints([0]), 8, 9, UP, UP)),
        ("near", (np.empty(400, np.int64), ints([0]), ints([0]), 8, 9, *[UP] * 17)),
        ("places", stored(runs=[0, 3, 0, 9])),
        ("places", stored(runs=[-1, 1, 0, 9])),
        ("places", stored(runs=[0, 1, 0])),
        ("places", stored(base=2**31)),
        ("places", stored(base=-1)),
        ("places", stored(starts=[0, 4, 2])),
        ("places", stored(starts=[0, 1, 9])),
        ("places", stored(position_starts=[0, 4, 9])),
        ("places", stored(position_starts=[0, 1, 4])),
        ("places", stored(position_starts=[3, 2, 4])),
        ("places", stored(counts=[1, 0, 2])),
        ("places", stored(counts=[255, 1, 2])),
        ("places", stored(counts=[1, 2])),
        ("places", stored(positions=[255, 1, 1, 1])),
        ("places", stored(posts=[255, 1, 1])),
        ("seek", (b"abcdefghij", UP, b"c", 0, 3)),
        ("seek", (b"abcdefghij", DOWN, b"c", 0, 2)),
        ("seek", (b"abc", UP, b"c", 0, 2)),
        ("between", (UP, 1, 5, ROOM[:2])),
        ("without", (UP, UP, np.empty(2, np.int64))),
        ("without", (ints([90_000, 5]), UP, ROOM)),
        ("first", (SCORES, UP, UP, 1, 2, ROOM)),
        ("first", (SCORES[:2], UP, np.zeros(10, np.int64), 1, 2, ROOM)),
        ("first", (None, UP, np.zeros(10, np.int64), 1, 9, ROOM)),
        ("first", (None, UP - 2, np.zeros(10, np.int64), 1, 2, ROOM)),
        ("rank", (UP, ints([0, 4]), ROOM, ROOM.copy(), ROOM[:1])),
        ("rank", (UP, ints([0, 3]), ROOM[:2], ROOM.copy(), ROOM[:1])),
        ("rank", (UP, ints([0, 3]), ROOM, ROOM.copy(), ROOM[:2])),
        ("count_values", (UP, CODES[:9], 2, 1, NONE, NONE, ROOM)),
        ("count_values", (UP, CODES + 6, 2, 1, NONE, NONE, ROOM)),
        ("count_values", (UP, CODES, 4, 1, NONE, NONE, ROOM)),
        ("count_values", (UP, CODES, 2, 0, NONE, NONE, ROOM)),
        ("count_values", (UP, CODES, 2, 1, UP, UP, ROOM)),
        ("count_values", (UP, CODES, 2, 1, UP, NONE, ROOM)),
        ("adjacent", (UP, UP, 1, np.empty(2, np.int64))),
        ("tally", (UP << POST_SHIFT, UP, UP, *[np.empty(3, np.int64) for _ in range(5)])),
        ("tally", (DOWN, ints([1]), ints([1]), *[np.empty(2, np.int64) for _ in range(5)])),
        ("tally", (-UP, ints([1]), ints([1]), *[np.empty(3, np.int64) for _ in range(5)])),
        ("near_spans", (DOWN, None, BITS, UP, None, BITS, 1, 2, True, ROOM, ROOM, ROOM)),
        ("near_spans", (UP, None, BITS, -UP, None, BITS, 1, 2, True, ROOM, ROOM, ROOM)),
        ("near_spans", (UP, None, BITS, UP, None, BITS, 0, 2, True, ROOM, ROOM, ROOM)),
        ("near_spans", (UP, None, BITS, UP, None, BITS, 1, 65, True, ROOM, ROOM, ROOM)),
        ("near_spans", (UP, None, BITS, UP, None, BITS, 3, 2, True, ROOM, ROOM, ROOM)),
        ("near_spans", (UP, UP, BITS, UP, None, BITS, 1, 2, True, ROOM, ROOM, ROOM)),
        ("near_spans", (UP, ints([0, 1, 1, 3]), BITS, UP, None, BITS, 1, 2, True, ROOM, ROOM, ROOM)),
        ("near_spans", (UP, ints([0, 2**40, 2, 3]), BITS, UP, None, BITS, 1, 2, True, ROOM, ROOM, ROOM)),
        ("near_spans", (UP, ints([0, 1, 2, 4]), BITS, UP, None, BITS, 1, 2, True, ROOM, ROOM, ROOM)),
        ("near_spans", (UP, None, BITS, UP, None, BITS, 1, 4, True, NONE.copy(), ROOM, ROOM)),
        ("near_spans", (UP, None, BITS, UP, None, BITS, 1, 4, True, ROOM, NONE.copy(), ROOM)),
        ("near_spans", (UP, None, BITS, UP, None, BITS, 1, 4, True, ROOM, ROOM, NONE.copy())),
        ("score", (UP, UP, NONE, NONE, NONE, UP, UP, UP, np.ones(9), SCORES.copy())),
        ("score", (UP, UP, NONE, NONE, NONE, UP, UP, UP, np.ones(8), SCORES.copy())),
        ("score", (UP, UP, NONE, UP, NONE, UP, UP, UP, np.ones(9), SCORES.copy())),
    ],
)
def test_what_does_not_fit_is_refused(kernel: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # each has its own words, for whoever calls it
        getattr(KERNELS, kernel)(*arguments)


@pytest.mark.parametrize(
    "kernel",
    [
        "common",
        "unite",
        "accumulate",
        "without",
        "first",
        "rank",
        "tally",
        "score",
        "merge",
        "unpack",
        "seek",
        "near",
        "near_spans",
        "places",
    ],
)
def test_missing_arguments_are_an_error(kernel: str) -> None:
    with pytest.raises(TypeError):
        getattr(KERNELS, kernel)()
