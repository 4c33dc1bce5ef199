"""Scores of trees are BM25F, computed plainly."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.query import And, Term

import civicsearch
from civicsearch import Post
from civicsearch.language.stems import stem
from civicsearch.language.tokens import words
from civicsearch.search.parameters import K1, WEIGHTS, B
from tests.strategies import archives
from tests.whoosh_oracle import spellings


def plain_scores(posts: Sequence[Post], query: str) -> dict[str, float]:
    """BM25F of one plain word, one post and one occurrence at a time."""
    lengths = {post.id: [len(part) for part in parts(post)] for post in posts}
    means = [sum(row[i] for row in lengths.values()) / len(posts) for i in range(3)]
    frequencies: dict[str, float] = {}
    for post in posts:
        language = post.language or ""
        wanted = {stem(word, language) for word in spellings(posts, query)}
        frequency = 0.0
        for part, weight, length, mean in zip(parts(post), WEIGHTS, lengths[post.id], means, strict=True):
            occurrences = sum(stem(word, language) in wanted for word in part)
            if occurrences:
                frequency += occurrences * weight / (1 - B + B * length / mean)
        if frequency:
            frequencies[post.id] = frequency
    idf = math.log(1 + (len(posts) - len(frequencies) + 0.5) / (len(frequencies) + 0.5))
    return {post_id: idf * (K1 + 1) * tf / (tf + K1) for post_id, tf in frequencies.items()}


def parts(post: Post) -> tuple[list[str], list[str], list[str]]:
    return words(post.title), words(post.summary or ""), words(post.text)


@given(archives(min_size=1), st.sampled_from(("data", "city", "cities", "resume", "résumé", "café", "offene", "ville")))
def test_scores_are_those_of_the_plain_formula(posts: list[Post], query: str) -> None:
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add(posts)
        hits = index.search(Term("text", query)).hits
        assert {hit.id: hit.score for hit in hits} == pytest.approx(plain_scores(posts, query))


def test_a_word_in_the_title_counts_more_than_in_the_text(index: civicsearch.SearchIndex) -> None:
    index.add([Post("title", "tree", "map"), Post("text", "map", "tree"), Post("neither", "map", "map")])
    assert [hit.id for hit in index.search("tree").hits] == ["title", "text"]


def test_scores_of_several_words_add_up(index: civicsearch.SearchIndex) -> None:
    index.add([Post("1", "tree map", "x"), Post("2", "tree", "x"), Post("3", "map", "x"), Post("4", "x", "x")])
    tree, map_ = Term("text", "tree"), Term("text", "map")
    alone = [index.search(word).hits for word in (tree, map_)]
    scores = [{hit.id: hit.score for hit in hits}["1"] for hits in alone]
    assert index.search(And([tree, map_])).hits[0].score == pytest.approx(sum(scores))
