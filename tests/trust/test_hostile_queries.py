"""Any query ends within bounds, and can be called off before."""

from __future__ import annotations

import itertools

import pytest
from whoosh import query as wq

import civicsearch
from civicsearch import Post, QueryError, SearchIndex, SearchStoppedError, UsageError
from civicsearch.query import parse
from civicsearch.query.parser import MOST_CHARACTERS
from tests.trust.asking import calls_until

SLOW_QUERIES: dict[str, str | wq.Query] = {
    "patterns": " OR ".join(f"*{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
    "fuzzy words": " OR ".join(f"word{number}~2" for number in range(40)),
    "words": " ".join(["open", "data", "city"] * 100),
    "near": "*o* NEAR/999 *a* NEAR/999 *t* NEAR/999 *e*",
    "phrases": '"open data" OR "the city" OR "data of the city" OR "of the"',
    "unknown words": " ".join(f"unknown{number}" for number in range(40)),
    "parts of a post": " OR ".join(f"title:*{letter}* OR path:*{letter}*" for letter in "abcdefghij"),
    "regular expression": wq.Or([wq.Regex("text_words", f".*{letter}(x|y)*.*") for letter in "abcdefghij"]),
    "spans": wq.SpanOr([wq.Wildcard("text_words", f"*{letter}*") for letter in "abcdefghij"]),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    index = civicsearch.open(tmp_path_factory.mktemp("queries") / "index")
    texts = (f"Open data number {number} of the city\n\nwords and budgets {number % 7}" for number in range(60))
    index.add(Post(f"p/{number}", "A title", text, tags=("open",)) for number, text in enumerate(texts))
    return index


@pytest.mark.parametrize("name", sorted(SLOW_QUERIES))
def test_a_search_asks_often_and_stops_wherever_it_is_told_to(filled: SearchIndex, name: str) -> None:
    query = SLOW_QUERIES[name]
    whole = filled.search(query, facets=["tag"], timeline="year")
    never, calls = calls_until(float("inf"))
    asked = filled.search(query, facets=["tag"], timeline="year", cancelled=never)
    assert (asked.total, asked.hits, asked.facets) == (whole.total, whole.hits, whole.facets)
    assert len(calls) >= 10
    for moment in sorted({1, 2, 5, len(calls) // 2, len(calls) - 1, len(calls)}):
        cancelled, stopped_at = calls_until(moment)
        with pytest.raises(SearchStoppedError, match="called off"):
            filled.search(query, facets=["tag"], timeline="year", cancelled=cancelled)
        assert len(stopped_at) == moment
    assert filled.search(query, facets=["tag"], timeline="year").hits == whole.hits


def test_a_search_stops_once_its_time_is_over(filled: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = itertools.count()
    monkeypatch.setattr("civicsearch.stopping.time.monotonic", lambda: float(next(seconds)))
    assert filled.search("open", timeout=1000).total == 60
    with pytest.raises(SearchStoppedError, match=r"stopped after 2 s"):
        filled.search(SLOW_QUERIES["patterns"], timeout=2)


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_time_is_above_none(filled: SearchIndex, timeout: float) -> None:
    with pytest.raises(UsageError, match="timeout"):
        filled.search("open", timeout=timeout)


UNITS = [
    *("(", "((a ", ")", '"', '"a" ', "- ", "NOT ", "a OR ", "a NEAR/2 ", "*", "a* ", "?a", "tag:", "tag:a ", "a~ "),
    *("\u0301\u0316", "\u0995", "c++", "開放", "\\", "a(b)", "«", ":", "| ", "date:2014 ", "saved:a ", "a^2"),
]


@pytest.mark.parametrize("unit", UNITS)
def test_any_long_query_is_read_in_time_with_its_length(unit: str) -> None:
    query = unit * (20_000 // len(unit))
    for as_you_type in (False, True):
        assert len(parse(query, as_you_type=as_you_type).notes) <= 11


def test_a_query_has_a_length() -> None:
    with pytest.raises(QueryError, match="200,001 characters"):
        parse("a" * (MOST_CHARACTERS + 1))
    assert parse("a " * (MOST_CHARACTERS // 2)).notes
