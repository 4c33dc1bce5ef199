"""What each kernel does. Arrays are contiguous and of the types named; what does not fit raises `ValueError`."""

import numpy as np
from numpy.typing import NDArray

_Words = NDArray[np.uint64]
_Codes = NDArray[np.int32]
_Ints = NDArray[np.int64]

def cut(
    text: bytes, first: _Words, second: _Words, codes: _Codes, found: _Codes, missed: _Ints, free: int
) -> tuple[int, int, int]:
    """Cut a text into pieces and look them up in a table of `index.piecetable`.

    ``found`` takes the codes, with those of breaks and ends of parts. A piece that the table does not hold is listed in
    ``missed`` (place among the codes, start and end in the text, place in the table or -1), which has four numbers a
    row; the code of row ``i`` is ``-2**31 + i``. Up to ``free`` of them are taken into the table with that code.
    Returns how many codes and rows there are, and how many more pieces may be taken in.
    """

def stem(language: str, words: bytes) -> bytes:
    """NLTK's stems of words in one of `language.stems.COMPILED`; both UTF-8, a line each.

    A word that is longer than 48 letters or has letters beyond Latin-1 gives the byte 1: NLTK has to be asked.
    """

def count(codes: _Codes, compound_starts: _Ints, compound_words: _Codes, counts: _Ints) -> tuple[int, int, int]:
    """Count the occurrences of each word into ``counts``; returns the numbers of posts, paragraphs and occurrences."""

def invert(
    codes: _Codes,
    compound_starts: _Ints,
    compound_words: _Codes,
    uncounted: NDArray[np.bool_],
    rank: _Codes,
    starts: _Ints,
    cursor: _Ints,
    sorted: _Words,
    lengths: _Ints,
    paragraphs: _Ints,
    paragraph_counts: _Ints,
    words: _Ints,
    posts: _Ints,
    counts: _Ints,
    title: _Ints,
    summary: _Ints,
    positions: _Ints,
) -> int:
    """The codes of whole posts → postings, as `index.inverting` describes them; returns how many there are.

    ``uncounted`` and ``rank`` have one entry a word, ``starts`` says where the occurrences of each rank lie; ``cursor``
    and ``sorted`` are room to work in. The arrays behind them are written.
    """

def pack(numbers: _Ints, starts: _Ints, low: NDArray[np.uint8], wide: _Ints) -> int:
    """Pack numbers as `index.packed` does, as gaps where ``starts`` of runs are given; returns how many are wide."""
