"""Authors, categories and tags."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch.posts.names import MAX_VALUES, authors_of, joined, values_of


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Open Data, news", ("Open Data", "news")),
        ("one", ("one",)),
        (["Hello, world!", "news"], ("Hello, world!", "news")),
        ([311, None, "", "  "], ("311",)),
        (311, ("311",)),
        (None, ()),
        ("", ()),
        (["economic/development", "CM/ECF"], ("economic/development", "CM/ECF")),
        (["Open Data", "open-data", "#open_data"], ("Open Data",)),
        (["a", ["b", "c"]], ("a", "b", "c")),
        ([{"name": "Budget"}], ("Budget",)),
        ("R&amp;D, <b>bold</b>", ("R&D", "bold")),
    ],
)
def test_values(value: Any, found: tuple[str, ...]) -> None:
    assert values_of(value) == found


def test_values_of_several_keys_are_one_list() -> None:
    assert joined([("News", "Data"), ("news", "Maps")]) == ("News", "Data", "Maps")


def test_values_are_bounded() -> None:
    assert len(values_of([str(number) for number in range(MAX_VALUES * 2)])) == MAX_VALUES


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Ann Lee", ("Ann Lee",)),
        ("Ann Lee, Bo Chan", ("Ann Lee, Bo Chan",)),
        (["Ann Lee", "Bo Chan"], ("Ann Lee", "Bo Chan")),
        ({"name": "Ann Lee", "email": "x"}, ("Ann Lee",)),
        ([{"name": "Ann Lee"}, "bochan"], ("Ann Lee", "bochan")),
        ({"email": "x"}, ()),
        (None, ()),
        (["Ana González", "ana gonzalez"], ("Ana González",)),
        ("[Ann Lee](/ann) ", ("Ann Lee",)),
    ],
)
def test_authors_as_written(value: Any, found: tuple[str, ...]) -> None:
    assert authors_of(value) == found


@pytest.mark.parametrize(
    ("written", "language", "found"),
    [
        ("Ann Lee, Bo Chan, and Cy Roe", "en", ("Ann Lee", "Bo Chan", "Cy Roe")),
        ("Ann Lee & Bo Chan", "en", ("Ann Lee", "Bo Chan")),
        ("Ann Lee; City of Springfield, Office", "en", ("Ann Lee", "City of Springfield, Office")),
        ("Ann Lee, City of Springfield", "en", ("Ann Lee, City of Springfield",)),
        ("Ann Lee, Design", "en", ("Ann Lee, Design",)),
        ("Ann Lee, NASA Ames", "en", ("Ann Lee, NASA Ames",)),
        ("Anne Roux et Luc de la Tour", "fr", ("Anne Roux", "Luc de la Tour")),
        ("Jörg Maier und Uta Groß", "de", ("Jörg Maier", "Uta Groß")),
        ("Rui Sá e Zé Lobo", "pt", ("Rui Sá", "Zé Lobo")),
        ("Rui Sá e Zé Lobo", "en", ("Rui Sá e Zé Lobo",)),
        ("Eva Ruiz y Ana Gil", "es", ("Eva Ruiz", "Ana Gil")),
        ("Ann Lee and Bo Chan", None, ("Ann Lee", "Bo Chan")),
        ("J. R. O'Neil, Mary-Jane van der Berg", "en", ("J. R. O'Neil", "Mary-Jane van der Berg")),
        ("Andy Sandoval", "en", ("Andy Sandoval",)),
    ],
)
def test_bylines_are_split_where_asked(written: str, language: str | None, found: tuple[str, ...]) -> None:
    assert authors_of(written, split=True, language=language) == found


def test_ids_get_their_names() -> None:
    names = {"bchan": "Bo Chan", "ann": "Ann Lee"}
    assert authors_of(["bchan", "ANN", "cyroe"], names=names) == ("Bo Chan", "Ann Lee", "cyroe")
    assert authors_of("bchan and ann", split=True, language="en", names=names) == ("Bo Chan", "Ann Lee")


yaml_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(yaml_values, st.booleans())
def test_any_value_gives_clean_names(value: Any, split: bool) -> None:
    for name in (*values_of(value), *authors_of(value, split=split, language="en")):
        assert name
        assert name == " ".join(name.split())


@given(st.text(st.sampled_from("Aa.-' ,;&é"), max_size=200))
def test_splitting_takes_any_text(text: str) -> None:
    authors_of(text, split=True)
