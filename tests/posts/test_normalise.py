"""Encodings and characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch.posts.normalise import decode, normalise, one_line, quoted, unescape

FORBIDDEN = {
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
    *map(chr, range(0xD800, 0xE000)),
    *"\u00a0\u00ad\u200b\u200e\u200f\u2028\u2029\u2060\ufeff",
} - {"\n", "\t"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("cafe\u0301", "café"),
        ("zero\u200bwidth\ufeff\u2060", "zerowidth"),
        ("trans\u00adparency", "transparency"),
        ("no\u00a0break\u202fspace", "no break space"),
        ("it\x92s \x93so\x94", "it’s “so”"),
        ("a\x81b", "ab"),
        ("one\u2028two\u2029three", "one two three"),
        ("\x1b[31mred\x07\x00", "[31mred"),
        ("abc\u202edef\u2066ghi", "abcdefghi"),
        ("half\ud800pair", "half\ufffdpair"),
        ("data\u200dset", "dataset"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_characters(written: str, meant: str) -> None:
    assert normalise(written) == meant


texts = st.text(st.characters() | st.sampled_from(sorted(FORBIDDEN)))


@given(texts)
def test_nothing_unsafe_is_left_and_once_is_enough(text: str) -> None:
    found = normalise(text)
    assert not FORBIDDEN & set(found)
    assert unicodedata.is_normalized("NFC", found)
    assert normalise(found) == found


@given(texts, st.integers(1, 40))
def test_one_line_is_one_short_line(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert "\n" not in line
    assert "\t" not in line
    assert not line or not (line[0].isspace() or line[-1].isspace())


@given(st.binary())
def test_any_bytes_are_text(data: bytes) -> None:
    text, line = decode(data)
    normalise(text).encode()
    assert line is None or 1 <= line <= data.count(b"\n") + 1


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_utf8_needs_no_other_reading(text: str) -> None:
    if not text.startswith(("\ufeff", "\ufffe")):
        assert decode(text.encode()) == (text, None)


def test_bytes_that_are_not_utf8_are_cp1252_and_the_others_stay() -> None:
    data = "über\nété ".encode() + "“naïve” €".encode("cp1252")
    assert decode(data) == ("über\nété “naïve” €", 2)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_no_text(encoding: str) -> None:
    assert decode("naïve".encode(encoding)) == ("naïve", None)


def test_entities_are_read_once_and_spell_nothing_unsafe() -> None:
    assert unescape("R&amp;D &amp;amp; &lt;b&gt;") == "R&D &amp; <b>"
    assert unescape("a&#27;[1m&#x202e;b&#8203;c&nbsp;d&#146;") == "a[1mbc d’"


def test_values_in_warnings_are_short_and_safe() -> None:
    assert quoted("a\x1b]0;b\nc") == "“a]0;b c”"
    assert len(quoted("x" * 1000)) < 70
