"""Every tree that the query language can say is printed as a string that reads as that tree."""

from __future__ import annotations

from datetime import datetime

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from whoosh.query import FuzzyTerm, Phrase, Query, Term, Wildcard

from civicsearch.language.schema import KEY_FIELDS, PLACE_FIELDS, TEXT_FIELDS, words_field
from civicsearch.query import parse, to_string, trees
from civicsearch.query.dates import Stretch
from civicsearch.query.fields import SAVED
from civicsearch.query.patterns import escape
from tests.query.invariants import NOW

_word = st.sampled_from(["open", "data", "or", "near", "état", "311", "京", "café", "a", "x2"])
_written = st.one_of(_word, st.sampled_from(["c++", "#opendata", "@cfa", "f#"]))
_field = st.sampled_from(TEXT_FIELDS)
_exact = _field.map(words_field)
_glob = st.sampled_from(["b?ston", "*gov", "procur*", "o*net", "*a*", "c*t?n"])
_key = st.sampled_from(["open-data", "news", "c++", "a,b", "it's", 'say-"hi"', "x*", "or", "2014", "a:b", "~2", "東京"])
_moment = st.datetimes(datetime(1990, 1, 1), datetime(2030, 12, 31, 23, 59, 59, 999999))
_part = st.sampled_from(["github.com", "2014/", "a b", "*", "?", "a[b]", "~2", "x^2", 'q"q', "(x"])


def _star_word(field: str, typed: str) -> Query:
    return trees.any_of(trees.word_glob(field, typed)) or trees.nothing()


def _stretch(one: datetime | None, other: datetime | None) -> Query:
    assume(one or other)
    first, last = sorted((one, other)) if one and other else (one, other)
    return trees.stretch_of("date", Stretch(first, last))


_text = st.one_of(
    st.builds(Term, _field, _word),
    st.builds(Term, _exact, _written),
    st.builds(Phrase, _exact, st.lists(_written, min_size=2, max_size=4), slop=st.integers(1, 9)),
    st.builds(FuzzyTerm, _exact, _word.filter(lambda word: len(word) > 1), maxdist=st.integers(1, 2)),
    st.builds(_star_word, _exact, _glob),
)
_filters = st.one_of(
    st.builds(Term, st.sampled_from(sorted({*KEY_FIELDS} - {"author"})), _key),
    st.builds(Term, st.just("author"), st.sampled_from(["jane-doe", "o'neill", "x"])),
    st.builds(Term, st.just("author_name"), _word),
    st.builds(Term, st.just("year"), st.sampled_from(["2013", "2014"])),
    st.builds(Term, st.just("month"), st.sampled_from(["2013-01", "2014-12"])),
    st.builds(Term, st.just(SAVED), st.sampled_from(["weekly", "what-is-new"])),
    st.builds(trees.glob, st.sampled_from(["tag", "category"]), st.sampled_from(["op*", "*-data", "a?c", "*"])),
    st.builds(lambda field, part: Wildcard(field, f"*{escape(part)}*"), st.sampled_from(PLACE_FIELDS), _part),
    st.builds(trees.every, st.sampled_from([None, "tag", "date", "summary", "links", "author"])),
    st.builds(_stretch, st.none() | _moment, st.none() | _moment),
)
_weight = st.one_of(st.just(1.0), st.sampled_from([2.0, 0.5, 3.25, 1000.0]), st.floats(0.01, 1000))
_leaves = st.builds(lambda tree, weight: trees.weigh(tree.copy(), weight), st.one_of(_text, _filters), _weight)
_near = st.recursive(
    _text,
    lambda inner: st.builds(trees.near, inner, inner, st.integers(1, 9), st.booleans()),
    max_leaves=4,
)
_trees = st.recursive(
    st.one_of(_leaves, _near),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(trees.all_of),
        st.lists(inner, min_size=1, max_size=4).map(trees.any_of),
        st.builds(trees.without, inner),
    ),
    max_leaves=10,
)


@given(_trees, st.none() | st.sampled_from(["date", "-date", "title", "relevance"]))
@settings(max_examples=300)
def test_a_tree_prints_as_what_reads_as_it(tree: Query, sort: str | None) -> None:
    printed = to_string(tree, sort)
    parsed = parse(printed, now=NOW)
    assert parsed.tree == tree, printed
    assert parsed.sort == sort
    assert parsed.notes == (), printed
    assert to_string(parsed.tree, parsed.sort) == printed
