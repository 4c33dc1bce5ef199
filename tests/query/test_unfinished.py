"""What completion takes for the clause that is being typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch.query.fields import find_field
from civicsearch.query.unfinished import clause_at


@pytest.mark.parametrize(
    ("query", "field", "typed"),
    [
        ("", None, ""),
        ("open da", None, "da"),
        ("open data ", None, ""),
        ("-auth", None, "auth"),
        ("open-da", None, "open-da"),
        ("(agile OR scr", None, "scr"),
        ("agile|scr", None, "scr"),
        ("author:", "author", ""),
        ("author:ja", "author", "ja"),
        ("-author:ja", "author", "ja"),
        ('author:"Jane D', "author", "Jane D"),
        ("author:“Jane D", "author", "Jane D"),
        ("tag:a,b", "tag", "b"),
        ('tag:"open data",b', "tag", "b"),
        ("tag:(open-data OR pro", "tag", "pro"),
        ("tag:(open-data) pro", None, "pro"),
        ("title:(open (data da", "title", "da"),
        ("in:title open", "title", "open"),
        ("(in:title open) da", None, "da"),
        ('"open da', None, "open da"),
        ("nofield:va", None, "nofield:va"),
        ("saved:we", "saved", "we"),
    ],
)
def test_the_field_and_the_value_before_the_cursor(query: str, field: str | None, typed: str) -> None:
    clause = clause_at(query, len(query))
    assert clause.field == (find_field(field) if field else None)
    assert clause.typed == typed
    assert query[clause.start :].strip('"“') == typed


@pytest.mark.parametrize(
    ("query", "replaced"),
    [
        ("author:ja|ne budget", "jane"),
        ('author:"ja|ne doe" budget', '"jane doe"'),
        ('author:"ja| tag:"open data"', '"ja'),
        ("tag:a|b,c", "ab"),
        ("(agi|le)", "agile"),
    ],
)
def test_a_value_around_the_cursor_is_replaced_whole(query: str, replaced: str) -> None:
    cursor = query.index("|")
    query = query.replace("|", "", 1)
    clause = clause_at(query, cursor)
    assert query[clause.start : clause.end] == replaced


@given(st.text(st.sampled_from('ab:()"“”|,- \\tag author:~^*'), max_size=40), st.integers(0, 40))
def test_every_text_has_a_clause_around_the_cursor(query: str, cursor: int) -> None:
    cursor = min(cursor, len(query))
    clause = clause_at(query, cursor)
    assert 0 <= clause.start <= cursor <= clause.end <= len(query)


def test_a_long_pasted_text_is_read_in_one_pass() -> None:
    for query in ('"' * 100_000, "(" * 100_000, "tag:" * 25_000, "a " * 50_000 + "da", ",".join(["tag:a"] * 20_000)):
        assert clause_at(query, len(query)).end == len(query)
