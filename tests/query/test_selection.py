"""Facet values as filters, and in the query string."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.query import And, Every, Or, Query, Term

from civicsearch.errors import UsageError
from civicsearch.language.folding import facet_key
from civicsearch.query import filter_query, parse, select


@pytest.mark.parametrize(
    ("field", "values", "query"),
    [
        ("tag", ["Open Data"], 'tag:"open data"'),
        ("tags", ["a", "b"], "tag:a,b"),
        ("category", ["news", "News"], "category:news"),
        ("author", ["Jane Doe", "Joe"], 'author:"jane doe","joe"'),
        ("year", ["2014"], "year:2014"),
        ("month", ["2014-3"], "month:2014-03"),
        ("lang", ["es"], "language:es"),
        ("tag", [], "*"),
    ],
)
def test_filter_is_the_tree_of_the_string(field: str, values: list[str], query: str) -> None:
    assert filter_query(field, values) == parse(query).tree


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("catgory", "x", "did you mean ‘category’"),
        ("title", "x", "category, tag, author, year, month, source, language"),
        ("year", "last", "year:2014"),
        ("month", "2014", "month:2014-03"),
    ],
)
def test_facet_or_value_that_there_is_not_is_an_error(field: str, value: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        filter_query(field, [value])
    with pytest.raises(UsageError, match=told):
        select("open", field, value, selected=True)


@pytest.mark.parametrize(
    ("query", "field", "value", "rewritten"),
    [
        ("", "tag", "a", "tag:a"),
        ("open  Data", "tag", "Open Data", 'open  Data tag:"Open Data"'),
        ("open tag:a date:6m..", "tag", "b", "open tag:a,b date:6m.."),
        ("tag:(a OR b) open", "tag", "c", "tag:a,b,c open"),
        ("agile OR open", "year", "2014", "(agile OR open) year:2014"),
        ("-tag:b open", "tag", "a", "-tag:b open tag:a"),
        ("tag:op* open", "tag", "a", "tag:op* open tag:a"),
        ("tag:a", "tag", "A", "tag:a"),
        ("author:jane", "author", "Jane Doe", 'author:jane author:"Jane Doe"'),
        ("open", "author", "Jane", 'open author:"Jane"'),
        ("open sort:date", "tag", "a", "open sort:date tag:a"),
        ("title:(open tag:b)", "tag", "a", "title:(open tag:b,a)"),
        ("tag:a^2 open", "tag", "b", "tag:a,b^2 open"),
    ],
)
def test_selecting_keeps_the_rest_as_typed(query: str, field: str, value: str, rewritten: str) -> None:
    assert select(query, field, value, selected=True) == rewritten


@pytest.mark.parametrize(
    ("query", "field", "value", "rewritten"),
    [
        ("tag:a", "tag", "a", ""),
        ('Open tag:"Open Data" date:6m..', "tag", "open-data", "Open date:6m.."),
        ("tag:a,b open", "tag", "a", "tag:b open"),
        ("tags:a,B,c open", "tag", "b", "tags:a,c open"),
        ("open AND tag:a", "tag", "a", "open"),
        ("tag:a AND open", "tag", "a", "open"),
        ("open AND tag:a AND data", "tag", "a", "open AND data"),
        ("tag:a tag:b tag:a", "tag", "a", "tag:b"),
        ("tag:(a OR b) open", "tag", "a", "tag:b open"),
        ('author:"Jane Doe","Joe Roe"', "author", "joe roe", 'author:"Jane Doe"'),
        ("-tag:a open", "tag", "a", "-tag:a open"),
        ("year:2014,2015 open", "year", "2014", "year:2015 open"),
        ("month:2014-03,2014-04 open", "month", "2014-04", "month:2014-03 open"),
        ("open", "tag", "a", "open"),
        ("tag:a sort:date", "tag", "a", "sort:date"),
    ],
)
def test_deselecting_keeps_the_rest_as_typed(query: str, field: str, value: str, rewritten: str) -> None:
    assert select(query, field, value, selected=False) == rewritten


queries = st.sampled_from(
    [
        "",
        "open",
        "a OR b",
        "tag:a",
        "tag:a,b x",
        "tag:a tag:b",
        "(x",
        '"x',
        "-tag:a",
        "tag:(a OR c)^2",
        "in:title y",
        "& x",
        "x OR tag:a",
        "tag:a sort:date",
        'tag:"a b"',
        "tag:a NOT",
        "x tag:",
        "((tag:a)) y",
        "tag:a^2 x",
        "title:(tag:b z)",
    ]
)
tags = st.sampled_from(["a", "b", "Open Data", "a,b", 'the "best"', "o*net", "-", "C++", "ünï", "(x)", "#1"])


def _tags(tree: Query) -> set[str]:
    return {leaf.text for leaf in tree.leaves() if isinstance(leaf, Term) and leaf.fieldname == "tag"}


@given(queries, tags)
def test_selecting_adds_exactly_that_value(query: str, value: str) -> None:
    before = parse(query).tree
    selected = select(query, "tag", value, selected=True)
    assert select(selected, "tag", value, selected=True) == selected
    after = parse(selected).tree
    assert _tags(after) == {*_tags(before), facet_key(value)}
    if before == Every():
        assert after == filter_query("tag", [value])


@given(queries, tags)
def test_deselecting_what_was_selected_gives_the_query_back(query: str, value: str) -> None:
    before = parse(query).tree
    if select(query, "tag", value, selected=False) != query:
        return  # it was selected already
    after = parse(select(select(query, "tag", value, selected=True), "tag", value, selected=False)).tree
    assert after == before


def test_value_is_one_of_several() -> None:
    selected = select(select("open", "tag", "a", selected=True), "tag", "b", selected=True)
    assert parse(selected).tree == And([Term("text", "open"), Or([Term("tag", "a"), Term("tag", "b")])])
