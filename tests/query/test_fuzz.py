"""A short run of `fuzz` over the whole way of a query: texts that were hard once, and some made of them."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

import civicsearch
from civicsearch import SearchIndex
from civicsearch.sample import sources
from tests.query.fuzz import corpus, examine, texts


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """The sample posts, with the saved search that the corpus names."""
    index = civicsearch.open(tmp_path_factory.mktemp("index"))
    index.update(sources())
    index.save("weekly", "budget OR library sort:-date")
    return index


@pytest.mark.parametrize("text", corpus())
def test_text_that_was_hard_once_can_be_searched_for(index: SearchIndex, text: str) -> None:
    examine(index, text, len(text) // 2)


def test_texts_made_of_them_can_be_searched_for(index: SearchIndex) -> None:
    chance = Random(2026)  # noqa: S311  # nothing secret
    for text in islice(texts(chance), 60):
        examine(index, text, chance.randint(0, len(text)))
