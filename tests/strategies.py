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


def _date_range(first: date, last: date) -> wq.DateRange:
    first, last = sorted((first, last))
    return wq.DateRange("date", datetime.combine(first, time.min), datetime.combine(last, time.max))


_words = st.sampled_from(_QUERY_WORDS)
_word_fields = st.sampled_from(("text_words", "title_words", "summary_words", "body_words"))
_leaves = st.one_of(
    st.builds(wq.Term, st.sampled_from(("text", "title", "summary", "body")), _words),
    st.builds(wq.Term, _word_fields, _words),
    st.builds(wq.Phrase, _word_fields, st.lists(_words, min_size=2, max_size=3), slop=st.integers(1, 3)),
    st.builds(
        wq.SpanNear,
        st.builds(wq.Term, st.just("text_words"), _words),
        st.builds(wq.Term, st.just("text_words"), _words),
        slop=st.integers(1, 3),
        ordered=st.booleans(),
    ),
    st.builds(wq.Prefix, st.just("text_words"), _words.map(lambda word: word[:2])),
    st.builds(wq.Wildcard, st.just("text_words"), _words.map(lambda word: f"{word[0]}*{word[-1]}")),
    st.builds(
        wq.Term, st.sampled_from(("category", "tag")), st.sampled_from(("news", "open-data", "c++", "evenements"))
    ),
    st.builds(wq.Term, st.just("author"), st.sampled_from(("ana-ruiz", "jose-ortiz"))),
    st.builds(wq.Term, st.just("source"), st.sampled_from(("harbour", "open-region"))),
    st.builds(wq.Term, st.just("year"), st.sampled_from(("2013", "2014"))),
    st.builds(_date_range, days, days),
    st.just(wq.Every()),
)
trees = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(wq.And, st.lists(inner, min_size=1, max_size=3)),
        st.builds(wq.Or, st.lists(inner, min_size=1, max_size=3)),
        st.builds(wq.Not, inner),
    ),
    max_leaves=6,
)
"""Query trees of every kind that both engines execute."""
