"""What may reach a terminal, and how wide it is there."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch.lines import Piece, beside, columns, padded, render, wrap
from civicsearch.terminal import clean, clean_data, shorten, width

text = st.text(alphabet=st.characters(codec="utf-8"), max_size=60) | st.text(
    alphabet="ab c開\u0301\x1b\u202e\n", max_size=60
)


@given(text)
def test_nothing_that_a_terminal_obeys_is_left(given_text: str) -> None:
    cleaned = clean(given_text)
    assert not any(unicodedata.category(sign) == "Cc" for sign in cleaned)
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")
    assert clean(cleaned) == cleaned


@given(text)
def test_data_keeps_line_breaks_and_tabs_and_nothing_else_of_the_controls(given_text: str) -> None:
    left = {sign for sign in clean_data(given_text) if unicodedata.category(sign) == "Cc"}
    assert left <= set("\t\n\r\v\f\x85")


@pytest.mark.parametrize(
    ("shown", "columns_taken"),
    [("abc", 3), ("é", 1), ("e\u0301", 1), ("開放", 4), ("ｱ", 1), ("Ａ", 2), ("🗳", 1), ("📊", 2), ("…·█", 3), ("", 0)],
)
def test_width_is_what_a_terminal_shows(shown: str, columns_taken: int) -> None:
    assert width(shown) == columns_taken


@given(text.map(clean), st.integers(1, 30))
def test_shortened_text_fits_and_is_cut_at_its_end_only(whole: str, room: int) -> None:
    short = shorten(whole, room)
    assert width(short) <= room
    assert short == whole or (short.endswith("…") and whole.startswith(short[:-1]))


@given(st.lists(st.tuples(text.map(clean), st.sampled_from(["", "match"])), max_size=5), st.integers(2, 40))
def test_wrapping_loses_nothing_and_no_line_is_too_wide(parts: list[tuple[str, str]], room: int) -> None:
    lines = wrap([Piece(*part) for part in parts], room)
    assert all(columns(line) <= room for line in lines)
    wrapped = "".join(piece.text for line in lines for piece in line)
    assert "".join(wrapped.split()) == "".join("".join(part for part, _ in parts).split())


def test_a_word_in_two_styles_is_not_broken_between_them() -> None:
    lines = wrap([Piece("see cloud."), Piece("gov", "match"), Piece(" now")], 10)
    assert [render(line, colour=False) for line in lines] == ["see", "cloud.gov", "now"]


def test_wide_text_without_spaces_breaks_anywhere() -> None:
    lines = wrap([Piece("市は開放データを公開")], 8)
    assert [render(line, colour=False) for line in lines] == ["市は開放", "データを", "公開"]


def test_a_style_ends_with_its_line() -> None:
    lines = wrap([Piece("open data everywhere", "match")], 10)
    for line in lines:
        written = render(line, colour=True)
        assert written.startswith("\x1b[1;33m")
        assert written.endswith("\x1b[0m")


def test_blocks_stand_beside_each_other_whatever_their_characters() -> None:
    left = [[Piece("開放", "title")], [Piece("ab")]]
    right = [[Piece("x")], [Piece("y")], [Piece("z")]]
    rows = [render(line, colour=False) for line in beside(left, right, 6, 2)]
    assert rows == ["開放    x", "ab      y", "        z"]
    assert columns(padded([Piece("開")], 5)) == 5
