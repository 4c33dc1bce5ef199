"""Text → words.

A word is a run of letters, marks and digits. Apostrophes, hyphens, dots and other signs part words, so ``l'État`` is
*l* and *etat*, and ``don't`` and ``don’t`` are the same two words; the possessive ``'s`` is left out. Characters of
scripts written without spaces are words of one character each, so that any stretch of them can be found as a phrase.

A word that is written with a sign which tells it apart (``C++``, ``C#``, ``@codeforamerica``, ``#opendata``) has a
second spelling, its signed form. It stands in the index beside the word, at the same position, and is in no count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from .folding import with_fewer_marks

PARAGRAPH_GAP = 64
"""Positions left free between paragraphs, so that a phrase or a ``NEAR`` never reaches across."""

PARAGRAPH_BREAK = b"\xff"
"""What stands between paragraphs among `pieces`; no text encodes to it."""

_UNSPACED = (
    "\\u0e01-\\u0e4e\\u0e81-\\u0ecd\\u1000-\\u109f\\u1780-\\u17d3"  # Thai, Lao, Burmese, Khmer
    "\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff"  # kana
    "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\U00020000-\\U0003ffff"  # Chinese characters
)
_FIRST_UNSPACED = "\u0e01"
MARKS = "\\u0300-\\u036f\\u0591-\\u05c7\\u064b-\\u065f\\u0900-\\u0903\\u093a-\\u094f\\u0981-\\u0dff\\u200c\\u200d"
"""Marks that belong to the letter before them, as a class of a regular expression."""
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_NOT_PLAIN = re.compile("[^\x00-\u02ff\u200e-\u2fff]")
"""Whatever may be a mark, or of a script that is written without spaces; signs such as “ and — are neither."""
_SIGNS = "+#@"
_CUTS = bytes(code if code > 127 or chr(code).isalnum() or chr(code) in _SIGNS else 32 for code in range(256))
_LETTERS = f"(?:[^\\W_{_UNSPACED}][{MARKS}]*+)++"
"""Gives nothing back: some letters of Bengali and its like are marks too, and a word could be read in 2ⁿ ways."""
_POSSESSIVE = re.compile(r"['’](?<=\w['’])[sS]\b")
_STRAIGHT_POSSESSIVE = re.compile(r"'(?<=\w')[sS]\b")
_CURLY_POSSESSIVE = re.compile(r"’(?<=\w’)[sS]\b")


@cache  # compiled when it is first needed, as `signed_pattern`: that takes as long as a cold search has to spare
def word_pattern() -> re.Pattern[str]:
    """A word of any script."""
    return re.compile(f"[{_UNSPACED}]|(?:[^\\W_{_UNSPACED}][{MARKS}]*)+")


@cache
def signed_pattern() -> re.Pattern[str]:
    """A word with the signs that tell it apart."""
    return re.compile(f"(?<![\\w{_SIGNS}{MARKS}])(?:[@#]{_LETTERS}|{_LETTERS}(?:\\+{{1,2}}|#))(?![\\w{_SIGNS}])")


def _pattern_for(text: str) -> re.Pattern[str]:
    """What finds the words of a text: the same as `word_pattern`, and something simpler where that is enough."""
    if text.isascii():
        return _ASCII_WORD
    return word_pattern() if _NOT_PLAIN.search(text) else _PLAIN_WORD


class Word(NamedTuple):
    """A word of a text and where it stands: ``text[start:end]``."""

    word: str
    start: int
    end: int


class _Lowered(dict[str, str]):
    """Remembers each word's lower-case form: real text repeats few words often."""

    def __missing__(self, word: str) -> str:
        lowered = word.lower() if word.isascii() else unicodedata.normalize("NFC", with_fewer_marks(word.casefold()))
        if len(self) < 1_000_000:
            self[word] = lowered
        return lowered


_lowered = _Lowered()


def lowered(words: Sequence[str]) -> list[str]:
    """Words as written → without case, as they stand in the lexicon."""
    lines = "\n".join(words)
    lines = lines.lower() if lines.isascii() else unicodedata.normalize("NFC", lines.casefold())
    return lines.split("\n") if words else []


def single_words(pieces: Sequence[str]) -> tuple[list[int], list[str]]:
    """The pieces that are a single word without signs, and their places; some that are may be missing.

    >>> single_words(["Café", "C++", "data", "語語"])
    ([0, 2], ['Café', 'data'])
    """
    places = [
        place
        for place, piece in enumerate(pieces)
        if piece.isalnum() and (piece.isascii() or max(piece) < _FIRST_UNSPACED)
    ]
    return places, list(map(pieces.__getitem__, places))


def words(text: str) -> list[str]:
    """The words of a text in order, without case and with their accents.

    >>> words("The city's C++ Café, l'État: 3.5 data_sets")
    ['the', 'city', 'c', 'café', 'l', 'état', '3', '5', 'data', 'sets']
    """
    pattern = _pattern_for(text)
    return list(map(_lowered.__getitem__, pattern.findall(without_possessives(text))))


def pieces(text: str) -> bytes:
    """A text cut where no word can reach across, quickly: each piece holds whole words, none, one or several.

    The pieces stand in their order with blanks between them, and `PARAGRAPH_BREAK` between paragraphs. The words of the
    pieces are the words of the text.

    >>> pieces("L’État: don't").split()
    [b'L', b'\xc3\x89tat', b'don', b't']
    """
    # An apostrophe that is left is none of a possessive, also where what decides it is cut off.
    encoded = without_possessives(text).replace("’", " ").encode("utf-8", "replace")
    return encoded.replace(b"\n\n", b" \xff ").translate(_CUTS)


def is_signed(word: str) -> bool:
    """Whether a word of the lexicon is a signed form."""
    return word[0] in _SIGNS or word[-1] in _SIGNS


def signed_words(piece: str) -> list[tuple[str, str | None]]:
    """The words of one of `pieces`, each with its signed form if it is written with one.

    >>> signed_words("C++"), signed_words("a+b"), signed_words("@CfA")
    ([('c', 'c++')], [('a', None), ('b', None)], [('cfa', '@cfa')])
    """
    forms = {match.start() + (match[0][0] in _SIGNS): _lowered[match[0]] for match in signed_pattern().finditer(piece)}
    return [(word, forms.get(start)) for word, start, _ in located_words(piece)]


def words_as_written(text: str) -> list[str]:
    """The words of a text in order, with their signs.

    >>> words_as_written("C++ and #OpenData: a+b, me@x.org")
    ['c++', 'and', '#opendata', 'a', 'b', 'me', 'x', 'org']
    """
    if not any(sign in text for sign in _SIGNS):
        return words(text)
    cut = (piece.decode() for piece in pieces(text).split() if piece != PARAGRAPH_BREAK)
    return [signed or word for piece in cut for word, signed in signed_words(piece)]


def located_words(text: str) -> Iterator[Word]:
    """The same words with their places in the text, for marking matches."""
    pattern = _pattern_for(text)
    for match in pattern.finditer(without_possessives(text)):
        yield Word(_lowered[match[0]], match.start(), match.end())


def word_spans(text: str, places: Mapping[int, bool]) -> list[tuple[int, int]]:
    """Where some of the words of a text stand: those at these places in the order of `words`, each with or without the
    sign that it is written with.

    >>> word_spans("Open data, C++ or F#", {1: False, 2: True, 4: False})
    [(5, 9), (11, 14), (18, 19)]
    """
    if not places:
        return []
    pattern = _pattern_for(text)
    found = islice(pattern.finditer(without_possessives(text)), max(places) + 1)
    return [
        _with_sign(text, *match.span()) if places[place] else match.span()
        for place, match in enumerate(found)
        if place in places
    ]


def _with_sign(text: str, start: int, end: int) -> tuple[int, int]:
    signed = signed_pattern().match(text, max(0, start - 1)) or signed_pattern().match(text, start)
    return signed.span() if signed else (start, end)


def without_possessives(text: str) -> str:
    """The text with blanks in the place of each possessive."""
    straight, curly = "'s" in text or "'S" in text, "’s" in text or "’S" in text
    if straight and curly:
        return _POSSESSIVE.sub("  ", text)
    # A pattern that begins with one certain character is found four times as fast.
    if straight:
        return _STRAIGHT_POSSESSIVE.sub("  ", text)
    return _CURLY_POSSESSIVE.sub("  ", text) if curly else text
