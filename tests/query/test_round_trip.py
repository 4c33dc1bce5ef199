"""Parsing and printing are inverses, whatever is typed."""

from __future__ import annotations

from datetime import datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st

from civicsearch.errors import QueryError
from civicsearch.language.folding import facet_key
from civicsearch.language.tokens import words
from civicsearch.query import ParsedQuery, explain, parse, to_string

NOW = datetime(2026, 11, 23, 15, 30)

STRICT_FIELDS = ("date", "since", "after", "until", "before", "newer", "older", "year", "month", "sort")
"""Fields whose values may be refused."""


def _is_settled(text: str) -> bool:
    """Whether the words and the facet key of a text are their own words and key.

    A few compatibility characters are not (``½`` folds to three characters, which are two words when read again): the
    lexicon cannot be asked for them by what they fold to.
    """
    return all(words(word) == [word] for word in words(text)) and facet_key(facet_key(text)) == facet_key(text)


def _read(text: str, as_you_type: bool = False) -> ParsedQuery | QueryError:
    try:
        return parse(text, now=NOW, as_you_type=as_you_type)
    except QueryError as error:
        return error


def _check_error(error: QueryError, text: str) -> None:
    assert error.query == text
    assert error.position is not None
    assert 0 <= error.position < len(text)
    assert any(name in text.lower() for name in STRICT_FIELDS)


def _check(text: str, as_you_type: bool = False) -> None:
    parsed = _read(text, as_you_type)
    if isinstance(parsed, QueryError):
        _check_error(parsed, text)
        return
    printed = to_string(parsed.tree, parsed.sort)
    again = parse(printed, now=NOW)
    assert again.tree == parsed.tree
    assert again.sort == parsed.sort
    assert to_string(again.tree, again.sort) == printed
    assert explain(parsed.tree)


words_ = st.sampled_from(["open", "Data", "don't", "cloud.gov", "M-13-13", "or", "東京", "Être", "a", "the"])
names = st.sampled_from(
    "title body summary text tag category author source lang year month date since before older_than path url links "
    "has missing in sort saved foo http".split()
)
values = st.one_of(
    words_,
    st.sampled_from(
        ["2014", "2014-03", "6m..", "2014..2015", "30d", "title", "date", "-date", "*", "a*", "*b", "o*net"]
    ),
    st.sampled_from(["a,b", "a,*", 'a,"b c"', "jane~", "x^2", "x~2^3", "a?b", "github.com/a?b", "2014/**", "a[b]*"]),
    st.sampled_from(["open-dat*", "o*net-x", "b?s-t", "-x", "#x", "a(b)", "x^y", "^3", "~2", "a^3^1"]),
)
quotations = st.builds('"{}"'.format, st.one_of(words_, st.sampled_from(["open data", "a*b", 'a \\" b', "[x]", "  "])))
suffixes = st.sampled_from(["", "", "", "~", "~2", "^2", "~3^0.5", "^0"])
atoms = st.one_of(
    st.builds(lambda value, suffix: value + suffix, st.one_of(values, quotations), suffixes),
    st.builds(lambda name, value, suffix: f"{name}:{value}{suffix}", names, st.one_of(values, quotations), suffixes),
)
queries = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds(" ".join, st.lists(inner, min_size=1, max_size=4)),
        st.builds(" OR ".join, st.lists(inner, min_size=2, max_size=3)),
        st.builds("({})".format, inner),
        st.builds("({})^2.5".format, inner),
        st.builds("-{}".format, inner),
        st.builds("NOT ({})".format, inner),
        st.builds("{}:({})".format, names, inner),
        st.builds("{} NEAR/3 {}".format, inner, inner),
        st.builds("{} ADJ/2 {}".format, inner, inner),
    ),
    max_leaves=12,
)
syntax = st.lists(
    st.sampled_from(
        [*"()|-\"“”\\*?~^:,.<>=&#'/[] \t\n\0", "AND", "OR", "NOT", "NEAR/2", "tag:", "url:", "date:", "in:", "a", "b"]
    ),
    max_size=40,
).map("".join)


@given(queries)
@example("0?\u1000")
@settings(max_examples=400)
@example("(in:url a* OR b) -c")
@example("url:a^2^1")
@example("(path:~2)^2.5")
@example("*^2 sort:title")
@example('tag:"a\\"b" x')
def test_queries_print_back(query: str) -> None:
    _check(query)


@given(queries)
def test_queries_print_back_as_typed(query: str) -> None:
    _check(query, as_you_type=True)


@given(st.text().filter(_is_settled))
def test_any_text_prints_back(text: str) -> None:
    _check(text)
    _check(text, as_you_type=True)


@given(syntax)
@settings(max_examples=400)
def test_any_heap_of_signs_prints_back(text: str) -> None:
    _check(text)


@given(names, st.text().filter(_is_settled))
def test_any_value_of_any_field_prints_back(name: str, value: str) -> None:
    _check(f"{name}:{value}")
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    _check(f'{name}:"{quoted}"')


@given(st.text(alphabet=st.characters()))
def test_parsing_never_fails_but_for_values_that_there_are_not(text: str) -> None:
    parsed = _read(text)
    if isinstance(parsed, QueryError):
        _check_error(parsed, text)
