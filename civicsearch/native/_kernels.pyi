"""What each kernel does. Arrays are contiguous and of the types named; what does not fit raises `ValueError`."""

import numpy as np
from numpy.typing import NDArray

_Words = NDArray[np.uint64]
_Codes = NDArray[np.int32]
_Ints = NDArray[np.int64]

def cut(
    text: bytes,
    first: _Words,
    second: _Words,
    codes: _Codes,
    found: _Codes,
    missed: _Ints,
    missed_first: _Words,
    missed_second: _Words,
) -> tuple[int, int]:
    """Cut a text into pieces and look them up in a table of `index.piecetable`.

    ``found`` takes the codes, with those of breaks and ends of parts; what the table does not hold has 0 there, and is
    listed in ``missed`` (place among the codes, start and end in the text) with the two halves of its key. Returns how
    many codes and how many missed there are.
    """

def stem(language: str, words: bytes) -> bytes:
    """NLTK's stems of words in one of `language.stems.COMPILED`; both UTF-8, a line each.

    A word that is longer than 48 letters or has letters beyond Latin-1 gives the byte 1: NLTK has to be asked.
    """
