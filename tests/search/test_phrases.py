"""Words side by side, found by whole lists of occurrences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query as wq

from civicsearch import Post, SearchIndex, UsageError
from civicsearch.index.postings import POST_SHIFT
from civicsearch.search import phrases

occurrences = st.sets(st.tuples(st.integers(0, 5000), st.integers(1, 60)), max_size=40)


@pytest.mark.parametrize("longer", [0, phrases._LONG, 10**9])
@given(st.lists(occurrences, min_size=1, max_size=3))
def test_a_phrase_ends_where_each_word_follows_the_one_before(longer: int, words: list[set[tuple[int, int]]]) -> None:
    packed = [np.array(sorted((post << POST_SHIFT) + place for post, place in word), np.int64) for word in words]
    last = len(words) - 1
    expected = sorted(
        (post << POST_SHIFT) + place
        for post, place in words[last]
        if all((post, place - last + number) in word for number, word in enumerate(words))
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phrases, "_LONG", longer)
        assert phrases.phrase_ends(packed, 1).tolist() == expected


def test_a_phrase_is_of_texts_and_numbers(index: SearchIndex) -> None:
    index.add([Post("a", "t", "budget 2014 plan")])
    for _ in range(2):
        assert index.search(wq.Phrase("text", ["budget", 2014])).total == 1  # type: ignore[list-item]
        with pytest.raises(UsageError, match="has to be a string"):
            index.search(wq.Phrase("text", ["budget", [2014]]))  # type: ignore[list-item]


def test_phrases_that_differ_in_slop_field_or_boost_are_kept_apart(index: SearchIndex) -> None:
    index.add([Post("a", "budget plan", "a budget for the plan"), Post("b", "plan", "our budget plan is old")])
    asked = [wq.Phrase(field, ["budget", "plan"], slop) for field in ("text", "title", "body") for slop in (1, 3)]
    for _ in range(2):
        assert [sorted(hit.id for hit in index.search(query).hits) for query in asked] == [
            ["a", "b"], ["a", "b"], ["a"], ["a"], ["b"], ["a", "b"],
        ]  # fmt: skip
        one, two = (index.search(wq.Phrase("text", ["budget", "plan"], boost=boost)).hits[0].score for boost in (1, 2))
        assert two == pytest.approx(2 * one)
