"""Plain words: posts with all of them first, and where those are few, posts with at least half of them below."""

from __future__ import annotations

from datetime import date

import pytest
from whoosh.query import And, Term

from civicsearch import Post, SearchIndex
from civicsearch.models import SearchRequest
from civicsearch.query.synonyms import Synonyms
from civicsearch.search.embedded import EmbeddedEngine

POSTS = [
    Post("all", "Harbour notes", "budget, then at length something else, and at last the library", tags=("a",)),
    Post("two", "Budget library", "budget library budget library", tags=("a", "b")),
    Post("one", "Budget budget", "budget", tags=("b",)),
    Post("none", "Trams", "rails and wires", tags=("b",)),
]


@pytest.fixture
def filled(index: SearchIndex) -> SearchIndex:
    index.add(POSTS)
    return index


def found(index: SearchIndex, query: str, **wanted: object) -> list[tuple[str, tuple[str, ...]]]:
    return [(hit.id, hit.missing) for hit in index.search(query, **wanted).hits]  # type: ignore[arg-type]


def test_posts_with_most_words_follow_and_are_marked(filled: SearchIndex) -> None:
    results = filled.search("Budget library harbour")
    assert [(hit.id, hit.missing, hit.relaxed) for hit in results.hits] == [
        ("all", (), False),
        ("two", ("harbour",), True),
    ]
    assert (results.total, results.relaxed) == (2, 1)


def test_posts_with_all_of_a_few_words_come_first_in_every_order(filled: SearchIndex) -> None:
    for sort in ("relevance", "title", "-title", "date"):
        assert found(filled, "budget harbour", sort=sort)[0] == ("all", ())


def test_missing_words_are_told_as_they_were_typed(filled: SearchIndex) -> None:
    assert found(filled, "Budget  e-mail LIBRARY") == [("two", ("e-mail",)), ("all", ("e-mail",))]


def test_ten_posts_with_all_words_are_enough(index: SearchIndex) -> None:
    index.add([Post(f"{n}", "", "open data") for n in range(10)] + [Post("half", "open", "open")])
    results = index.search("open data")
    assert (results.total, results.relaxed) == (10, 0)
    index.remove(["3"])
    results = index.search("open data")
    assert (results.total, results.relaxed) == (10, 1)


def test_a_long_query_lists_posts_with_half_of_its_words_by_score(index: SearchIndex) -> None:
    scattered = " filler ".join(["open", *["pad " * 40] * 3, "data", "city", "budget"])
    index.add([Post(f"{n}", "", scattered) for n in range(12)] + [Post("best", "open data city", "open data city")])
    results = index.search("open data city budget")
    assert (results.total, results.relaxed, results.hits[0].id) == (13, 1, "best")


@pytest.mark.parametrize(
    "query",
    [
        "budget AND harbour",
        '"budget" "harbour"',
        "text:budget text:harbour",
        "(budget OR nothing) harbour",
        "budget* harbour*",
        "budget~1 harbour~1",
    ],
)
def test_what_is_asked_for_expressly_has_to_be_there(filled: SearchIndex, query: str) -> None:
    assert found(filled, query) == [("all", ())]


def test_trees_of_callers_are_strict(filled: SearchIndex) -> None:
    results = filled.search(And([Term("text", "budget"), Term("text", "harbour")]))
    assert ([hit.id for hit in results.hits], results.relaxed) == (["all"], 0)


def test_other_clauses_hold_for_posts_that_lack_words(filled: SearchIndex) -> None:
    assert {post for post, _ in found(filled, "budget trams")} == {"all", "two", "one", "none"}
    assert {post for post, _ in found(filled, "budget trams -rails")} == {"one", "two", "all"}
    assert {post for post, _ in found(filled, 'budget trams "library"')} == {"two", "all"}


def test_a_facet_value_narrows_to_as_many_posts_as_its_count_says(index: SearchIndex) -> None:
    index.add([Post(f"{n}", "", "open data", tags=("rare",) if n < 2 else ("usual",)) for n in range(12)])
    index.add([Post("half", "", "open", tags=("rare",))])
    counts = {count.value: count.count for count in index.search("open data", facets=["tag"]).facets["tag"]}
    assert counts == {"usual": 10, "rare": 2}
    for value, count in counts.items():
        assert index.search("open data", filters={"tag": value}).total == count
    relaxed = index.search("open absent", facets=["tag"])
    for counted in relaxed.facets["tag"]:
        assert index.search("open absent", filters={"tag": counted.value}).total == counted.count


def test_synonyms_count_as_the_words_that_they_stand_for(filled: SearchIndex) -> None:
    filled.add([Post("acronym", "", "the rfp")])
    engine = EmbeddedEngine(filled.location, Synonyms([("request proposals", "RFP")]))
    results = engine.search(SearchRequest("request proposals"))
    engine.close()
    assert ([hit.id for hit in results.hits], results.relaxed) == (["acronym"], 0)


@pytest.mark.parametrize("sort", ["relevance", "-date", "title"])
def test_pages_go_on_where_the_one_before_ended_and_have_no_more_than_their_limit(
    index: SearchIndex, sort: str
) -> None:
    index.add([Post(f"both {n}", f"t{n}", "open data " * (n + 1), date=date(2014, 3, n + 1)) for n in range(4)])
    index.add([Post(f"half {n}", f"h{n}", "open " * (n + 1), date=date(2015, 3, n + 1)) for n in range(5)])
    whole = [hit.id for hit in index.search("open data", sort=sort).hits]
    assert len(whole) == 9
    assert {post.split()[0] for post in whole[:4]} == {"both"}
    for limit in range(1, 10):
        for offset in range(9):
            hits = index.search("open data", sort=sort, limit=limit, offset=offset).hits
            assert [hit.id for hit in hits] == whole[offset : offset + limit]
