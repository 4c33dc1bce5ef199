"""The tree as a reader sees it."""

from __future__ import annotations

from datetime import datetime

from whoosh.query import Query

from civicsearch.query import describe, parse, parts

NOW = datetime(2026, 11, 23, 15, 30)


def explain(tree: Query, indent: str = "") -> str:
    below = [explain(part, indent + "  ") for part in parts(tree)]
    return "\n".join([indent + describe(tree), *below])


def test_dates_are_resolved() -> None:
    assert explain(parse("date:yesterday", now=NOW).tree) == "date from 2026-11-22 00:00:00 to 2026-11-22 23:59:59"
    assert explain(parse("newer_than:1y", now=NOW).tree) == "date from 2025-11-23 00:00:00"
    assert explain(parse("before:2015", now=NOW).tree) == "date up to 2014-12-31 23:59:59"


def test_each_clause_is_a_line_below_what_joins_it() -> None:
    query = 'open (title:budget^2 OR -"open data") author:jane tag:a* url:github.com path:2014/** data NEAR/3 bostn~2'
    assert explain(parse(query).tree).splitlines() == [
        "all of",
        "  any form of “open” in the text",
        "  any of",
        "    any form of “budget” in title, weight 2",
        "    not",
        "      the words “open data” in the text",
        "  the word “jane” in an author's name",
        "  tag begins with “a”",
        "  url contains “github.com”",
        "  path is like “2014/**”",
        "  at most 3 words apart, in any order",
        "    any form of “data” in the text",
        "    words within 2 edits of “bostn” in the text",
    ]


def test_words_beside_each_other_are_adjacent() -> None:
    assert describe(parse("open ADJ/1 data").tree) == "adjacent, in this order"


def test_all_and_nothing() -> None:
    assert explain(parse("").tree) == "every post"
    assert explain(parse("&").tree) == "no post"
    assert explain(parse("missing:tag").tree) == "not\n  tag is given"
