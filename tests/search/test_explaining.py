"""How a query was executed: clause by clause, and what to leave out where nothing is found."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as wq

import civicsearch
from civicsearch import ClauseExplanation, Explanation, Post, SearchIndex, TermCount
from tests.strategies import archives

POSTS = [
    Post("1", "Open data", "The opening of budgets. open", date(2014, 3, 1), ("Ann Lee",), ("News",), language="en"),
    Post("2", "Opened books", "A budget for Boston", date(2015, 3, 1), ("Ann Lee",), ("Open Data",), language="en"),
    Post("3", "Résumé", "resume data, bostom", None, ("Jo Annan",), ("open_data", "News"), language="en"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """The posts in two segments, one of them changed since."""
    index = civicsearch.open(tmp_path_factory.mktemp("index"))
    index.add([*POSTS[:2], Post("3", "Old", "openly said, opener")])
    index.add(POSTS[2:])
    return index


def explain(index: SearchIndex, query: str | wq.Query, **filters: str) -> Explanation:
    explanation = index.search(query, filters=filters, explain=True, limit=0).explanation
    assert explanation is not None
    return explanation


def leaf(index: SearchIndex, query: str) -> ClauseExplanation:
    return explain(index, query).tree


def test_each_clause_has_its_posts(index: SearchIndex) -> None:
    tree = explain(index, "open (category:news OR budget) -data").tree
    assert (tree.meaning, tree.posts) == ("all of", 1)
    told = [(clause.query, clause.posts) for clause in tree.clauses]
    assert told == [("open", 2), ("category:news OR budget", 3), ("-data", 1)]
    assert [(clause.query, clause.posts) for clause in tree.clauses[1].clauses] == [("category:news", 2), ("budget", 2)]
    assert [clause.meaning for clause in tree.clauses[2].clauses] == ["any form of “data” in the text"]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("open", [("open", 1), ("opened", 1), ("opening", 1)]),
        ("title:open", [("open", 1), ("opened", 1)]),
        ("budget*", [("budget", 1), ("budgets", 1)]),
        ("*ston", [("boston", 1)]),
        ("bostn~", [("boston", 1)]),
        ("bostn~2", [("bostom", 1), ("boston", 1)]),
        ('"resume"', [("resume", 1), ("résumé", 1)]),
        ("category:*e*", [("News", 2), ("Open Data", 2)]),
        ("author:ann*", [("Ann Lee", 2), ("Jo Annan", 1)]),
        ("author:lee", [("Ann Lee", 2)]),
        ("category:news", []),
        ("nowhere", []),
    ],
)
def test_leaf_tells_what_it_stands_for(index: SearchIndex, query: str, terms: list[tuple[str, int]]) -> None:
    clause = leaf(index, query)
    assert (list(clause.terms), clause.more_terms) == ([TermCount(*term) for term in terms], 0)


def test_the_first_twenty_terms_are_told_and_the_others_counted(tmp_path: Path) -> None:
    index = civicsearch.open(tmp_path)
    index.add([Post(f"{number}", "", " ".join(f"w{other}" for other in range(number, 30))) for number in range(30)])
    clause = leaf(index, "w*")
    assert (len(clause.terms), clause.more_terms) == (20, 10)
    assert clause.terms[0] == TermCount("w29", 30)
    assert clause.terms[-1] == TermCount("w10", 11)


def test_dates_are_resolved(index: SearchIndex) -> None:
    clause = leaf(index, "date:2014-03")
    assert (clause.start, clause.end) == (datetime(2014, 3, 1), datetime(2014, 3, 31, 23, 59, 59, 999999))
    assert (clause.posts, leaf(index, "since:2015").end) == (1, None)


def test_filters_are_clauses_too(index: SearchIndex) -> None:
    explanation = explain(index, "open", category="news")
    assert explanation.query == "open category:news"
    assert explanation.tree.posts == 1


def test_what_the_language_has_no_words_for_is_explained_without(index: SearchIndex) -> None:
    explanation = explain(index, wq.And([wq.Regex("text_words", "op.*"), wq.Term("text", "nowhere")]))
    assert explanation.query is None
    assert [remedy.query for remedy in explanation.remedies] == [None]
    assert explanation.tree.clauses[0].terms[0] == TermCount("open", 1)


@pytest.mark.parametrize(
    ("query", "remedies"),
    [
        ("open nowhere", [(("nowhere",), "open", 2)]),
        ("boston category:news", [(("boston",), "category:news", 2), (("category:news",), "boston", 1)]),
        ("open -open", [(("-open",), "open", 2), (("open",), "-open", 1)]),
        ("nowhere never boston", [(("nowhere", "never"), "boston", 1)]),
        ("nowhere never", []),
        ("nowhere", []),
        ("open", []),
    ],
)
def test_remedies_are_the_fewest_clauses_to_leave_out(
    index: SearchIndex, query: str, remedies: list[tuple[tuple[str, ...], str, int]]
) -> None:
    found = explain(index, query).remedies
    assert [(remedy.without, remedy.query, remedy.posts) for remedy in found] == remedies


words = st.sampled_from(["open", "data", "city", "budget", "absent", "-open", "category:news", "date:2013", "cit*"])


@given(archives(min_size=1), st.lists(words, min_size=1, max_size=5))
@settings(max_examples=30, deadline=None)
def test_counts_are_those_of_searches(
    tmp_path_factory: pytest.TempPathFactory, posts: list[Post], query: list[str]
) -> None:
    index = civicsearch.open(tmp_path_factory.mktemp("index"))
    index.add(posts)
    explanation = explain(index, " ".join(query))
    clauses = [explanation.tree, *explanation.tree.clauses]
    assert [_having_all(index, clause.query) for clause in clauses] == [clause.posts for clause in clauses]
    for remedy in explanation.remedies:
        assert _having_all(index, remedy.query) == remedy.posts > 0
    for count in explanation.tree.terms:
        assert index.search(f'"{count.term}"', limit=0).total >= count.posts


def _having_all(index: SearchIndex, query: str | None) -> int:
    found = index.search(query or "", limit=0)
    return found.total - found.relaxed
