"""Saved searches within queries: terms when read, trees when resolved."""

from __future__ import annotations

from datetime import datetime

import pytest
from whoosh.query import And, DateRange, Not, Or, Term

from civicsearch.errors import QueryError
from civicsearch.query import ParsedQuery, names_saved, parse, resolve, to_string

NOW = datetime(2026, 11, 23, 15, 30)
SAVED = {
    "weekly": "budget since:7d sort:-date",
    "either": "open OR data",
    "both": "saved:weekly -saved:either",
    "round": "saved:about",
    "about": "x saved:round",
    "bad": "date:soon",
    "lost": "saved:nowhere",
    "noted": "foo:bar",
    "empty": "",
}
BUDGET, OPEN, DATA, JANE = (Term("text", word) for word in ("budget", "open", "data", "jane"))
SINCE = DateRange("date", datetime(2026, 11, 16), None)


def resolved(query: str) -> ParsedQuery:
    return resolve(parse(query, now=NOW), query, SAVED, NOW)


@pytest.mark.parametrize(
    ("query", "printed"),
    [
        ("saved:weekly", "saved:weekly"),
        ("saved:Weekly jane", "saved:weekly jane"),
        ('saved:"my search"^2', "saved:my-search^2"),
        ("-saved:weekly OR saved:x", "-saved:weekly OR saved:x"),
    ],
)
def test_name_is_a_term_until_it_is_resolved(query: str, printed: str) -> None:
    parsed = parse(query)
    assert names_saved(parsed)
    assert to_string(parsed.tree) == printed
    assert parse(printed).tree == parsed.tree
    assert not names_saved(parse("open weekly"))


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("saved:weekly", And([BUDGET, SINCE])),
        ("saved:weekly jane", And([BUDGET, SINCE, JANE])),
        ("saved:either jane", And([Or([OPEN, DATA]), JANE])),
        ("jane OR saved:either", Or([JANE, OPEN, DATA])),
        ("-saved:either", Not(Or([OPEN, DATA]))),
        ("saved:both", And([BUDGET, SINCE, Not(Or([OPEN, DATA]))])),
        ("saved:either^2", Or([Term("text", "open", boost=2.0), Term("text", "data", boost=2.0)])),
        ("in:title saved:either", Or([OPEN, DATA])),
        ("saved:empty jane", JANE),
    ],
)
def test_resolved_query_is_that_of_the_saved_ones(query: str, tree: object) -> None:
    assert resolved(query).tree == tree


def test_own_order_goes_before_that_of_a_saved_search() -> None:
    assert resolved("saved:weekly").sort == "-date"
    assert resolved("saved:weekly sort:title").sort == "title"
    assert resolved("saved:both").sort == "-date"


def test_notes_say_where_they_come_from() -> None:
    assert resolved("saved:noted").notes == ("in ‘saved:noted’: ‘foo:’ is not a field, and was searched as text",)


def test_leaves_are_located_at_the_name() -> None:
    query = "jane (x OR saved:either)"
    places = {query[leaf.startchar : leaf.endchar] for leaf in resolved(query).tree.leaves()}
    assert places == {"jane", "x", "saved:either"}


@pytest.mark.parametrize(
    ("query", "position", "told"),
    [
        ("jane saved:weakly", 5, "there is no saved search ‘weakly’; did you mean ‘weekly’?"),
        ("saved:zzz", 0, "civicsearch saved lists those that there are"),
        ("jane saved:lost", 5, "there is no saved search ‘nowhere’"),
        ("a saved:round", 2, "in a circle: round → about → round"),
        ("saved:bad", 0, "the saved search ‘bad’ cannot be read: at character 1: ‘soon’ cannot be read as a date"),
    ],
)
def test_what_cannot_be_resolved_is_an_error_with_its_place(query: str, position: int, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        resolved(query)
    assert (caught.value.position, caught.value.query) == (position, query)
    assert told in str(caught.value)


def test_searches_that_double_each_time_are_bounded() -> None:
    saved = {f"n{number}": f"saved:n{number + 1} OR saved:n{number + 1}" for number in range(60)} | {"n60": "x"}
    with pytest.raises(QueryError, match="50 saved searches"):
        resolve(parse("saved:n0"), "saved:n0", saved)
