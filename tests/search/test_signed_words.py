"""Words that a sign tells apart are found with it, and without it as any other word."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import civicsearch
from civicsearch import Post, SearchIndex
from civicsearch.language.tokens import PARAGRAPH_BREAK, pieces, signed_words, words, words_as_written
from civicsearch.query import parse

POSTS = {
    "cpp": "We wrote C++ code. Then (C#), and “F#” too.",
    "c": "A C program, and a plan B+.",
    "hashtag": "Follow #OpenData by @codeforamerica now.",
    "word": "The opendata portal of codeforamerica",
    "mail": "Write to opendata@example.org or see item#opendata",
    "parts": "O*NET, CM/ECF, U.S.C., M-13-13 and l'État on cloud.gov\n\n#café in the second paragraph",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """The posts, in two segments."""
    index = civicsearch.open(tmp_path_factory.mktemp("index"))
    posts = [Post(name, f"About {name}", text, language="en") for name, text in POSTS.items()]
    index.add(posts[:3])
    index.add(posts[3:])
    return index


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("C++", {"cpp"}),
        ("c", {"cpp", "c", "parts"}),
        ("C#", {"cpp"}),
        ("f#", {"cpp"}),
        ("b+", {"c"}),
        ("#opendata", {"hashtag"}),
        ("opendata", {"hashtag", "word", "mail"}),
        ("@CodeForAmerica", {"hashtag"}),
        ("codeforamerica", {"hashtag", "word"}),
        ("#cafe", {"parts"}),
        ('"c++ code"', {"cpp"}),
        ('"c code"', {"cpp"}),
        ('"follow #opendata by @codeforamerica"', {"hashtag"}),
        ('"follow opendata by"', {"hashtag"}),
        ("c++ NEAR/2 wrote", {"cpp"}),
        ("c++ -c#", set()),
        ("title:c++", set()),
        ("#opendta~", {"hashtag"}),
        ("*data", {"hashtag", "word", "mail"}),
        ("opendata@example.org", {"mail"}),
        ("O*NET", {"parts"}),
        ("CM/ECF", {"parts"}),
        ("U.S.C.", {"parts"}),
        ("M-13-13", {"parts"}),
        ("l’Etat", {"parts"}),
        ("cloud.gov", {"parts"}),
        ("gov", {"parts"}),
    ],
)
def test_finds(index: SearchIndex, query: str, found: set[str]) -> None:
    results = index.search(query)
    assert {hit.id for hit in results.hits} == found
    assert results.notes == ()


def test_signed_forms_are_in_no_count_and_move_nothing(index: SearchIndex, tmp_path: Path) -> None:
    assert index.check().faults == ()
    assert index.search('"code then"').total == 1
    plain = civicsearch.open(tmp_path)
    plain.add([Post(name, f"About {name}", text.translate(str.maketrans("", "", "+#@")), language="en")
               for name, text in POSTS.items() if name != "mail"])  # fmt: skip
    for query in ("codeforamerica", "wrote", "paragraph"):
        scores = [{hit.id: hit.snippet for hit in opened.search(query).hits} for opened in (index, plain)]
        assert {key: "<mark>" in value for key, value in scores[0].items()} == {
            key: "<mark>" in value for key, value in scores[1].items()
        }


def test_rebuilt_and_merged_segments_keep_them(tmp_path: Path) -> None:
    index = civicsearch.open(tmp_path)
    for number in range(9):
        index.add([Post(str(number), "Title", f"C++ {'and C' * (number % 2)} #tag{number}", language="en")])
    assert index.search("c++").total == 9
    assert index.search("#tag7").total == 1
    assert index.check().faults == ()


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("c++", "wrote <mark>C++</mark> code. Then (C#),"),
        ('"c++ code"', "wrote <mark>C++</mark> <mark>code</mark>."),
        ("wrote NEAR/2 c++", "We <mark>wrote</mark> <mark>C++</mark> code"),
        ("c# f#", "(<mark>C#</mark>), and “<mark>F#</mark>” too"),
        ("c code", "wrote <mark>C</mark>++ <mark>code</mark>. Then (<mark>C</mark>#)"),
        ("#opendata", "Follow <mark>#OpenData</mark> by @codeforamerica"),
        ("opendata follow", "<mark>Follow</mark> #<mark>OpenData</mark> by"),
        ("@codeforamerica", "by <mark>@codeforamerica</mark> now"),
        ("@codeforamerca~", "by <mark>@codeforamerica</mark> now"),
        ("M-13-13", "U.S.C., <mark>M-13-13</mark> and"),
        ("U.S.C.", "<mark>U.S.C</mark>., M-13"),
        ("CM/ECF", "<mark>CM/ECF</mark>,"),
        ("l'etat", "<mark>l'État</mark> on"),
        ("o*net", "<mark>O*NET</mark>,"),
        ("gov", "on cloud.<mark>gov</mark>"),
        ("13", "M-<mark>13-13</mark>"),
        ("#café", "<mark>#café</mark> in"),
    ],
)
def test_exactly_what_matched_is_marked(index: SearchIndex, query: str, marked: str) -> None:
    assert any(marked in hit.snippet for hit in index.search(query).hits)


@given(st.text(alphabet="aB9+#@ .,'é_-東\n“"))
def test_signed_forms_add_no_word_and_take_none(text: str) -> None:
    cut = [signed_words(piece.decode()) for piece in pieces(text).split() if piece != PARAGRAPH_BREAK]
    assert [word for piece in cut for word, _ in piece] == words(text)
    assert [signed or word for piece in cut for word, signed in piece] == words_as_written(text)
    for word in words_as_written(text):
        assert words_as_written(word) == [word]
        assert parse(word).notes == ()
