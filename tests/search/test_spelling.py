"""Did you mean: offered for what the index does not know, only where it finds more, and changing nothing else."""

from __future__ import annotations

import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import civicsearch
from civicsearch import Post, SearchIndex
from civicsearch.index.snapshot import open_snapshot
from civicsearch.language.folding import fold
from civicsearch.search.nearwords import NearWords
from civicsearch.search.typingcosts import typing_costs

POSTS = (
    *(Post(str(n), "Open data", "the procurement budget of the city", authors=("Jane Doe",), tags=("open-data",),
           language="en") for n in range(30)),
    Post("scrum", "Agile", "scrum and kanban for a city", authors=("Bob Roth",), tags=("agile",), language="en"),
    Post("scrub", "Plants", "scrub and trees", language="en"),
    Post("typo", "Typo", "the budgte", language="en"),
    Post("accents", "Orçamento", "transparência pública", language="pt"),
)  # fmt: skip


@pytest.fixture
def filled(index: SearchIndex) -> SearchIndex:
    index.add(POSTS[:20])
    index.add(POSTS[20:])
    return index


@pytest.mark.parametrize(
    ("query", "better"),
    [
        ("budegt", "budget"),
        ("Budegt", "Budget"),
        ("BUDEGT", "BUDGET"),
        ("budgte", "budget"),
        ("transparensia", "transparência"),
        ("  open budegt  -agile ", "  open budget  -agile "),
        ('"open dtaa"', '"open data"'),
        ('"opne dtaa"~3 city', '"open data"~3 city'),
        ("title:opne^2 OR kanbam", "title:open^2 OR kanban"),
        ("opendata", "open data"),
        ("title:opendata", 'title:"open data"'),
        ("procure ment", "procurement"),
        ('author:"jame doe"', 'author:"Jane Doe"'),
        ("author:jame", "author:jane"),
        ("tag:opne-data budget", "tag:open-data budget"),
        ("tag:agile,opne-data budget", "tag:agile,open-data budget"),
        ("tag:(opne-data OR agil)", "tag:(open-data OR agile)"),
    ],
)
def test_the_rest_of_the_query_stays_as_it_was_typed(filled: SearchIndex, query: str, better: str) -> None:
    assert filled.search(query).did_you_mean == better
    found, given = filled.search(better), filled.search(query)
    assert found.total - found.relaxed > given.total - given.relaxed


@pytest.mark.parametrize(
    "query",
    [
        "open data",
        "kanban",  # one post has it, and it is near nothing frequent
        "zzzzzz",
        "cty",  # too short to tell
        "bud3et",
        '"budgets"',  # the form that was asked for, though no post has it
        "budegt*",
        "budegt~",
        "budget -procuremnt",
        "agile budegt",  # no post has both
        'tag:"something else"',
        "",
        "(36/2005): Explanatory “notes",
    ],
)
def test_nothing_is_offered_that_is_no_better(filled: SearchIndex, query: str) -> None:
    assert filled.search(query).did_you_mean is None


def test_other_words_of_the_query_decide_between_near_ones(filled: SearchIndex) -> None:
    assert filled.search("kanban scrux").did_you_mean == "kanban scrum"
    assert filled.search("trees scrux").did_you_mean == "trees scrub"


def test_four_words_are_corrected_at_once_and_further_ones_stay(filled: SearchIndex) -> None:
    filled.add([Post("all", "", "zebra giraffe antelope elephant crocodile"), Post("one", "", "crocdile")])
    assert filled.search("zebar girafe anteloep elehpant").did_you_mean == "zebra giraffe antelope elephant"
    assert filled.search("girafe OR zebar OR anteloep OR elehpant OR crocodlie").did_you_mean == (
        "giraffe OR zebra OR antelope OR elephant OR crocodlie"
    )


def test_of_words_as_near_the_one_that_finds_more_with_the_others_is_offered(index: SearchIndex) -> None:
    index.add(Post(f"park{number}", "", "parks", language="en") for number in range(12))
    index.add(Post(f"part{number}", "", "parts of trees", language="en") for number in range(11))
    index.add([Post("both", "", "parks with trees", language="en")])
    assert index.search("trees parxs").did_you_mean == "trees parts"


def test_of_the_values_that_are_near_the_likelier_slip_decides(index: SearchIndex) -> None:
    index.add([Post("1", "", "", tags=("budget",)), Post("2", "", "", tags=("budgie",))])
    assert index.search("tag:budgte").did_you_mean == "tag:budget"


def test_filters_count_as_part_of_the_query(filled: SearchIndex) -> None:
    assert filled.search("budegt", filters={"tag": "agile"}).did_you_mean is None


def test_words_of_removed_posts_are_not_offered(filled: SearchIndex) -> None:
    filled.remove(["scrum"])
    assert filled.search("kanbam").did_you_mean is None


def test_it_can_be_left_out(filled: SearchIndex) -> None:
    assert filled.search("budegt", spelling=False).did_you_mean is None


def test_a_query_that_finds_enough_is_not_looked_at(filled: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    def look(*_: object) -> None:
        raise AssertionError("the spelling was looked at")

    monkeypatch.setattr("civicsearch.search.spelling.did_you_mean", look)
    assert filled.search("open data budget -agile tag:open-data").total == 30
    with pytest.raises(AssertionError):
        filled.search("budegt")


@given(st.text("abcdeé", max_size=8), st.lists(st.text("abcdeé", max_size=8), max_size=5))
def test_typing_costs_are_a_discounted_edit_distance(typed: str, words: list[str]) -> None:
    for word, cost in zip(words, typing_costs(typed, words).tolist(), strict=True):
        assert (cost == 0) == (word == typed)
        assert 0.6 * abs(len(word) - len(typed)) <= cost <= max(len(word), len(typed)) + 0.5


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [("budegt", "bugdtt"), ("budgget", "budxget"), ("budhet", "budpet"), ("badget", "bxdget"), ("budged", "pudget")],
)
def test_common_slips_cost_less(likely: str, unlikely: str) -> None:
    assert typing_costs(likely, ["budget"])[0] < typing_costs(unlikely, ["budget"])[0]


@given(st.text("abé", min_size=1, max_size=5), st.sets(st.text("abé", min_size=1, max_size=6), min_size=1, max_size=8))
def test_no_near_word_is_ruled_out_by_its_letters(typed: str, words: set[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add([Post("1", " ".join(sorted(words)), "")])
        found = {word for word, _, _ in NearWords(open_snapshot(index.location)).near(fold(typed), 1.4)}
    folded = sorted({fold(word) for word in words} - {fold(typed)})
    costs = typing_costs(fold(typed), folded)
    assert found == {word for word, cost in zip(folded, costs.tolist(), strict=True) if cost <= 1.4}
