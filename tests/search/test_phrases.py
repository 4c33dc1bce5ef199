"""Words side by side, found by whole lists of occurrences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
