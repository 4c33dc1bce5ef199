"""Regular expressions match as Python's do, and no pattern takes long."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch import UsageError
from civicsearch.language.folding import fold
from civicsearch.search import regex
from civicsearch.search.regex import Regex

_atoms = st.sampled_from(
    (
        "a",
        "b",
        "c",
        "[ab]",
        "[^a]",
        "[]x]",
        ".",
        "(a|b)",
        "(?:ab|c)",
        r"\w",
        r"\d",
        r"\x61",
        "(a|)",
        "(b*c)",
        "(?P<n>ca?)",
    )
)
_repeats = st.sampled_from(("", "", "*", "+", "?", "{2}", "{0,2}", "{1,}", "{2,}", "{,2}", "{0}", "*?", "{x}"))
_branches = st.lists(st.tuples(_atoms, _repeats).map("".join), max_size=4).map("".join)
_branches = st.tuples(st.sampled_from(("", "^")), _branches, st.sampled_from(("", "$"))).map("".join)
_patterns = st.lists(_branches, min_size=1, max_size=2).map("|".join)
_word = st.text("abcx1]{}", min_size=1, max_size=7)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


@given(_patterns.filter(_compiles), st.lists(_word, max_size=20))
def test_it_matches_what_python_matches(pattern: str, words: list[str]) -> None:
    ours = Regex(pattern, fold)
    expected = [place for place, word in enumerate(words) if re.match(pattern, word)]
    assert ours.matching(words).tolist() == expected
    assert all(words[place].startswith(ours.prefix) for place in expected)


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b$", "(a|aa)+$", "(.*)*x", "a{1,400}b"])
def test_patterns_that_make_python_try_for_ever_are_answered(pattern: str) -> None:
    assert Regex(pattern, fold).matching(["a" * 5000 + "c", "ab"]).tolist() in ([], [1], [0])


def test_words_are_walked_through_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regex, "_BLOCK", 2)
    assert Regex("b.*", fold).matching(["a", "b", "ba", "c", "bc"]).tolist() == [1, 2, 4]


def test_case_and_accents_do_not_count_as_they_do_not_in_words() -> None:
    assert Regex("Café|[É]tat|(?:STRASSE)", fold).matching(["cafe", "etat", "strasse", "x"]).tolist() == [0, 1, 2]
    assert Regex("(?i)DATA", fold).matching(["data"]).tolist() == [0]


def test_only_the_words_with_the_pattern_s_first_letters_are_looked_at() -> None:
    prefixes = {pattern: Regex(pattern, fold).prefix for pattern in ("budg?et", "data{0,1}", "Bud.*", "a|b", "^open")}
    assert prefixes == {"budg?et": "bud", "data{0,1}": "dat", "Bud.*": "bud", "a|b": "", "^open": "open"}


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("[a", "no regular expression"),
        ("a**", "no regular expression"),
        ("(?=a)", r"\(\?=a cannot be searched for"),
        (r"(a)\1", r"\\1 cannot be searched for"),
        (r"\bopen", r"\\b cannot be searched for"),
        ("a*+", "gives nothing back"),
        ("a$b", "at its end"),
        ("x^", "at the beginning"),
        ("a{1000}", "longer than 500 letters"),
        ("(((a{50}){50}){50})", "longer than 500 letters"),
        ("((){400}){400}", "longer than 500 letters"),
        ("a" * 2000, "longer than 1,000 characters"),
        ("(" * 60 + "a" + ")" * 60, "groups within each other"),
    ],
)
def test_what_cannot_be_searched_for_is_named(pattern: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        Regex(pattern, fold)


def test_an_automaton_that_would_grow_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regex, "MOST_STEPS", 20)
    words = [f"{number:012b}" for number in range(500)]
    with pytest.raises(UsageError, match="too many ways"):
        Regex("(0|1)*0(0|1){8}$", fold).matching(words)
