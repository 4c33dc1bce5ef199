"""Runs of words stand for each word in the posts in which it is meant, and in no others."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from civicsearch.index.wordruns import word_runs

_POSTS = 12
_languages = st.sets(st.integers(1, _POSTS - 1), max_size=5).map(
    lambda bounds: [range(*ends) for ends in pairwise([0, *sorted(bounds), _POSTS])]
)
"""The posts of a segment, divided by their languages."""


@given(_languages, st.data())
def test_each_word_is_read_once_in_each_post_where_it_is_meant(languages: list[range], data: st.DataObject) -> None:
    meant = data.draw(st.dictionaries(st.integers(0, 6), st.permutations(languages), max_size=4))
    meant = {word: ranges[: data.draw(st.integers(1, len(ranges)))] for word, ranges in meant.items()}
    runs = word_runs(0, meant, _POSTS)
    read = [(word, post) for run in runs for word in run.words for post in run.posts or range(_POSTS)]
    assert sorted(read) == sorted((word, post) for word, ranges in meant.items() for posts in ranges for post in posts)
