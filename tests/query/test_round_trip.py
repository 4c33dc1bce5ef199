"""Parsing and printing are inverses, whatever is typed."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.query.invariants import check, drops_nothing, is_settled, read

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
    check(query)


@given(queries)
def test_queries_print_back_as_typed(query: str) -> None:
    check(query, as_you_type=True)


@given(st.text().filter(is_settled))
def test_any_text_prints_back(text: str) -> None:
    check(text)
    check(text, as_you_type=True)


@given(syntax)
@settings(max_examples=400)
def test_any_heap_of_signs_prints_back(text: str) -> None:
    check(text)


@given(names, st.text().filter(is_settled))
def test_any_value_of_any_field_prints_back(name: str, value: str) -> None:
    check(f"{name}:{value}")
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    check(f'{name}:"{quoted}"')


@given(st.text(alphabet=st.characters()))
def test_any_characters_at_all_have_a_reading(text: str) -> None:
    read(text)


@given(syntax)
@settings(max_examples=400)
@example("5'10\" tall")
@example("(open|data")
@example('a"b c')
def test_no_word_is_dropped_in_silence(text: str) -> None:
    assert drops_nothing(text)


@given(st.text())
def test_no_word_of_any_text_is_dropped_in_silence(text: str) -> None:
    assert drops_nothing(text)
