"""The ranking of plain words: computed plainly, over pages, and whatever way the index came about."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import civicsearch
from civicsearch import Post, SearchIndex
from civicsearch.language.stems import stem
from civicsearch.language.tokens import words
from civicsearch.search import parameters as p
from tests.strategies import dense_archives

WORDS = ("open", "data", "city")


class Plainly:
    """The scores, one post, one word and one pair at a time; for posts in English with one paragraph."""

    def __init__(self, posts: Sequence[Post], typed: Sequence[str]) -> None:
        self.posts = posts
        self.typed = list(dict.fromkeys(typed))
        self.parts = {post.id: (words(post.title), words(post.summary or ""), words(post.text)) for post in posts}
        self.means = [sum(len(parts[part]) for parts in self.parts.values()) / len(posts) for part in range(3)]

    def scores(self) -> dict[str, float]:
        listed = [post.id for post in self.posts if self._held(post.id) >= (len(self.typed) + 1) // 2]
        scores = {post_id: sum(self._word(word, post_id) for word in self.typed) for post_id in listed}
        if len(self.typed) < 2:
            return scores
        for near, share in ((self._near, p.NEAR), (self._adjacent, p.NEAR * p.ADJACENT)):
            for first, second in combinations(range(len(self.typed)), 2):
                counts = {post_id: near(post_id, self.typed[first], self.typed[second]) for post_id in listed}
                weight = self._idf(sum(map(bool, counts.values()))) * share * (1 if second == first + 1 else p.APART)
                for post_id, count in counts.items():
                    scores[post_id] += weight * saturated(count, p.PAIR_K1)
        for word in self.typed:
            idf = self._idf(sum(any(self._forms(word, part)) for part in map(self._all, self.parts)))
            for post_id in listed:
                lead = self._forms(word, self.parts[post_id][2][: p.LEAD_WORDS])
                scores[post_id] += p.LEAD * idf * saturated(sum(lead), p.K1)
        return scores

    def _held(self, post_id: str) -> int:
        return sum(any(self._forms(word, self._all(post_id))) for word in self.typed)

    def _all(self, post_id: str) -> list[str]:
        return [word for part in self.parts[post_id] for word in part]

    @staticmethod
    def _forms(word: str, found: Sequence[str]) -> list[bool]:
        return [stem(other, "en") == stem(word, "en") for other in found]

    def _word(self, word: str, post_id: str) -> float:
        any_form = {i: [self._forms(word, part) for part in parts] for i, parts in self.parts.items()}
        as_typed = {i: [[other == word for other in part] for part in parts] for i, parts in self.parts.items()}
        return (
            self._bm25f(any_form, post_id, range(3))
            + p.TITLE * self._bm25f(any_form, post_id, [0])
            + p.SUMMARY * self._bm25f(any_form, post_id, [1])
            + p.EXACT * self._bm25f(as_typed, post_id, range(3))
        )

    def _bm25f(self, found: dict[str, list[list[bool]]], post_id: str, parts: Sequence[int]) -> float:
        frequency = 0.0
        for part in parts:
            if occurrences := sum(found[post_id][part]):
                relative = len(self.parts[post_id][part]) / self.means[part]
                frequency += occurrences * p.WEIGHTS[part] / (1 - p.B + p.B * relative)
        having = sum(any(any(marks[part]) for part in parts) for marks in found.values())
        return self._idf(having) * saturated(frequency, p.K1)

    def _idf(self, having: int) -> float:
        return math.log(1 + (len(self.posts) - having + 0.5) / (having + 0.5))

    def _distances(self, post_id: str, first: str, second: str) -> list[int]:
        return [
            b - a
            for part in self.parts[post_id]
            for a, here in enumerate(self._forms(first, part))
            for b, there in enumerate(self._forms(second, part))
            if here and there
        ]

    def _near(self, post_id: str, first: str, second: str) -> int:
        return sum(0 < abs(distance) <= p.REACH for distance in self._distances(post_id, first, second))

    def _adjacent(self, post_id: str, first: str, second: str) -> int:
        return self._distances(post_id, first, second).count(1)


def saturated(frequency: float, k1: float) -> float:
    return (k1 + 1) * frequency / (frequency + k1)


one_paragraph = dense_archives.map(
    lambda posts: [replace(post, text=post.text.replace("\n\n", " "), summary="data") for post in posts]
)


@given(one_paragraph, st.lists(st.sampled_from((*WORDS, "opened", "x")), min_size=1, max_size=5, unique=True))
@settings(max_examples=60)
def test_scores_are_those_of_the_plain_formulas(posts: list[Post], typed: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add(posts)
        hits = index.search(" ".join(typed)).hits
        expected = Plainly(posts, typed).scores()
        assert {hit.id: hit.score for hit in hits} == pytest.approx(expected, rel=1e-5)


def test_words_side_by_side_rank_above_words_apart(index: SearchIndex) -> None:
    texts = ["pad open " + "pad " * 20 + "data pad", "pad open data " + "pad " * 20 + "pad", "pad " * 24]
    index.add([Post(f"{number}", "", text) for number, text in enumerate(texts)])
    assert [hit.id for hit in index.search("open data").hits] == ["1", "0"]


def test_the_form_that_was_typed_ranks_first(index: SearchIndex) -> None:
    texts = {"a": "cities grow", "b": "city grows", "c": "x"}
    index.add(Post(name, "", text, language="en") for name, text in texts.items())
    assert [hit.id for hit in index.search("cities").hits] == ["a", "b"]
    assert [hit.id for hit in index.search("city").hits] == ["b", "a"]


def test_words_at_the_beginning_rank_above_words_at_the_end(index: SearchIndex) -> None:
    pad = "pad " * 150
    texts = {"end": f"{pad} open {pad} data", "lead": f"open {pad} data {pad}", "neither": pad}
    index.add(Post(name, "", text) for name, text in texts.items())
    assert [hit.id for hit in index.search("open data").hits] == ["lead", "end"]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """More posts than are looked at closely, with many equal scores."""
    index = civicsearch.open(tmp_path_factory.mktemp("many") / "index")
    texts = [["open"] * (number % 7) + ["pad"] * (number % 3) + ["data"] * (number % 5 + 1) for number in range(450)]
    index.add(Post(f"{number:03}", "", " ".join(repeated)) for number, repeated in enumerate(texts))
    return index


@pytest.mark.parametrize("query", ["open data", "data", "open data city pad", "open absent"])
def test_pages_join_into_the_whole_list(many: SearchIndex, query: str) -> None:
    whole = many.search(query, limit=1000, snippets=False).hits
    assert len(whole) == len({hit.id for hit in whole}) > p.BEST
    for size in (7, 150, p.BEST, 300):
        pages = [many.search(query, limit=size, offset=at, snippets=False).hits for at in range(0, len(whole), size)]
        assert [hit for page in pages for hit in page] == list(whole)
    if query != "open absent":
        assert [hit.score for hit in whole] == sorted((hit.score for hit in whole), reverse=True)


def test_scores_are_the_same_however_the_index_came_about(tmp_path: Path) -> None:
    posts = [
        Post(f"{number}", f"open {number}", "data city " * (number % 4) + "open data " * (number % 3), language="en")
        for number in range(60)
    ]
    with civicsearch.open(tmp_path / "at-once") as whole, civicsearch.open(tmp_path / "bit-by-bit") as grown:
        whole.add(posts)
        grown.add([Post(f"{number}", "open", "another data city") for number in range(0, 60, 2)])
        for first in range(0, 60, 7):
            grown.add(posts[first : first + 7])
        grown.add([Post("gone", "open data", "open data")])
        grown.remove(["gone"])
        for query in ("open", "open data", "cities data open absent", "opened -city", "data 7"):
            found = [index.search(query, limit=60, snippets=False).hits for index in (whole, grown)]
            assert [(hit.id, hit.score) for hit in found[0]] == [(hit.id, hit.score) for hit in found[1]]
