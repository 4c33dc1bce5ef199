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

_FALLBACK = "civicsearch-cp1252"
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_SPACES = re.compile("[\u00a0\u2007\u202f\u2028\u2029\v\f]")
_C1 = re.compile("[\u0080-\u009f]")
# Joiners spell words in Arabic and Indic scripts; everywhere else they only keep equal words from being found.
_JOINING = "\u0600-\u08ff\u0900-\u0dff"
_JOINERS = re.compile(f"(?<![{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINING}])")
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f"  # C0 controls without tab, newline, and those that are spaces
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible, or turns the writing
    "\u202a-\u202e"
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")


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
    codecs.register_error(_FALLBACK, _read_as_cp1252)
    return data.decode("utf-8-sig", _FALLBACK), line


def _read_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def normalise(text: str) -> str:
    """Text with one kind of newline, one kind of space, composed letters, and no unsafe or invisible character.

    >>> normalise("cafe\\u0301\\r\\nre\\u00adport\\u202e \\x93quoted\\x94")
    'café\\nreport “quoted”'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # These run in C over the whole text, at a fiftieth of a regular expression's time; most texts need no more.
    if not text.isascii():
        text = text.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")
    if not text.replace("\n", "").replace("\t", "").isprintable():
        text = _C1.sub(_from_cp1252, text)
        text = _SPACES.sub(" ", text)
        text = _SURROGATES.sub("\ufffd", text)
        text = _JOINERS.sub("", _UNSAFE.sub("", text))
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _from_cp1252(match: re.Match[str]) -> str:
    return match[0].encode("latin-1").decode("cp1252", "ignore")


def one_line(text: str, limit: int = 1000) -> str:
    """Normalised text on one line with single spaces, cut to ``limit`` characters."""
    line = " ".join(normalise(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def unescape(text: str) -> str:
    """Text with its HTML entities read once, and normalised again: an entity can spell any character."""
    return normalise(html.unescape(text)) if "&" in text else text


def quoted(value: object) -> str:
    """A value as a warning shows it: on one line, short, between quotation marks."""
    return f"“{one_line(str(value), 60)}”"
