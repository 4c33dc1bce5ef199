"""Completion gives what the index has, in the spelling that finds it."""

from __future__ import annotations

import tempfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import civicsearch
from civicsearch import Post, SearchIndex, UsageError
from tests.strategies import archives

POSTS = (
    Post("1", "Open data", "procurement process résumé", date(2014, 3, 1), ("Jane Doe",), ("News",), ("Open Data",)),
    Post("2", "Processes", "process of procurement", date(2014, 5, 1), ("Ann Jackson",), ("News",), ("open-data",)),
    Post("3", "Budget", "process", date(2015, 1, 1), ("Ann Jackson", "Jürgen Roth"), ("Policy",), ("311",)),
)


@pytest.fixture
def filled(index: SearchIndex) -> SearchIndex:
    """Three posts in three segments."""
    for post in POSTS:
        index.add([post])
    return index


def texts(index: SearchIndex, query: str) -> list[str]:
    return [suggestion.text for suggestion in index.suggest(query)]


def test_words_come_by_the_posts_that_have_them(filled: SearchIndex) -> None:
    found = filled.suggest("open proc")
    assert [(item.text, item.posts, item.kind) for item in found] == [
        ("process", 3, "word"),
        ("procurement", 2, "word"),
        ("processes", 1, "word"),
    ]
    assert found[0].applied("open proc") == "open process"


def test_words_are_written_with_their_accents_and_found_without(filled: SearchIndex) -> None:
    assert texts(filled, "resu") == ["résumé"]
    assert texts(filled, "RÉSU") == ["résumé"]


def test_a_word_is_counted_in_all_its_spellings(index: SearchIndex) -> None:
    index.add([Post("1", "", "résumé"), Post("2", "", "résumé"), Post("3", "", "resume")])
    assert [(item.text, item.posts) for item in index.suggest("resu")] == [("résumé", 3)]


def test_a_word_that_is_complete_is_not_suggested(filled: SearchIndex) -> None:
    assert texts(filled, "process") == ["processes"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("auth", ["author:"]),
        ("categories", ["category:"]),
        ("newer", ["newer_than:"]),
        ("-tag", ["tag:"]),
        ("sort:-", ["-date", "-title"]),
        ("has:au", ["author"]),
        ("missing:da", ["date"]),
        ("in:t", ["text", "title"]),
        ("date:last-m", ["last-month"]),
        ("date:2014-", ["2014-05", "2014-03"]),
        ("date:2014-01..201", ["2015", "2014"]),
        ("since:>=201", ["2015", "2014"]),
        ("older_than:1", ["1y"]),
        ("year:201", ["2014", "2015"]),
    ],
)
def test_fields_and_values_of_short_lists(filled: SearchIndex, query: str, expected: list[str]) -> None:
    assert texts(filled, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("author:ja", ['"Ann Jackson"', '"Jane Doe"']),
        ("author:roth", ['"Jürgen Roth"']),
        ("author:jur", ['"Jürgen Roth"']),
        ('author:"ann ja', ['"Ann Jackson"']),
        ("author:ack", []),
        ("tag:", ['"Open Data"', "311"]),
        ("tag:311,op", ['"Open Data"']),
        ("category:(News OR po", ["Policy"]),
    ],
)
def test_facet_values_by_the_beginning_of_any_of_their_words(
    filled: SearchIndex, query: str, expected: list[str]
) -> None:
    assert texts(filled, query) == expected


def test_suggestions_say_what_they_are_and_how_many_posts_have_them(filled: SearchIndex) -> None:
    found = {
        query: [(each.kind, each.posts) for each in filled.suggest(query)] for query in ("date:last-m", "date:2015")
    }
    assert found == {"date:last-m": [("date", None)], "date:2015": [("date", 1)]}


def test_names_of_saved_searches_are_completed(filled: SearchIndex) -> None:
    assert texts(filled, "saved:") == []
    for name in ("Weekly", "what is new", "other"):
        filled.save(name, "process")
    assert texts(filled, "saved:") == ["other", "weekly", "what-is-new"]
    assert texts(filled, 'open saved:"What I') == ["what-is-new"]
    assert texts(filled, "saved:new") == ["what-is-new"]
    assert filled.search(filled.suggest("saved:we")[0].applied("saved:we")).total == 3


def test_the_cursor_may_stand_inside_the_query(filled: SearchIndex) -> None:
    query = "author:ja open"
    found = filled.suggest(query, cursor=len("author:ja"))
    assert found[0].applied(query) == 'author:"Ann Jackson" open'
    inside = filled.suggest("proc open", cursor=2)
    assert inside[0].applied("proc open") == "process open"


@pytest.mark.parametrize("cursor", [0, -1])
def test_before_the_first_letter_nothing_is_typed(filled: SearchIndex, cursor: int) -> None:
    assert [item.text for item in filled.suggest("process", cursor)] == texts(filled, "")


def test_removed_posts_are_not_counted(filled: SearchIndex) -> None:
    filled.remove(["2"])
    assert [(item.text, item.posts) for item in filled.suggest("proc")] == [("process", 2), ("procurement", 1)]
    assert [item.posts for item in filled.suggest("author:ja")] == [1, 1]


def test_at_most_as_many_as_asked_for(filled: SearchIndex) -> None:
    assert len(filled.suggest("p", limit=2)) == 2
    assert filled.suggest("p", limit=0) == ()
    with pytest.raises(UsageError, match="limit -1"):
        filled.suggest("p", limit=-1)


@given(archives(8), st.text(max_size=3), st.sampled_from(["", "tag:", "author:", "category:"]))
def test_a_suggestion_finds_as_many_posts_as_it_says(posts: list[Post], typed: str, field: str) -> None:
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add(posts[:4])
        index.add(posts[4:])
        for suggestion in index.suggest(field + typed):
            if suggestion.kind == "word":
                assert index.search(f'"{suggestion.text}"').total == suggestion.posts
            elif suggestion.kind == "value":
                assert index.search(suggestion.applied(field + typed)).total == suggestion.posts


@given(st.text(max_size=30), st.integers(0, 30))
def test_no_text_is_too_odd(query: str, cursor: int) -> None:
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add(POSTS)
        for suggestion in index.suggest(query, cursor):
            assert suggestion.start <= min(cursor, len(query)) <= suggestion.end
