"""Each word or value that a query looks for is named once, with its place."""

from __future__ import annotations

import pytest

from civicsearch.query import parse
from civicsearch.query.sought import sought


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tag:a,b open", ["a", "b", "open"]),
        ("tag:(a OR b)", ["a", "b"]),
        ("author:jane -tag:x", ["jane"]),
        ('"open data" op*', ["open", "data"]),
    ],
)
def test_once_in_the_order_of_the_query(query: str, found: list[str]) -> None:
    parts = list(sought(parse(query).tree, query))
    assert [part.text for part in parts] == found
    assert [query[part.start : part.end].lower() for part in parts] == found
