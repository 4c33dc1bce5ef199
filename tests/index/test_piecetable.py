"""Pieces of text looked up all together have the numbers that they have one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch import native
from civicsearch.index import piecetable
from civicsearch.index.piecetable import PieceTable
from civicsearch.index.vocabulary import Vocabulary

WAYS = pytest.mark.parametrize(
    "kernels",
    [None, pytest.param(native.kernels, marks=pytest.mark.skipif(native.kernels is None, reason="not compiled here"))],
)

LETTERS = st.sampled_from([*"abAB1", "é", "\xff", "語"])
# Around the sizes at which a piece is one number of eight bytes, two, or none.
PIECES = st.lists(LETTERS, min_size=1, max_size=20).map("".join)


class Numbers:
    """Numbers the word of a piece, which is the piece in lower case, and keeps what it was asked for."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.asked: list[str] = []

    def codes_of(self, pieces: list[bytes]) -> list[int]:
        self.asked += [piece.decode() for piece in pieces]
        return [self.words.setdefault(piece.decode().lower(), len(self.words)) for piece in pieces]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    return lambda kernels: monkeypatch.setattr(native, "kernels", kernels)


def _looked_up(table: PieceTable, numbers: Numbers, pieces: list[str]) -> None:
    """What the table gives for these pieces is what their words have."""
    found = table.codes("  ".join(pieces).encode()).tolist()
    assert found == [numbers.words[piece.lower()] for piece in pieces]
    assert list(numbers.words.values()) == list(range(len(numbers.words)))


@WAYS
@given(texts=st.lists(st.lists(PIECES, max_size=20), max_size=4))
def test_each_piece_has_its_number_however_long_it_is(kernels: object, texts: list[list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "kernels", kernels)
        numbers = Numbers()
        table = PieceTable(numbers.codes_of, numbers.words)
        for text in texts:
            _looked_up(table, numbers, text)


@WAYS
def test_a_table_that_grows_forgets_nothing_it_knew_and_asks_for_few_pieces_twice(
    kernels: object, use: Callable[[object], None]
) -> None:
    use(kernels)
    numbers = Numbers()
    table = PieceTable(numbers.codes_of, numbers.words)
    pieces = [f"Word{number}" for number in range(60_000)]
    _looked_up(table, numbers, pieces)
    _looked_up(table, numbers, pieces)  # now it is large enough
    numbers.asked.clear()
    _looked_up(table, numbers, pieces)
    assert len(numbers.asked) < 600
    assert len(numbers.words) == 60_000


@WAYS
def test_what_was_asked_for_is_not_asked_for_again(kernels: object, use: Callable[[object], None]) -> None:
    use(kernels)
    numbers = Numbers()
    table = PieceTable(numbers.codes_of, numbers.words)
    for text in (["données", "ouvertes"], ["ouvertes", "données"], ["ouvertes", "données", "réseau"]):
        _looked_up(table, numbers, text)
    assert sorted(set(numbers.asked) - {"ouvertes"}) == ["données", "réseau"]
    assert len(numbers.asked) == len(set(numbers.asked))


@WAYS
@given(
    texts=st.lists(st.lists(st.integers(0, 400).map("{:x}".format) | PIECES, max_size=80), max_size=6),
    most_bits=st.integers(1, 10),
)
def test_pieces_that_find_their_places_taken_keep_their_numbers(
    kernels: object, texts: list[list[str]], most_bits: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "kernels", kernels)
        patch.setattr(piecetable, "_LEAST_BITS", 1)
        patch.setattr(piecetable, "_MOST_BITS", most_bits)
        patch.setattr(piecetable, "_LOAD", 1.0)
        numbers = Numbers()
        table = PieceTable(numbers.codes_of, numbers.words)
        for text in texts:
            _looked_up(table, numbers, text)


@WAYS
def test_words_that_were_asked_for_are_known_as_pieces(kernels: object, use: Callable[[object], None]) -> None:
    use(kernels)
    vocabulary = Vocabulary()
    first = vocabulary.codes("l’État L’ÉTAT’s état’s open".encode()).tolist()
    second = vocabulary.codes(b"L l Open OPEN s").tolist()
    words = vocabulary.compounds
    assert len(vocabulary) == 4, (first, second, words)
