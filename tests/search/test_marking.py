"""Reading a post whole marks what its snippet marks."""

from __future__ import annotations

import pytest

from civicsearch import Post, SearchIndex

TEXT = "We wrote C++ (and C) under M-13-13.\n\nSee #opendata, the opendata portal and l’État; C++ again."


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("c++", ["C++", "C++"]),
        ("c", ["C", "C", "C"]),
        ("M-13-13", ["M-13-13"]),
        ("#opendata", ["#opendata"]),
        ("opendata", ["opendata", "opendata"]),
        ("l'état", ["l’État"]),
        ('"the opendata" C++', ["C++", "the", "opendata", "C++"]),
    ],
)
def test_marks_of_a_whole_post(index: SearchIndex, query: str, marked: list[str]) -> None:
    index.add([Post("1", "A post", TEXT, language="en")])
    assert [TEXT[start:end] for start, end in index.matches("1", query).text] == marked
