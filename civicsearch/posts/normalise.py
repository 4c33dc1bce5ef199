"""Bytes → text that is safe to index and to show.

Everything a post says passes through here, so three promises hold for every string of a `Post`: it is NFC, it has no
control characters but newline and tab, and nothing in it is invisible or turns the writing round. A terminal
escape or a reordered line in a stranger's post therefore reaches no terminal.
"""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from functools import lru_cache

from ..language.folding import with_fewer_marks

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# Joiners spell words in Arabic and Indic scripts; everywhere else they only keep equal words from being found.
_JOINING = "\u0600-\u08ff\u0900-\u0dff"
_JOINERS = re.compile(f"(?<![{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINING}])")
_OBEYED = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""What a terminal would obey, or would set the text after it in another order: no writer types them."""


def decode(data: bytes) -> tuple[str, int | None]:
    """The text of a file, and the first line that was not UTF-8 (from 1), or None.

    Bytes that are not UTF-8 are read as cp1252 one by one, so that a file of mixed origin loses nothing. A file that
    starts with a UTF-16 mark is read as that.
    """
    if data.startswith(_UTF16_MARKS):
        return data.decode("utf-16", "replace"), None
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    return data.decode("utf-8-sig", "surrogateescape").translate(_bytes_as_cp1252()), line


@lru_cache(maxsize=1)
def _bytes_as_cp1252() -> dict[int, str]:
    """For each byte that is not UTF-8, as the codec hands it on, the character of Windows that it is."""
    return {0xDC00 + byte: bytes((byte,)).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


def normalise(text: str) -> str:
    """Text with one kind of newline, one kind of space, composed letters, and no unsafe or invisible character.

    >>> normalise("cafe\\u0301\\r\\nre\\u00adport\\u202e \\x93quoted\\x94")
    'café\\nreport “quoted”'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # These run in C over the whole text, at a fiftieth of a table's time; most texts need no more.
    if not text.isascii():
        text = text.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")
    if not text.replace("\n", "").replace("\t", "").isprintable():
        text = _JOINERS.sub("", text.translate(_replacements()))
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", with_fewer_marks(text))


@lru_cache(maxsize=1)
def _replacements() -> dict[int, str | None]:
    """What single characters are replaced by; None is left out."""
    invisible = "\u00ad\u061c\u180e\u200b\u200e\u200f\ufeff\ufff9\ufffa\ufffb\ufffe\uffff"
    unsafe = (
        *range(0x09), *range(0x0E, 0x20), 0x7F,  # C0 controls without tab, newline, and those that are spaces
        *map(ord, invisible), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
        *range(0xFDD0, 0xFDF0), *range(0xE0000, 0xE0080),
    )  # fmt: skip
    return {
        **dict.fromkeys(unsafe),
        **dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2028\u2029\v\f"), " "),
        **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
        **{code: bytes((code,)).decode("cp1252", "ignore") for code in range(0x80, 0xA0)},
    }


def obeyed_controls(text: str) -> int:
    """How many characters of a text that is not normalised would move a cursor or turn the order of what follows."""
    return len(_OBEYED.findall(text))


def one_line(text: str, limit: int = 1000) -> str:
    """Normalised text on one line with single spaces, cut to ``limit`` characters."""
    line = " ".join(normalise(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def is_cut(line: str, limit: int) -> bool:
    """Whether `one_line` has cut a line to this limit."""
    return line.endswith("…") and len(line) >= limit - 1


def unescape(text: str) -> str:
    """Text with its HTML entities read once, and normalised again: an entity can spell any character."""
    return normalise(html.unescape(text)) if "&" in text else text


def quoted(value: object) -> str:
    """A value as a warning shows it: on one line, short, between quotation marks."""
    return f"“{one_line(str(value), 60)}”"
