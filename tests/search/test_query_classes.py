"""Whoosh's query classes, given as trees: what each finds and scores, and where we part from Whoosh."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import pytest
from whoosh import query as wq

from civicsearch import Post, SearchIndex, UsageError
from civicsearch.index import termreader
from civicsearch.search import expansion, positions, terms
from tests.whoosh_oracle import WhooshOracle

POSTS = [
    Post("a", "Open data", "the apple cute apple bear", datetime(2013, 5, 1), ("Ana Ruiz",), ("News",), language="en"),
    Post(
        "b",
        "Budget",
        "bear with an apple\n\nopen budget",
        datetime(2014, 6, 1),
        ("Li Wei",),
        ("Open Data",),
        language="en",
    ),
    Post("c", "City", "opened cities and a cute bear", None, (), (), ("news",), language="en", path="2014/city.md"),
]


@pytest.fixture
def filled(index: SearchIndex) -> SearchIndex:
    """Three posts in two segments."""
    index.add(POSTS[:2])
    index.add(POSTS[2:])
    return index


def found(index: SearchIndex, tree: wq.Query) -> set[str]:
    return {hit.id for hit in index.search(tree).hits}


def scores(index: SearchIndex, tree: wq.Query) -> dict[str, float]:
    return {hit.id: hit.score for hit in index.search(tree).hits}


def word(text: str, field: str = "text_words") -> wq.Term:
    return wq.Term(field, text)


def near(words: tuple[str, str], slop: int) -> wq.Query:
    first, second = map(word, words)
    return wq.SpanNear(first, second, slop=slop)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (wq.Regex("text", "b(ear|ud).*$"), "abc"),
        (wq.Regex("category", "open.data$"), "b"),
        (wq.Regex("path", r".*/c\w+\.md$"), "c"),
        (wq.Regex("author_name", "ru"), "a"),
        (wq.Prefix("author_name", "we"), "b"),
        (wq.FuzzyTerm("text", "aple"), "ab"),
        (wq.FuzzyTerm("tag", "mews", prefixlength=0), "c"),
        (wq.FuzzyTerm("text", "cte", prefixlength=2), ""),
        (wq.Variations("text", "city"), "c"),
        (wq.TermRange("text", "bear", "budget", startexcl=True), "b"),
        (wq.TermRange("title_words", None, "budget"), "b"),
        (wq.FuzzyTerm("category", "newt"), "a"),
        (wq.FuzzyTerm("category", "oews", prefixlength=0), "a"),
        (wq.FuzzyTerm("category", "oews", prefixlength=1), ""),
        (wq.TermRange("category", "news", None), "ab"),
        (wq.TermRange("category", "events", "news"), "a"),
        (wq.TermRange("month", "2013", "2014"), "a"),
        (wq.NumericRange("year", 2013, 2014, endexcl=True), "a"),
        (wq.NumericRange("year", 2013.5, None), "b"),
        (wq.DateRange("date", None, datetime(2013, 12, 31)), "a"),
        (wq.Term("year", 2014), "b"),
        (wq.Every("author_name"), "ab"),
        (wq.Every("path"), "c"),
        (wq.Every("date"), "ab"),
        (wq.NullQuery, ""),
        (wq.And([]), ""),
        (wq.Or([]), ""),
        (wq.Phrase("text_words", []), ""),
        (wq.Otherwise(word("nowhere"), word("cities")), "c"),
        (wq.SpanFirst(word("bear", "body_words")), "b"),
        (wq.SpanNot(near(("apple", "bear"), 4), word("cute")), "a"),
        (wq.SpanNot(near(("the", "bear"), 4), word("cute")), ""),
        (wq.SpanContains(near(("apple", "bear"), 4), word("cute")), "a"),
        (wq.SpanBefore(word("apple"), word("bear")), "a"),
        (wq.SpanCondition(word("bear"), wq.Term("category", "news")), "a"),
        (wq.SpanNear(wq.SpanOr([word("cute"), word("apple")]), word("bear")), "ac"),
        (wq.SpanNear2([word("a"), word("cute"), word("bear")]), "c"),
        (wq.Sequence([word("cities"), word("and")], boost=2), "c"),
        (wq.Ordered([word("opened"), word("bear")]), "c"),
    ],
)
def test_each_class_finds(filled: SearchIndex, tree: wq.Query, expected: str) -> None:
    assert found(filled, tree) == set(expected)


@pytest.mark.parametrize(
    "tree",
    [
        wq.NestedParent(word("a"), word("b")),
        wq.NestedChildren(word("a"), word("b")),
        wq.And([word("a"), wq.ColumnQuery("date", lambda _: True)]),
        wq.Not(wq.WeightingQuery(word("a"), None)),
    ],
)
def test_a_class_that_is_not_supported_says_so_by_name(filled: SearchIndex, tree: wq.Query) -> None:
    name = type(next(iter(tree.children()))).__name__ if isinstance(tree, wq.Not) else type(tree).__name__
    name = "ColumnQuery" if isinstance(tree, wq.And) else name
    with pytest.raises(UsageError, match=f"a {name} query cannot be executed here; these can: And, "):
        filled.search(tree)


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        (word("x", "nowhere"), "nowhere: there is no such field"),
        (wq.Term(cast(str, None), "x"), "this names no field"),
        (wq.Every("nowhere"), "nowhere: there is no such field"),
        (wq.DateRange("year", None, datetime(2014, 1, 1)), "only the field date has a range of dates"),
        (wq.Term("text", b"x"), "has to be a string"),
        (wq.Term("date", "2014"), "dates have a DateRange"),
        (wq.TermRange("text", cast(str, 1), cast(str, 2)), "have to be strings"),
        (wq.NumericRange("month", 1, 2), "only the field year holds numbers"),
        (wq.NumericRange("year", cast(float, "2013"), None), "have to be numbers"),
        (wq.SpanNear(word("open"), wq.Term("tag", "news")), "nothing can be near this"),
        (wq.SpanFirst(wq.SpanOr([word("a"), word("b", "title_words")])), "in one field"),
        (wq.Phrase("tag", ["a", "b"]), "only text can be searched for phrases"),
        (wq.Regex("text", "(?=a)"), "cannot be searched for"),
    ],
)
def test_a_tree_that_makes_no_sense_here_says_why(filled: SearchIndex, tree: wq.Query, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        filled.search(tree)


def test_the_scale_of_alternatives_is_left_out_and_told(filled: SearchIndex) -> None:
    parts = [word("apple"), word("budget")]
    scaled = filled.search(wq.Or(parts, scale=0.5))
    assert scaled.notes == ("the scale of an Or was left out: the scores of its clauses add up",)
    assert {hit.id: hit.score for hit in scaled.hits} == scores(filled, wq.Or(parts))


def test_what_is_no_query_and_what_is_nested_too_deep_is_refused(filled: SearchIndex) -> None:
    with pytest.raises(UsageError, match=r"5: a query is a string or a whoosh\.query object"):
        filled.search(5)  # type: ignore[arg-type]
    deep: wq.Query = word("open")
    for _ in range(3000):
        deep = wq.Or([deep, word("x")])
    with pytest.raises(UsageError, match="nested too deep"):
        filled.search(deep)


def test_a_tree_is_searched_with_filters_and_facets_as_a_string_is(filled: SearchIndex) -> None:
    tree = wq.And([word("bear"), wq.Or([wq.Term("category", "news"), wq.Term("category", "open-data")])])
    results = filled.search(tree, filters={"year": "2013"}, facets=["category"], explain=True)
    assert (results.total, results.query) == (1, repr(tree))
    assert {value.value: (value.count, value.selected) for value in results.facets["category"]} == {
        "News": (1, True),
        "Open Data": (0, True),
    }
    assert results.explanation is not None
    assert filled.search(wq.And([]), filters={"year": "2013"}).total == 0


BOOSTED = [
    lambda boost: wq.Term("text", "bear", boost=boost),
    lambda boost: wq.Prefix("text", "be", boost=boost),
    lambda boost: wq.Wildcard("text", "b*r", boost=boost),
    lambda boost: wq.Regex("text", "b.*r", boost=boost),
    lambda boost: wq.FuzzyTerm("text", "bears", boost=boost),
    lambda boost: wq.Variations("text", "bear", boost=boost),
    lambda boost: wq.Phrase("text_words", ["cute", "bear"], boost=boost),
    lambda boost: wq.Phrase("text_words", ["apple", "bear"], slop=3, boost=boost),
    lambda boost: wq.And([word("cute"), word("bear")], boost=boost),
    lambda boost: wq.Or([word("cute"), word("bear")], boost=boost),
    lambda boost: wq.DisjunctionMax([word("cute"), word("bear")], boost=boost),
    lambda boost: wq.Sequence([word("cute"), word("bear")], boost=boost),
    lambda boost: wq.ConstantScoreQuery(word("bear"), score=boost),
]


@pytest.mark.parametrize("build", BOOSTED)
def test_a_boost_multiplies_scores(filled: SearchIndex, build: object) -> None:
    once, thrice = (scores(filled, build(boost)) for boost in (1.0, 3.0))  # type: ignore[operator]
    assert once
    assert all(once.values())
    assert thrice == pytest.approx({post: 3 * score for post, score in once.items()})


def test_filters_add_nothing_to_scores_but_may_be_given_a_score(filled: SearchIndex) -> None:
    alone = scores(filled, word("bear"))
    for boosted in (wq.NumericRange("year", 2000, None, boost=9), wq.TermRange("text", "a", "c", boost=9)):
        assert scores(filled, wq.AndMaybe(word("bear"), boosted)) == alone
    constant = wq.AndMaybe(word("bear"), wq.ConstantScoreQuery(wq.NumericRange("year", 2014, None), 9))
    assert scores(filled, constant) == pytest.approx({**alone, "b": alone["b"] + 9})


def test_what_may_also_match_adds_to_the_score_however_often_scores_are_asked_for(filled: SearchIndex) -> None:
    either = wq.Or([word("open"), word("bear")])
    expected = {
        post: score + scores(filled, word("cute")).get(post, 0) for post, score in scores(filled, either).items()
    }
    assert scores(filled, wq.AndMaybe(either, word("cute"))) == pytest.approx(expected)


def test_the_words_that_match_are_marked(filled: SearchIndex) -> None:
    def snippet(tree: wq.Query) -> str:
        return filled.search(wq.And([tree, wq.Term("category", "news")])).hits[0].snippet

    assert snippet(wq.SpanNot(near(("apple", "bear"), 4), word("cute"))) == (
        "the apple cute <mark>apple</mark> <mark>bear</mark>"
    )
    assert snippet(wq.SpanBefore(word("cute"), word("bear"))) == "the apple <mark>cute</mark> apple bear"
    assert snippet(wq.Regex("text", "c.t")) == "the apple <mark>cute</mark> apple bear"


def test_an_expansion_that_is_cut_short_is_told(filled: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "MAX_EXPANSION", 2)
    notes = filled.search(wq.Regex("text", "[a-c]")).notes
    assert any(note.startswith("‘[a-c]’ stands for 9 words; the first 2 were searched") for note in notes), notes


def test_fuzzy_terms_are_compared_block_by_block(filled: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expansion, "_BLOCK", 2)
    assert found(filled, wq.FuzzyTerm("text", "beer", prefixlength=0)) == set("abc")


@pytest.mark.parametrize(("block", "postings"), [(1, 1), (10, 1), (1, 100), (2**18, 3), (2**18, 2**20)])
def test_a_text_that_repeats_itself_keeps_all_spans_however_little_is_read_and_joined_at_once(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch, block: int, postings: int
) -> None:
    """In the last post only the longer of the spans that end at the last b can be reached by the c."""
    monkeypatch.setattr(positions, "_BLOCK", block)
    monkeypatch.setattr(positions, "_MOST_OF_A_LEAF", postings)
    monkeypatch.setattr(termreader, "AT_ONCE", postings)
    monkeypatch.setattr(termreader, "_FEW", 0)
    texts = ("a a a a b b b b c", "a b", "c b a", "c a x x x a b")
    index.add(Post(str(number), "x", text) for number, text in enumerate(texts))
    ordered = wq.SpanNear(near(("a", "b"), 8), word("c"), slop=2)
    unordered = wq.SpanNear(word("a"), word("b"), slop=8, ordered=False)
    assert found(index, ordered) == {"0"}
    assert found(index, unordered) == {"0", "1", "2", "3"}
    assert found(index, wq.SpanNear(unordered, word("c"), slop=1, ordered=False)) == {"0", "2", "3"}
    assert found(index, wq.SpanCondition(unordered, word("c"))) == {"0", "2", "3"}
    assert found(index, wq.SpanNot(unordered, wq.Phrase("text_words", ["x", "x"]))) == {"0", "1", "2", "3"}
    assert index.concordance(unordered).total == 4
    patterns = wq.SpanNear(wq.Wildcard("text_words", "[ab]"), wq.Prefix("text_words", ""), slop=1, ordered=False)
    assert found(index, patterns) == found(index, wq.Prefix("text", "")) == {"0", "1", "2", "3"}


# Where Whoosh answers otherwise.


def test_without_an_order_whoosh_overlooks_long_spans(filled: SearchIndex) -> None:
    """Its SpanNear2 seeks partners that begin no further before a span than the slop; a long one begins earlier."""
    long = wq.SpanNear(word("opened"), word("a"), slop=3)
    whoosh = WhooshOracle(POSTS)
    for kind in (wq.SpanNear, lambda a, b, **options: wq.SpanNear2([a, b], **options)):
        assert found(filled, kind(word("cute"), long, slop=1, ordered=False)) == {"c"}
    assert whoosh.matching(wq.SpanNear(word("cute"), long, slop=1, ordered=False)) == {"c"}
    assert whoosh.matching(wq.SpanNear2([word("cute"), long], slop=1, ordered=False)) == set()


def test_whoosh_takes_a_letter_that_may_be_missing_for_a_beginning(filled: SearchIndex) -> None:
    """It looks only at words that begin with what stands before the first sign, ``{`` included."""
    tree = wq.Regex("text_words", "cutex{0,1}$")
    assert found(filled, tree) == {"a", "c"}
    assert WhooshOracle(POSTS).matching(tree) == set()


def test_paragraphs_are_out_of_reach_where_whoosh_counts_on(filled: SearchIndex) -> None:
    """A paragraph is a thought; Whoosh reaches into the next one where the slop is larger than the gap."""
    tree = near(("apple", "budget"), 100)
    assert found(filled, tree) == set()
    assert WhooshOracle(POSTS).matching(tree) == {"b"}


def test_whoosh_lets_a_first_post_through_that_is_to_be_left_out(filled: SearchIndex) -> None:
    """Its AndNot leaves both sides where they begin, and does not see that the right one has the left's first post."""
    tree = wq.AndNot(word("budget"), word("apple"))
    assert found(filled, tree) == set()
    assert WhooshOracle(POSTS).untranslated(tree) == {"b"}


def test_whoosh_cannot_order_one_of_three_words(filled: SearchIndex) -> None:
    """Its Ordered does not ask for places, so an Or of three gives none; it fails, and blames the field."""
    tree = wq.Ordered([wq.Or([word("the"), word("an"), word("opened")]), word("bear")])
    assert found(filled, tree) == {"a", "c"}
    with pytest.raises(Exception, match="Field does not support spans"):
        WhooshOracle(POSTS).matching(tree)
