"""Posts and query trees drawn at random, from few enough words that they meet."""

from __future__ import annotations

from datetime import date, datetime, time

from hypothesis import strategies as st
from whoosh import query as wq

from civicsearch import Post

_WORDS = {
    "en": ("open", "opened", "data", "city", "cities", "budget", "budgets", "café", "resume", "résumé", "dog’s", "the"),
    "de": ("offen", "offene", "Daten", "Stadt", "Städte", "Haushalt", "data", "die", "Straße", "strasse"),
    "fr": ("ouvert", "ouvertes", "données", "ville", "villes", "l’État", "etat", "café", "data", "publique"),
}
_QUERY_WORDS = sorted({word.lower() for words in _WORDS.values() for word in words if "’" not in word} | {"absent"})
_CATEGORIES = ("News", "news", "Open Data", "open_data", "Événements", "C++", "311")
_AUTHORS = ("Ana Ruiz", "ana ruiz", "José Ortiz", "Jose Ortiz", "Li Wei")
_SOURCES = ("harbour", "Open Region")

days = st.dates(date(2012, 11, 1), date(2015, 2, 28))


@st.composite
def _texts(draw: st.DrawFn, language: str) -> str:
    words = st.sampled_from(_WORDS[language])
    paragraph = st.lists(words, max_size=8).map(" ".join)
    return "\n\n".join(draw(st.lists(paragraph, max_size=3)))


@st.composite
def posts(draw: st.DrawFn, post_id: str = "post") -> Post:
    """One post in one of three languages."""
    language = draw(st.sampled_from(sorted(_WORDS)))
    return Post(
        post_id,
        draw(st.lists(st.sampled_from(_WORDS[language]), min_size=1, max_size=3).map(" ".join)),
        draw(_texts(language)),
        draw(st.none() | days),
        tuple(draw(st.lists(st.sampled_from(_AUTHORS), max_size=2))),
        tuple(draw(st.lists(st.sampled_from(_CATEGORIES), max_size=3))),
        tuple(draw(st.lists(st.sampled_from(_CATEGORIES), max_size=2))),
        language=language,
        summary=draw(st.none() | st.sampled_from(_WORDS[language])),
        source=draw(st.sampled_from(_SOURCES)),
    )


@st.composite
def archives(draw: st.DrawFn, max_size: int = 8, min_size: int = 0) -> list[Post]:
    """Several posts, each with an id of its own."""
    return [draw(posts(f"post/{number}")) for number in range(draw(st.integers(min_size, max_size)))]


_few_words = st.sampled_from(("open", "data", "city"))
_dense_text = st.lists(
    st.lists(st.sampled_from(("open", "data", "city", "x")), min_size=3, max_size=9).map(" ".join), max_size=2
).map("\n\n".join)
dense_archives = st.lists(_dense_text, min_size=3, max_size=6).map(
    lambda texts: [Post(f"post/{number}", "open x", text, language="en") for number, text in enumerate(texts)]
)
"""Posts that say the same three words again and again."""


def _date_range(first: date, last: date) -> wq.DateRange:
    first, last = sorted((first, last))
    return wq.DateRange("date", datetime.combine(first, time.min), datetime.combine(last, time.max))


_words = st.sampled_from(_QUERY_WORDS)
_word_fields = st.sampled_from(("text_words", "title_words", "summary_words", "body_words"))
_slops = st.integers(1, 3)
_patterns = st.one_of(
    st.builds(wq.Prefix, _word_fields, _words.map(lambda word: word[:2])),
    st.builds(wq.Wildcard, _word_fields, _words.map(lambda word: f"{word[0]}*{word[-1]}")),
    st.builds(
        wq.Regex,
        _word_fields,
        st.sampled_from(("(bud|op)[a-z]+s?$", "c.t(y|ies)$", r"d\w{2,3}$", "^(of+en|ville)s*", "s.*e", "r(e|s|um)+$")),
    ),
    st.builds(wq.FuzzyTerm, _word_fields, _words, maxdist=st.integers(1, 2), prefixlength=st.integers(0, 2)),
    st.builds(wq.Variations, _word_fields, st.sampled_from(("open", "budget", "cities", "data"))),
    st.builds(
        wq.TermRange,
        _word_fields,
        st.none() | _words,
        st.none() | _words,
        startexcl=st.booleans(),
        endexcl=st.booleans(),
    ),
)


def positional(words: st.SearchStrategy[str], max_leaves: int = 4) -> st.SearchStrategy[wq.Query]:
    """Query trees that compare places within a text."""
    return st.recursive(
        st.one_of(
            st.builds(wq.Term, st.just("text_words"), words),
            st.builds(wq.Prefix, st.just("text_words"), words.map(lambda word: word[:3])),
            st.builds(wq.Phrase, st.just("text_words"), st.lists(words, min_size=2, max_size=2), slop=_slops),
        ),
        _spans_of,
        max_leaves=max_leaves,
    )


def _spans_of(inner: st.SearchStrategy[wq.Query]) -> st.SearchStrategy[wq.Query]:
    some = st.lists(inner, min_size=1, max_size=3)
    least = st.integers(0, 2)
    return st.one_of(
        st.builds(wq.SpanNear, inner, inner, slop=_slops, ordered=st.booleans(), mindist=least),
        # Without an order Whoosh overlooks long spans: tests/search/test_query_classes.py.
        st.builds(wq.SpanNear2, some, slop=_slops, ordered=st.just(True), mindist=least),
        st.builds(wq.Sequence, some, slop=_slops, ordered=st.booleans()),
        st.builds(wq.Ordered, some),
        st.builds(wq.SpanFirst, inner, limit=st.integers(0, 3)),
        *(st.builds(kind, inner, inner) for kind in (wq.SpanNot, wq.SpanContains, wq.SpanBefore, wq.SpanCondition)),
        st.builds(wq.SpanOr, some),
        # Of three and more, Whoosh's Ordered cannot tell the places: tests/search/test_query_classes.py.
        st.builds(wq.Or, st.lists(inner, min_size=1, max_size=2)),
    )


_first_in_a_part = st.builds(
    lambda field, word, limit: wq.SpanFirst(wq.Term(field, word), limit=limit), _word_fields, _words, st.integers(0, 3)
)
_years = st.none() | st.integers(2012, 2015)
_filters = st.one_of(
    st.builds(
        wq.Term, st.sampled_from(("category", "tag")), st.sampled_from(("news", "open-data", "c++", "evenements"))
    ),
    st.builds(wq.Term, st.just("author"), st.sampled_from(("ana-ruiz", "jose-ortiz"))),
    st.builds(wq.Term, st.just("source"), st.sampled_from(("harbour", "open-region"))),
    st.builds(wq.Term, st.just("year"), st.sampled_from(("2013", "2014"))),
    st.builds(wq.TermRange, st.sampled_from(("category", "author")), st.just("b"), st.sampled_from(("news", "open"))),
    st.builds(
        wq.TermRange, st.just("month"), st.just("2013"), st.sampled_from(("2013-11", "2014")), endexcl=st.booleans()
    ),
    st.builds(wq.Regex, st.just("tag"), st.sampled_from(("[a-n].*s$", r"open\W", r"\d+$"))),
    st.builds(wq.FuzzyTerm, st.just("category"), st.sampled_from(("news", "open-date")), maxdist=_slops),
    st.builds(wq.NumericRange, st.just("year"), _years, _years, startexcl=st.booleans(), endexcl=st.booleans()),
    st.builds(_date_range, days, days),
    st.builds(wq.Every, st.sampled_from((None, "tag", "date", "summary_words"))),
    st.just(wq.NullQuery),
)
_leaves = st.one_of(
    st.builds(wq.Term, st.sampled_from(("text", "title", "summary", "body")), _words),
    st.builds(wq.Term, _word_fields, _words),
    st.builds(wq.Phrase, _word_fields, st.lists(_words, min_size=2, max_size=3), slop=_slops),
    _patterns,
    positional(_words),
    _first_in_a_part,
    _filters,
)
trees = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(wq.And, st.lists(inner, min_size=1, max_size=3)),
        st.builds(wq.Or, st.lists(inner, min_size=1, max_size=3)),
        st.builds(wq.Not, inner),
        st.builds(wq.DisjunctionMax, st.lists(inner, min_size=1, max_size=3)),
        st.builds(wq.ConstantScoreQuery, inner),
        *(st.builds(kind, inner, inner) for kind in (wq.AndNot, wq.AndMaybe, wq.Require, wq.Otherwise)),
    ),
    max_leaves=6,
)
"""Query trees of every kind that both engines execute."""

dense_trees = positional(_few_words, max_leaves=6)
"""Trees of span queries over the words of `dense_archives`."""
