"""Facet counts and the timeline are a plain count over the matching posts."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import civicsearch
from civicsearch import FacetCount, FacetRequest, Post, UsageError
from civicsearch.language.folding import facet_key
from tests.strategies import archives


def values(post: Post, facet: str) -> Iterable[str]:
    if facet in ("year", "month"):
        return [] if post.date is None else [post.date.isoformat()[: 4 if facet == "year" else 7]]
    return {"category": post.categories, "tag": post.tags, "author": post.authors, "source": (post.source,)}[facet]


def plain_counts(posts: Iterable[Post], facet: str) -> Counter[str]:
    return Counter(key for post in posts for key in {facet_key(value) for value in values(post, facet)})


def counted(found: Iterable[FacetCount]) -> dict[str, int]:
    return {facet_key(value.value): value.count for value in found}


FACETS = ("category", "tag", "author", "source", "year", "month")


@given(archives(12), st.sampled_from(FACETS))
def test_counts_are_those_of_a_plain_count(posts: list[Post], facet: str) -> None:
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add(posts)
        for query in ("", "data"):
            results = index.search(query, facets=[facet])
            among = {hit.id for hit in results.hits}
            assert counted(results.facets[facet]) == plain_counts([p for p in posts if p.id in among], facet)


@given(archives(12), st.sets(st.sampled_from(("news", "open-data", "311")), min_size=1))
def test_a_facet_is_counted_without_its_own_selection(posts: list[Post], selected: set[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add(posts)
        results = index.search(filters={"category": selected}, facets=["category", "tag"])
        chosen = [post for post in posts if {facet_key(value) for value in post.categories} & selected]
        assert results.total == len(chosen)
        assert counted(results.facets["tag"]) == plain_counts(chosen, "tag")
        siblings = {key: count for key, count in counted(results.facets["category"]).items() if count}
        assert siblings == plain_counts(posts, "category")
        assert {facet_key(value.value) for value in results.facets["category"] if value.selected} == selected


def test_facets_among_each_other_are_and(index: civicsearch.SearchIndex) -> None:
    index.add(
        [
            Post("1", "a", "", categories=("News",), tags=("x",)),
            Post("2", "b", "", categories=("News",), tags=("y",)),
            Post("3", "c", "", categories=("Events",), tags=("x",)),
        ]
    )
    results = index.search(filters={"category": "news", "tag": ("x", "z")}, facets=["category", "tag"])
    assert [hit.id for hit in results.hits] == ["1"]
    assert results.facets["category"] == (FacetCount("Events", 1), FacetCount("News", 1, True))
    assert results.facets["tag"] == (FacetCount("x", 1, True), FacetCount("y", 1), FacetCount("z", 0, True))


def test_a_facet_value_typed_in_the_query_is_a_selection(index: civicsearch.SearchIndex) -> None:
    index.add([Post("1", "a", "", tags=("x",)), Post("2", "b", "", tags=("y",))])
    typed = index.search("tag:x", facets=["tag"])
    clicked = index.search(filters={"tag": "x"}, facets=["tag"])
    assert typed.facets == clicked.facets == {"tag": (FacetCount("x", 1, True), FacetCount("y", 1))}


def test_the_commonest_spelling_is_shown(index: civicsearch.SearchIndex) -> None:
    spellings = ("Open Data", "open-data", "Open Data", "open_data", "#opendata")
    index.add([Post(str(number), "t", "", tags=(tag,)) for number, tag in enumerate(spellings)])
    assert index.facets("tag")["tag"] == (FacetCount("Open Data", 4), FacetCount("#opendata", 1))


def test_selected_values_are_listed_beyond_the_limit(index: civicsearch.SearchIndex) -> None:
    index.add([Post(str(n), "t", "", tags=("common",)) for n in range(3)] + [Post("r", "t", "", tags=("rare",))])
    results = index.search(filters={"tag": "rare"}, facets=["tag:1"])
    assert results.facets["tag"] == (FacetCount("common", 3), FacetCount("rare", 1, True))


def test_equal_counts_go_by_value(index: civicsearch.SearchIndex) -> None:
    index.add([Post(value, "t", "", categories=(value,)) for value in ("b", "a", "c")])
    assert [value.value for value in index.facets("category")["category"]] == ["a", "b", "c"]


def test_every_one_of_many_values_of_a_post_is_counted(index: civicsearch.SearchIndex) -> None:
    index.add(Post(f"{n}", "t", "text", tags=tuple(f"tag {k:02}" for k in range(n, n + 30))) for n in range(5))
    counted = {
        count.value: count.count for count in index.search("text", facets=[FacetRequest("tag", limit=99)]).facets["tag"]
    }
    assert counted == {f"tag {k:02}": sum(n <= k < n + 30 for n in range(5)) for k in range(34)}


def test_a_limit_below_zero_is_an_error(index: civicsearch.SearchIndex) -> None:
    index.add([Post("a", "t", "text", tags=("x",))])
    with pytest.raises(UsageError, match="facet tag:-1: its limit cannot be negative"):
        index.search(facets=[FacetRequest("tag", limit=-1)])
    assert index.search(facets=[FacetRequest("tag", limit=0)]).facets == {"tag": ()}


def test_an_unknown_facet_is_an_error_that_names_the_nearest(index: civicsearch.SearchIndex) -> None:
    index.add([Post("1", "a", "")])
    with pytest.raises(UsageError, match=r"categry.*did you mean category"):
        index.search(facets=["categry"])


@pytest.mark.parametrize(
    ("width", "starts"),
    [
        ("year", [(date(2013, 1, 1), 2), (date(2014, 1, 1), 0), (date(2015, 1, 1), 1)]),
        ("quarter", [(date(2013, 4, 1), 2), (date(2013, 7, 1), 0)]),
        ("month", [(date(2013, 5, 1), 1), (date(2013, 6, 1), 1), (date(2013, 7, 1), 0)]),
    ],
)
def test_a_timeline_has_no_gaps(index: civicsearch.SearchIndex, width: str, starts: list[tuple[date, int]]) -> None:
    days = (date(2013, 5, 31), date(2013, 6, 1), date(2015, 1, 1), None)
    index.add([Post(str(number), "t", "", day) for number, day in enumerate(days)])
    timeline = index.search(timeline=width).timeline
    assert [(bucket.start, bucket.count) for bucket in timeline[: len(starts)]] == starts
    assert sum(bucket.count for bucket in timeline) == 3


@pytest.mark.parametrize(
    ("last", "second"),
    [
        (date(2012, 12, 31), date(2010, 2, 1)),
        (date(2013, 1, 1), date(2010, 4, 1)),
        (date(2020, 1, 1), date(2011, 1, 1)),
    ],
)
def test_the_automatic_width_grows_with_the_span(index: civicsearch.SearchIndex, last: date, second: date) -> None:
    index.add([Post("first", "t", "", date(2010, 1, 1)), Post("last", "t", "", last)])
    assert index.search(timeline="auto").timeline[1].start == second
