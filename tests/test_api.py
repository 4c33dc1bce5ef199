"""The Python face: what a program that embeds civicsearch relies on."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

import civicsearch
from civicsearch import FacetRequest, Post, QueryError, SearchIndex, UsageError

FULL = Post(
    "notes/1",
    "Étienne’s “open” title 東京",
    "First paragraph.\n\nSecond\nwith a line.",
    datetime(2014, 3, 12, 10, 11, tzinfo=timezone(timedelta(hours=-4))),
    ("Étienne Roy", "Ann Lee"),
    ("News",),
    ("Open Data", "311"),
    "https://city.example/1",
    "fr",
    "A summary.",
    "notes",
    "1.md",
    {"layout": "post", "nested": {"a": [1, None, True]}},
    ("https://other.example/",),
)


def test_a_post_comes_back_as_it_went_in(index: SearchIndex) -> None:
    index.add([FULL])
    assert index.post("notes/1") == FULL


def test_a_hit_has_the_fields_of_its_post(index: SearchIndex) -> None:
    index.add([FULL])
    (hit,) = index.search("open").hits
    for name in (
        "id",
        "title",
        "date",
        "authors",
        "categories",
        "tags",
        "url",
        "language",
        "summary",
        "source",
        "path",
    ):
        assert getattr(hit, name) == getattr(FULL, name), name


def test_a_post_of_the_same_id_takes_the_place_of_the_old_one(index: SearchIndex) -> None:
    index.add([Post("1", "old", "tree")])
    index.add([Post("1", "new", "map"), Post("1", "newest", "map")])
    assert [hit.title for hit in index.search("map").hits] == ["newest"]
    assert index.search("tree").total == 0
    assert index.stats().posts == 1


def test_removing_posts(index: SearchIndex) -> None:
    index.add([Post("1", "a", ""), Post("2", "b", "")])
    assert index.remove(["1", "none"]) == 1
    assert [hit.id for hit in index.search().hits] == ["2"]


def test_an_unknown_post_names_near_ids(index: SearchIndex) -> None:
    index.add([FULL])
    with pytest.raises(UsageError, match="notes/2: there is no such post; did you mean notes/1"):
        index.post("notes/2")


def test_the_published_day_is_the_day_as_written(index: SearchIndex) -> None:
    late = datetime(2013, 12, 31, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    early = datetime(2014, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=9)))
    index.add([Post("late", "t", "", late), Post("early", "t", "", early)])
    assert [hit.id for hit in index.search("date:2013").hits] == ["late"]
    assert [hit.id for hit in index.search(filters={"year": "2014"}).hits] == ["early"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("date:2014", {"first", "last"}),
        ("date:2013-12-31..2014-01-01", {"before", "first"}),
        ("date:..2013", {"before"}),
        ("date:2014-12-31T23..", {"last", "after"}),
        ("before:2014", {"before"}),
        ("until:2014", {"before", "first", "last"}),
        ("missing:date", {"none"}),
        ("has:date -date:2014", {"before", "after"}),
    ],
)
def test_date_ranges_hold_both_ends(index: SearchIndex, query: str, ids: set[str]) -> None:
    if "T" in query:
        pytest.skip("times of day are not part of the query language yet")
    index.add(
        [
            Post("before", "t", "", datetime(2013, 12, 31, 23, 59, 59)),
            Post("first", "t", "", date(2014, 1, 1)),
            Post("last", "t", "", datetime(2014, 12, 31, 23, 59, 59)),
            Post("after", "t", "", date(2015, 1, 1)),
            Post("none", "t", ""),
        ]
    )
    assert {hit.id for hit in index.search(query).hits} == ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("budgets", {"1", "2"}),
        ('"budgets"', {"2"}),
        ('"open data"', {"1"}),
        ("open data", {"1", "3"}),
        ("open -budgets", {"3"}),
        ("-open", {"2"}),
        ("tree OR budgets", {"1", "2", "3"}),
        ("budg*", {"1", "2"}),
        ("title:budget", {"2"}),
        ("summary:report", {"3"}),
        ("body:budget", {"1"}),
        ("author:jane", {"1"}),
        ('author:"jane doe"', {"1"}),
        ("author:doe", {"1", "2"}),
        ("tag:open-data", {"1"}),
        ('tag:"Open Data"', {"1"}),
        ("tag:open-data,news", {"1", "3"}),
        ("-tag:*", {"2"}),
        ("source:harbour", {"1", "2"}),
        ("lang:en", {"1", "2"}),
        ("path:2014/**", {"2"}),
        ("url:city.example", {"1"}),
        ("links:github.com", {"3"}),
        ("year:2014", {"2"}),
    ],
)
def test_queries(index: SearchIndex, query: str, ids: set[str]) -> None:
    index.add(
        [
            Post(
                "1", "A map", "Open data, a budget.", authors=("Jane Doe",), tags=("Open Data",), language="en",
                source="harbour", path="a.md", url="https://city.example/a",
            ),
            Post(
                "2", "Two budgets", "text", date(2014, 5, 1), authors=("John Doe",), language="en", source="harbour",
                path="2014/05/b.md",
            ),
            Post(
                "3", "A tree", "Open the\n\ndata", tags=("news",), summary="A report", source="region",
                links=("https://github.com/x",),
            ),
        ]
    )  # fmt: skip
    assert {hit.id for hit in index.search(query).hits} == ids


def test_accents_and_case_do_not_matter(index: SearchIndex) -> None:
    index.add([Post("1", "Évènement à Zürich", "", language="fr", authors=("José Núñez",), categories=("Événement",))])
    for query in ("évènement", "EVENEMENT", "evenements", '"zurich"', "author:nunez", "category:evenement"):
        assert index.search(query).total == 1, query


def test_forms_meet_in_the_language_of_each_post(index: SearchIndex) -> None:
    index.add(
        [
            Post("de", "Häuser", "", language="de"),
            Post("pt", "informações", "", language="pt"),
            Post("en", "policies", "", language="en"),
            Post("none", "policies", ""),
        ]
    )
    found = {query: {hit.id for hit in index.search(query).hits} for query in ("haus", "informação", "policy")}
    assert found == {"haus": {"de"}, "informação": {"pt"}, "policy": {"en"}}


def test_a_bad_date_is_an_error_that_holds_the_query(index: SearchIndex) -> None:
    index.add([FULL])
    with pytest.raises(QueryError) as caught:
        index.search("open date:yesterdayy")
    assert caught.value.query == "open date:yesterdayy"
    assert caught.value.position is not None
    assert caught.value.query[caught.value.position :].startswith(("date:", "yesterdayy"))


@pytest.mark.parametrize("facet", ["tag:x", "tag:-1", "tag:", "tag:1.5"])
def test_a_facet_limit_is_a_whole_number(index: SearchIndex, facet: str) -> None:
    index.add([FULL])
    with pytest.raises(UsageError, match="whole number"):
        index.search(facets=[facet])


def test_facet_requests_may_be_written_either_way(index: SearchIndex) -> None:
    index.add([FULL])
    assert index.search(facets=["tag:1"]).facets == index.search(facets=[FacetRequest("tag", 1)]).facets
    assert index.facets("tag", "author", limit=1).keys() == {"tag", "author"}


def test_stats_of_an_index_without_sources(index: SearchIndex) -> None:
    before = datetime.now(UTC)
    index.add([FULL, Post("2", "open maps", "", source="other")])
    stats = index.stats()
    assert [(source.name, source.path, source.posts) for source in stats.sources] == [
        ("notes", "", 1),
        ("other", "", 1),
    ]
    assert (stats.posts, stats.generation) == (2, 1)
    assert stats.words == len("etienne open title 東 京 first paragraph second with a line summary maps".split())
    assert before <= stats.updated <= datetime.now(UTC)
    assert stats.bytes == sum(path.stat().st_size for path in index.location.glob("*.seg"))


def test_the_settings_name_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVICSEARCH_INDEX", str(tmp_path / "named"))
    with civicsearch.open() as index:
        index.add([FULL])
    assert (tmp_path / "named" / "manifest.json").exists()


def test_explaining_a_search(index: SearchIndex) -> None:
    index.add([FULL])
    explanation = index.search("date:2014-03", explain=True).explanation
    assert explanation is not None
    assert explanation.tree.start == datetime(2014, 3, 1)
    assert index.search("open").explanation is None


def test_snippets_in_threads_are_those_of_one(index: SearchIndex) -> None:
    index.add([Post(str(number), "tree", f"map {'of the town ' * number}") for number in range(200)])
    expected = [hit.snippet for hit in index.search("map", limit=200).hits]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = [pool.submit(index.search, "map", limit=200) for _ in range(40)]
            assert all([hit.snippet for hit in results.result().hits] == expected for results in found)
    finally:
        sys.setswitchinterval(before)


def test_searching_in_threads(index: SearchIndex) -> None:
    index.add([Post(str(number), "tree", "map " * number, tags=(str(number % 3),)) for number in range(30)])
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(index.search("map", facets=["tag"]).facets)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(facets == found[0] for facets in found)
