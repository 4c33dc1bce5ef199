"""Where a query matches within a post."""

from __future__ import annotations

from pathlib import Path

import pytest

import civicsearch
from civicsearch import Post


@pytest.fixture
def opened(index: civicsearch.SearchIndex) -> civicsearch.SearchIndex:
    index.add(
        [
            Post(
                "1",
                "Opening data",
                "Open doors.\n\nCities opened data; the data of 2014.",
                language="en",
                summary="On open data.",
            ),
            Post("2", "Else", "Nothing here."),
        ]
    )
    return index


def _marked(index: civicsearch.SearchIndex, query: str, *, as_you_type: bool = False) -> tuple[list[str], ...]:
    post = index.post("1")
    found = index.matches("1", query, as_you_type=as_you_type)
    parts = ((post.title, found.title), (post.summary or "", found.summary), (post.text, found.text))
    return tuple([text[start:end] for start, end in stretches] for text, stretches in parts)


def test_every_form_is_marked_in_every_part(opened: civicsearch.SearchIndex) -> None:
    assert _marked(opened, "open data") == (["Opening", "data"], ["open", "data"], ["Open", "opened", "data", "data"])


def test_a_phrase_is_marked_where_it_stands(opened: civicsearch.SearchIndex) -> None:
    assert _marked(opened, '"opened data"') == ([], [], ["opened", "data"])


def test_the_last_word_is_a_beginning_as_it_is_typed(opened: civicsearch.SearchIndex) -> None:
    assert _marked(opened, "cit") == ([], [], [])
    assert _marked(opened, "cit", as_you_type=True) == ([], [], ["Cities"])


def test_facets_and_what_is_left_out_mark_nothing(opened: civicsearch.SearchIndex) -> None:
    assert _marked(opened, "doors -data year:2014") == ([], [], ["doors"])


def test_an_unknown_post_has_no_matches(opened: civicsearch.SearchIndex) -> None:
    assert opened.matches("3", "open") == civicsearch.PostMatches()


def test_the_version_tells_a_commit_and_a_missing_index(opened: civicsearch.SearchIndex, tmp_path: Path) -> None:
    before = opened.version()
    assert opened.version() == before
    opened.add([Post("3", "New", "New.")])
    assert opened.version() != before
    assert civicsearch.open(tmp_path / "none").version() is None


def test_searching_as_you_type(opened: civicsearch.SearchIndex) -> None:
    assert opened.search("cit").total == 0
    assert opened.search("cit", as_you_type=True).total == 1
