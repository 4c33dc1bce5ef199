"""What a stranger's post says stays text in every form of output."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from xml.etree import ElementTree as xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch.formats.atom import search_atom
from civicsearch.formats.citations import bibtex
from civicsearch.formats.tables import search_csv
from civicsearch.formats.trends_svg import trends_svg
from civicsearch.models import Hit, ListedPost, Post, SearchResults, Trend, TrendPoint, Trends
from civicsearch.terminal import clean

hostile = st.text(alphabet="<>&\"'{}\\=]-@![CDATA/;#\x00\x1b\ud800\uffff\u202e é", max_size=25)
POINTS = tuple(TrendPoint(date(year, 1, 1), year - 2010, 10) for year in range(2011, 2015))


def hit(text: str) -> Hit:
    post = ListedPost(text, text, (text,), (text,), (text,), f"http://x/{text}", None, text, text, text, None)
    return Hit(post, 1.0, text)


@given(hostile)
def test_atom_says_it_and_nothing_else(text: str) -> None:
    feed = xml.fromstring(search_atom(SearchResults(text, 1, (hit(text),)), datetime(2020, 1, 1, tzinfo=UTC)))  # noqa: S314
    assert [element.tag.rpartition("}")[2] for element in feed.iter()] == [
        *("feed", "id", "title", "updated", "author", "name"),
        *("entry", "id", "title", "updated", "author", "name", "link", "category", "category", "content"),
    ]


@given(hostile)
def test_svg_says_it_and_nothing_else(text: str) -> None:
    plain, drawn = (
        xml.fromstring(trends_svg(Trends("year", (Trend(query, 10, POINTS),), 40, 0), share=True))  # noqa: S314
        for query in ("x", text)
    )
    assert {element.tag for element in drawn.iter()} == {element.tag for element in plain.iter()}


@given(hostile)
def test_bibtex_closes_every_brace_where_it_should(text: str) -> None:
    post = Post("1", f"{text}}}, note = {{x", text, authors=(text,), tags=(text,), url=f"http://x/{text}")
    first, *fields, last = bibtex(post).splitlines()
    assert first.startswith("@misc{")
    assert last == "}"
    for field in fields:
        value = field.partition(" = ")[2]
        depths = [value[: place + 1].count("{") - value[: place + 1].count("}") for place in range(len(value))]
        assert depths[-2:] == [0, 0]
        assert min(depths[:-2]) == 1


@pytest.mark.parametrize("text", ["=1+1", "+1 for this", "-agile", "@codeforamerica", "\t=1", '=HYPERLINK("http://x")'])
def test_no_value_of_csv_is_a_formula(text: str) -> None:
    [row] = csv.DictReader(io.StringIO(search_csv(SearchResults("", 1, (hit(text),))), newline=""))
    assert row["title"] == f"'{text}"
    assert not any(value.startswith(("=", "+", "-", "@", "\t")) for value in row.values())


@pytest.mark.parametrize("text", ["plain", "-1", "+3.5", "'quoted", "a=b", ""])
def test_other_values_of_csv_stay_as_they_are(text: str) -> None:
    [row] = csv.DictReader(io.StringIO(search_csv(SearchResults("", 1, (hit(text),))), newline=""))
    assert row["title"] == clean(text)
