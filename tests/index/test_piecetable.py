"""Pieces of text looked up by whole arrays have the numbers that they have one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from civicsearch.index.piecetable import PieceTable

LETTERS = st.sampled_from([*"abc", "é", "\xff", "語"]).map(lambda letter: letter.encode())
# Around the sizes at which a piece is one number of eight bytes, two, or none.
PIECES = st.lists(LETTERS, min_size=1, max_size=20).map(b"".join)


class Numbers(dict[bytes, int]):
    """Numbers pieces in the order in which they are asked for."""

    def __missing__(self, piece: bytes) -> int:
        return self.setdefault(piece, len(self))


@given(st.lists(st.lists(PIECES, max_size=20), max_size=4))
def test_each_piece_has_its_number_however_long_it_is(texts: list[list[bytes]]) -> None:
    numbers = Numbers()
    table = PieceTable(lambda asked: [numbers[piece] for piece in asked])
    for text in texts:
        assert table.codes(b"  ".join(text)).tolist() == [numbers[piece] for piece in text]


def test_a_table_that_grows_forgets_nothing_it_knew_and_asks_for_few_pieces_twice() -> None:
    asked: list[bytes] = []
    numbers = Numbers()

    def codes_of(pieces: list[bytes]) -> list[int]:
        asked.extend(pieces)
        return [numbers[piece] for piece in pieces]

    table = PieceTable(codes_of)
    text = b" ".join(b"%d" % number for number in range(60_000))
    first = table.codes(text)
    assert first.tolist() == list(range(60_000))
    table.codes(text)  # now it is large enough
    asked.clear()
    assert table.codes(text).tolist() == first.tolist()
    assert len(asked) < 600


def test_what_was_asked_for_is_not_asked_for_again() -> None:
    asked: list[bytes] = []

    def codes_of(pieces: list[bytes]) -> list[int]:
        asked.extend(pieces)
        return [len(piece) for piece in pieces]

    table = PieceTable(codes_of)
    for text in (b"open data", b"data open", b"open government data"):
        assert table.codes(text).tolist() == [len(piece) for piece in text.split()]
    assert sorted(asked) == [b"data", b"government", b"open"]
