"""What a terminal makes of characters: how wide they are, and which must never reach it.

Posts are strangers' text. Everything of theirs passes through `clean` before it is laid out, so that no escape sequence
of a post can move the cursor, set a title or hide words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""C0 and C1 controls, marks that reorder or hide text, what is no character and XML does not take, and halves of
characters that no encoding can write."""
_SPACES = re.compile(r"\s+")
_JOINER = "\u200d"


def clean(text: str) -> str:
    """The text on one line, without anything that a terminal would obey instead of show.

    >>> clean("a\\x1b[31mb\\n\\tc")
    'a[31mb c'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACES.sub(" ", _CONTROLS.sub("", text)).strip()


def clean_data(text: str) -> str:
    """The text without controls but with its line breaks and tabs, for formats that can quote those."""
    return text if text.isprintable() else _CONTROLS.sub("", text)


def width(text: str) -> int:
    """Columns that the text takes up: two for wide characters (East Asian, emoji), none for combining marks.

    >>> width("café"), width("cafe\\u0301"), width("開放データ")
    (4, 4, 10)
    """
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def shorten(text: str, columns: int) -> str:
    """The text, cut so that it takes up at most ``columns`` (at least 1), with an ellipsis where something is missing.

    >>> shorten("open government", 8)
    'open go…'
    """
    if width(text) <= columns:
        return text
    room = columns - 1
    for place, character in enumerate(text):
        room -= _character_width(character)
        if room < 0:
            return text[:place].rstrip() + "…"
    return text


def shorten_left(text: str, columns: int) -> str:
    """The same, cut at its beginning.

    >>> shorten_left("open government", 8)
    '…ernment'
    """
    if width(text) <= columns:
        return text
    room = columns - 1
    for place in range(len(text) - 1, -1, -1):
        room -= _character_width(text[place])
        if room < 0:
            return "…" + text[place + 1 :].lstrip()
    return text


@lru_cache(maxsize=4096)
def _character_width(character: str) -> int:
    if character < "\u0300":
        return 1
    if character == _JOINER or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
