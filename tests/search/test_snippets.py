"""Snippets show the paragraph that matches best, with marks on exactly the words that matched."""

from __future__ import annotations

import re

import pytest

from civicsearch import Post, SearchIndex


def snippet(index: SearchIndex, query: str) -> str:
    (hit,) = index.search(query).hits
    return hit.snippet


def test_every_form_that_matched_is_marked(index: SearchIndex) -> None:
    index.add([Post("1", "t", "A Budget. Two budgets, budgeting; a budgie.", language="en")])
    marked = "A <mark>Budget</mark>. Two <mark>budgets</mark>, <mark>budgeting</mark>; a budgie."
    assert snippet(index, "budgets") == marked


def test_a_quoted_word_is_marked_only_as_written(index: SearchIndex) -> None:
    index.add([Post("1", "t", "A budget. Two budgets.", language="en")])
    assert snippet(index, '"budgets"') == "A budget. Two <mark>budgets</mark>."


def test_a_phrase_is_marked_only_where_it_stands_together(index: SearchIndex) -> None:
    index.add([Post("1", "t", "Data on open data: open, data.")])
    assert snippet(index, '"on open"') == "Data <mark>on</mark> <mark>open</mark> data: open, data."


@pytest.mark.parametrize(
    ("query", "marked"),
    [("cafe", "Café"), ("CAFÉ", "Café"), ("stra*", "Straßen"), ("l'état", "l’état"), ("東京", "東京")],
)
def test_marks_stand_on_the_text_as_it_is_written(index: SearchIndex, query: str, marked: str) -> None:
    index.add([Post("1", "t", "Le Café, Straßen et l’état de 東京.")])
    assert f"<mark>{marked}</mark>" in snippet(index, query)


def test_the_paragraph_with_most_of_the_words_is_shown(index: SearchIndex) -> None:
    index.add([Post("1", "t", "tree tree tree\n\nmap\n\na tree on a map\n\ntree")])
    assert snippet(index, "tree map") == "a <mark>tree</mark> on a <mark>map</mark>"


def test_an_excluded_word_is_never_marked(index: SearchIndex) -> None:
    index.add([Post("1", "t", "tree\n\nmap", tags=("x",)), Post("2", "t", "tree map events")])
    hits = index.search("tree -events").hits
    assert [hit.snippet for hit in hits] == ["<mark>tree</mark>"]


def test_without_a_match_in_the_body_the_summary_is_shown(index: SearchIndex) -> None:
    index.add([Post("1", "trees", "Some text.", summary="All about trees.", language="en")])
    assert snippet(index, "tree") == "All about <mark>trees</mark>."


def test_without_words_the_text_begins(index: SearchIndex) -> None:
    index.add([Post("1", "t", "First.\n\nSecond.")])
    assert snippet(index, "") == "First."


@pytest.mark.parametrize("before", [0, 3, 80, 400])
def test_a_long_paragraph_is_cut_around_the_matches(index: SearchIndex, before: int) -> None:
    index.add([Post("1", "t", "filler " * before + "the needle here " + "filler " * 400)])
    shown = snippet(index, "needle")
    plain = re.sub("</?mark>", "", shown)
    assert "<mark>needle</mark>" in shown
    assert len(plain) <= 282
    assert shown.endswith("filler…")
    assert shown.startswith("…filler ") == (before > 10)


def test_a_mark_in_the_text_itself_is_not_taken_for_a_match(index: SearchIndex) -> None:
    index.add([Post("1", "t", "the <mark> element and </mark> needle")])
    assert snippet(index, "needle") == "the < mark> element and < /mark> <mark>needle</mark>"


def test_a_word_without_spaces_is_cut_too(index: SearchIndex) -> None:
    index.add([Post("1", "t", "needle " + "x" * 100_000)])
    assert len(snippet(index, "needle")) < 400
