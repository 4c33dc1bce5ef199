"""Synonyms in a search: what only they find comes last, and is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import civicsearch
from civicsearch import ConfigError, Post, SearchIndex
from civicsearch.config import load

POSTS = (
    Post("long", "Letters", "about an RFP " + "and much else " * 200, tags=("news",), language="en"),
    Post("title", "Request for proposals", "request for proposals and nothing else", tags=("news",), language="en"),
    Post("forms", "Purchasing", "two requests for proposals", tags=("old",), language="en"),
    Post("apart", "Letters", "a request of hers for some proposals", language="en"),
    *(Post(f"other{number}", "Other", "trees and parks", language="en") for number in range(5)),
)


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    (tmp_path / "names.txt").write_text("RFP = request for proposals\n", encoding="utf-8")
    (tmp_path / "civicsearch.toml").write_text('synonyms = "names.txt"\n', encoding="utf-8")
    index = civicsearch.open(config=load(directory=tmp_path, environ={}))
    index.add(POSTS)
    return index


def test_posts_that_only_a_synonym_finds_come_last(index: SearchIndex) -> None:
    results = index.search("rfp")
    assert [hit.id for hit in results.hits] == ["long", "title", "forms"]
    assert results.also_searched == ("request for proposals",)
    assert results.notes == ("also searched ‘request for proposals’, below what has the words typed",)
    assert "<mark>requests</mark> <mark>for</mark> <mark>proposals</mark>" in results.hits[2].snippet


def test_several_words_find_their_acronym(index: SearchIndex) -> None:
    results = index.search("request for proposals")
    assert {hit.id for hit in results.hits} == {"title", "forms", "apart", "long"}
    assert results.hits[-1].id == "long"


def test_the_explanation_has_what_was_searched_beside(index: SearchIndex) -> None:
    explanation = index.search("rfp tag:news", explain=True).explanation
    assert explanation is not None
    assert explanation.query == "rfp tag:news"
    (synonym,) = explanation.synonyms
    assert (synonym.query, synonym.posts) == ("request ADJ/1 for ADJ/1 proposals", 2)
    assert [leaf.query for leaf in synonym.clauses[0].clauses] == ["request", "for"]
    plain = index.search("tree", explain=True).explanation
    assert plain is not None
    assert plain.synonyms == ()


def test_selections_and_facets_hold_for_synonyms_too(index: SearchIndex) -> None:
    results = index.search("rfp tag:news", facets=["tag"])
    assert [hit.id for hit in results.hits] == ["long", "title"]
    assert {count.value: count.count for count in results.facets["tag"]} == {"news": 2, "old": 1}


def test_they_can_be_left_out_of_a_search(index: SearchIndex) -> None:
    results = index.search("rfp", synonyms=False)
    assert [hit.id for hit in results.hits] == ["long"]
    assert (results.also_searched, results.notes) == ((), ())


def test_a_broken_file_is_told_when_searching(index: SearchIndex, tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("RFP\n", encoding="utf-8")
    config = replace(load(directory=tmp_path, environ={}), index=index.location)
    with civicsearch.open(config=config) as again, pytest.raises(ConfigError, match=r"names\.txt:1: "):
        again.search("rfp")


def test_trends_count_what_only_a_synonym_finds_and_say_so(index: SearchIndex) -> None:
    index.add([Post("dated", "Request for proposals", "of the city", date(2014, 5, 1), language="en")])
    widened = index.trends("rfp", by="year")
    assert [[point.count for point in trend.points] for trend in widened.trends] == [[1]]
    assert any("also counted ‘request for proposals’" in note for note in widened.notes)
    plain = index.trends("rfp", by="year", synonyms=False)
    assert [[point.count for point in trend.points] for trend in plain.trends] == [[0]]
    assert not any("also counted" in note for note in plain.notes)
