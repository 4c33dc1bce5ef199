"""A writer that writes several segments before its commit: no post is there twice, none comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

import civicsearch
from civicsearch import Post, SearchIndex
from civicsearch.index import writer as writing
from civicsearch.index.writer import IndexWriter


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each post is written as it comes."""
    monkeypatch.setattr(writing, "FLUSH_CHARACTERS", 0)


def post(post_id: str, text: str = "open data") -> Post:
    return Post(post_id, post_id, text, language="en")


def titles(location: Path, query: str) -> list[str]:
    with civicsearch.open(location) as index:
        return sorted(hit.title for hit in index.search(query).hits)


@pytest.mark.usefixtures("at_once")
def test_a_post_added_again_replaces_the_one_of_an_earlier_segment(tmp_path: Path) -> None:
    with IndexWriter(tmp_path / "index") as writer:
        for post_id, text in (("a", "first"), ("b", "second"), ("a", "third"), ("c", "fourth")):
            writer.add(post(post_id, text))
        writer.commit()
    assert titles(tmp_path / "index", "") == ["a", "b", "c"]
    assert titles(tmp_path / "index", "first") == []
    assert titles(tmp_path / "index", "third") == ["a"]


def test_removing_a_post_that_waits_removes_the_one_it_replaces_too(tmp_path: Path) -> None:
    location = tmp_path / "index"
    with civicsearch.open(location) as index:
        index.add([post("a"), post("b")])
    with IndexWriter(location) as writer:
        writer.add(post("a", "other"))
        assert writer.remove("a")
        assert not writer.remove("a")
        writer.commit()
    assert titles(location, "") == ["b"]


@pytest.mark.usefixtures("at_once")
def test_words_of_an_earlier_segment_are_not_in_the_lexicon_of_the_next(tmp_path: Path) -> None:
    with IndexWriter(tmp_path / "index") as writer:
        writer.add(post("a", "budget"))
        writer.add(post("b", "council"))
        writer.commit()
        lexicons = [sorted(segment.lexicon.words()) for segment in writer._segments]
    assert lexicons == [["a", "budget"], ["b", "council"]]


def test_many_ids_are_found_like_one(tmp_path: Path) -> None:
    location = tmp_path / "index"
    ids = [f"post/{number}é" for number in range(300)]
    with civicsearch.open(location) as index:
        index.add([post(post_id) for post_id in ids])
        index.add([post(post_id, "changed") for post_id in [*ids[::2], "new"]])
        assert index.search("changed").total == 151
        assert index.search("").total == 301


@pytest.mark.parametrize("length", [8, 9, 16, 17, 18, 40])
def test_long_words_that_differ_at_their_end_are_two_words(index: SearchIndex, length: int) -> None:
    words = ["q" * (length - 1) + end for end in "xyz"]
    index.add([Post(word, "t", f"{word} {word}") for word in words])
    assert [[hit.id for hit in index.search(word).hits] for word in words] == [[word] for word in words]
