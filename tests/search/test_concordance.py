"""A concordance has every match once, with the words that stand around it in the text."""

from __future__ import annotations

import re
import tempfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures

import civicsearch
from civicsearch import Concordance, Post, SearchIndex, UsageError
from civicsearch.language.folding import fold
from civicsearch.search.neighbours import log_likelihood
from tests.strategies import dense_archives

POSTS = (
    Post("1", "Opening data", "The city put its open data\non the web.\n\nOpen data, open doors.", date(2014, 3, 1),
         language="en"),
    Post("2", "Budget", "Ask for open budgets and closed data.", date(2015, 3, 1), tags=("money",), language="en",
         summary="All open."),
    Post("3", "Münster", "Das Offene Münster. 市は開放データを公開しています。", date(2016, 3, 1), language="de"),
)  # fmt: skip


@pytest.fixture
def filled(index: SearchIndex) -> SearchIndex:
    """Three posts in three segments."""
    for post in POSTS:
        index.add([post])
    return index


def shown(found: Concordance) -> list[str]:
    return [f"{line.left}[{line.match}]{line.right}" for line in found.lines]


def test_words_phrases_and_patterns_stand_in_their_context(filled: SearchIndex) -> None:
    found = filled.concordance('"open data"')
    assert (found.total, found.posts) == (2, 1)
    assert shown(found) == ["The city put its [open data] on the web.", "[Open data], open doors."]
    assert [line.part for line in found.lines] == ["body", "body"]
    assert shown(filled.concordance("bud*")) == ["[Budget]", "Ask for open [budgets] and closed data."]
    assert shown(filled.concordance("munster")) == [
        "[Münster]",
        "Das Offene [Münster]. 市は開放データを公開しています。",
    ]
    assert shown(filled.concordance("開放")) == ["Das Offene Münster. 市は[開放]データを公開しています。"]


def test_lines_come_from_title_summary_and_body_newest_first(filled: SearchIndex) -> None:
    found = filled.concordance("open")
    assert [(line.id, line.part, line.match) for line in found.lines] == [
        ("2", "summary", "open"),
        ("2", "body", "open"),
        ("1", "title", "Opening"),
        ("1", "body", "open"),
        ("1", "body", "Open"),
        ("1", "body", "open"),
    ]
    assert [line.id for line in filled.concordance("open", sort="date").lines] == ["1"] * 4 + ["2"] * 2


def test_lines_are_sorted_by_their_context(filled: SearchIndex) -> None:
    assert shown(filled.concordance("data", sort="left", context=12)) == [
        "and closed [data].",
        "Open [data], open doors",
        "its open [data] on the web.",
        "Opening [data]",
    ]
    rights = [re.findall(r"\w+", line.right.lower()) for line in filled.concordance("open", sort="right").lines]
    assert rights == sorted(rights, key=lambda row: (not row, row))
    lefts = [re.findall(r"\w+", line.left.lower())[::-1] for line in filled.concordance("data", sort="left").lines]
    assert lefts == sorted(lefts, key=lambda row: (not row, row))
    filled.add([Post(f"far-{n}", "", f"{far} near [word]") for n, far in enumerate(["b", "c", "a"])])
    assert [line.id for line in filled.concordance("word", sort="left").lines] == ["far-2", "far-0", "far-1"]
    matches = [line.match.lower() for line in filled.concordance("open", sort="match").lines]
    assert matches == sorted(matches)


def test_what_filters_has_no_matches_and_narrows(filled: SearchIndex) -> None:
    assert {line.id for line in filled.concordance("open tag:money").lines} == {"2"}
    assert {line.id for line in filled.concordance("open", where="doors").lines} == {"1"}
    assert {line.id for line in filled.concordance("open", filters={"year": "2015"}).lines} == {"2"}
    assert [line.match for line in filled.concordance("open -doors tag:money title:budget").lines] == [
        "Budget", "open", "open",
    ]  # fmt: skip
    for query in ("tag:money", "-open", "*", ""):
        with pytest.raises(UsageError, match="a concordance is of words"):
            filled.concordance(query)


def test_pages_and_limits(filled: SearchIndex) -> None:
    everything = filled.concordance("open").lines
    for sort in ("-date", "right"):
        everything = filled.concordance("open", sort=sort).lines
        assert filled.concordance("open", sort=sort, limit=2, offset=3).lines == everything[3:5]
    assert filled.concordance("open", limit=0).lines == ()
    assert filled.concordance("open", limit=0).total == 6
    for wrong in ("limit", "offset", "context", "neighbours"):
        with pytest.raises(UsageError, match=f"{wrong} -1"):
            filled.concordance("open", **{wrong: -1})  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="context 1001"):
        filled.concordance("open", context=1001)
    with pytest.raises(UsageError, match="alphabet: there is no such order"):
        filled.concordance("open", sort="alphabet")


def test_context_is_cut_between_words_and_giants_are_bounded(index: SearchIndex) -> None:
    index.add([Post("1", "t", f"alpha beta gamma needle delta epsilon\n\n{'x' * 5000} needle {'y' * 5000} NEAR")])
    first, second = filled_lines = index.concordance("needle", context=12).lines
    assert (first.left, first.right) == ("beta gamma ", " delta")
    assert (second.left, second.right) == ("x" * 11 + " ", " " + "y" * 11)
    assert len(filled_lines) == 2
    (line,) = index.concordance('"alpha" NEAR/5 "epsilon"').lines
    assert line.match == "alpha beta gamma needle delta epsilon"
    (line,) = index.concordance('"needle NEAR"~3', context=0).lines
    assert len(line.match) == 200
    assert line.match.endswith("…")


def test_neighbours_are_words_that_stand_nearer_than_elsewhere(index: SearchIndex) -> None:
    near = "strict budget rules"
    far = "the other words stand far away from it all and fill the page with the " * 5
    index.add([
        Post("1", "t", f"{near} {far} {near} {far} the budget {far}", language="en"),
        Post("2", "t", f"das budget ist da {'das ist da ' * 50} das budget ist da", language="de"),
    ])  # fmt: skip
    found = {item.word: item for item in index.concordance("budget", limit=0, neighbours=10).neighbours}
    assert {"strict", "rules"} <= set(found)
    assert not {"das", "ist", "da"} & {word for word, item in found.items() if item.score > 10.83}
    assert (found["strict"].count, found["strict"].left, found["strict"].right) == (2, 2, 0)
    assert (found["rules"].count, found["rules"].left, found["rules"].right) == (2, 0, 2)
    (best,) = index.concordance("budget", limit=0, neighbours=1).neighbours
    assert best.score == max(item.score for item in found.values())


@given(st.integers(1, 50), st.integers(0, 50), st.integers(60, 500), st.integers(60, 5000))
def test_log_likelihood_is_that_of_nltk(here: int, elsewhere: int, near: int, others: int) -> None:
    ours = log_likelihood(here, near, elsewhere, others)
    theirs = BigramAssocMeasures.likelihood_ratio(here, (near, here + elsewhere), near + others)
    assert ours == pytest.approx(theirs, abs=1e-6)


@settings(max_examples=30)
@given(dense_archives, st.sampled_from(["open", "data", '"open data"', "dat*", "city OR x"]))
def test_matches_are_those_of_a_plain_scan(posts: list[Post], query: str) -> None:
    pattern = {
        "open": "open",
        "data": "data",
        '"open data"': "open data",
        "dat*": "data",
        "city OR x": r"(?:city|x)(?:\W+(?:city|x)\b)*",
    }[query]
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add(posts[:2])
        index.add(posts[2:])
        index.remove([posts[0].id])
        expected = []
        for post in posts[1:]:
            for part in (post.title, *post.text.split("\n\n")):
                for match in re.finditer(rf"\b{pattern}\b", fold(part)):
                    start, end = match.span()
                    expected.append((post.id, part[:start], part[start:end], part[end:]))
        found = index.concordance(query, limit=1000, context=1000)
        assert found.total == len(expected)
        assert sorted((line.id, line.left, line.match, line.right) for line in found.lines) == sorted(expected)
