"""What is built on Whoosh's searcher works on an index: sorting, groups, marks, spelling, likeness, scoring."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import collectors, highlight, scoring, sorting
from whoosh import query as wq
from whoosh.matching import Matcher
from whoosh.qparser import FuzzyTermPlugin, MultifieldParser, QueryParser
from whoosh.searching import Searcher

import civicsearch
from civicsearch import Post, UsageError
from civicsearch.search.whoosh_reader import WhooshReader, open_whoosh_reader
from tests.strategies import archives

POSTS = [
    Post(
        "budget",
        "The budget",
        "Council budgets are public.\n\nA budget is a promise.",
        date(2014, 3, 1),
        ("Ana Ruiz", "Li Wei"),
        ("Open Data", "Money"),
        language="en",
        summary="How a council spends",
        source="harbour",
        path="2014/budget.md",
    ),
    Post(
        "policies",
        "Élan, and policies",
        "The policy on data, and the policies on parks. Everything else is promised.",
        datetime(2015, 6, 2, 9, 30),
        ("Ana Lopez",),
        ("open-data",),
        language="en",
        source="harbour",
        path="2015/policies.md",
        url="https://blog.example/policies",
    ),
    Post("parks", "“Parks”", "Parks, trees and benches. Parks!", None, ("Li Wei",), language="en", source="region"),
]


@pytest.fixture
def searcher(index: civicsearch.SearchIndex) -> Iterator[Searcher]:
    """Three posts in two segments."""
    index.add(POSTS[:2])
    index.add(POSTS[2:])
    with Searcher(open_whoosh_reader(index.location)) as opened:
        yield opened


def ids(results: Any) -> list[str]:
    return [hit["id"] for hit in results]


def test_a_hit_has_what_a_list_of_hits_shows(searcher: Searcher) -> None:
    (hit,) = searcher.search(wq.Term("title", "policy"))
    assert hit.fields() == {
        "id": "policies",
        "title": "Élan, and policies",
        "summary": None,
        "author": ("Ana Lopez",),
        "category": ("open-data",),
        "tag": (),
        "source": "harbour",
        "language": "en",
        "path": "2015/policies.md",
        "url": "https://blog.example/policies",
        "date": datetime(2015, 6, 2, 9, 30),
    }
    assert hit["body"] == POSTS[1].text
    assert hit["text"] == f"Élan, and policies\n\n\n\n{POSTS[1].text}"
    assert hit["year"] == ["2015"]


def test_a_post_is_found_by_its_key(searcher: Searcher) -> None:
    assert (searcher.document(id="parks") or {})["title"] == "“Parks”"
    assert searcher.document(id="nowhere") is None
    assert [post["id"] for post in searcher.documents(category="OPEN data", source="harbour")] == ["budget", "policies"]


@pytest.mark.parametrize(
    ("facet", "expected"),
    [
        (sorting.FieldFacet("date"), ["budget", "policies", "parks"]),
        (sorting.FieldFacet("date", reverse=True), ["policies", "budget", "parks"]),
        (sorting.FieldFacet("title"), ["policies", "parks", "budget"]),
        (sorting.FieldFacet("title", reverse=True), ["budget", "parks", "policies"]),
        (sorting.FieldFacet("category", reverse=True), ["budget", "policies", "parks"]),
        (sorting.MultiFacet(["source", sorting.FieldFacet("date", reverse=True)]), ["policies", "budget", "parks"]),
        (sorting.FunctionFacet(lambda s, post: -s.doc_field_length(post, "body")), ["policies", "budget", "parks"]),
    ],
)
def test_sorted_by_a_column_posts_without_a_value_come_last(
    searcher: Searcher, facet: sorting.FacetType, expected: list[str]
) -> None:
    assert ids(searcher.search(wq.Every(), sortedby=facet)) == expected


@given(archives(10), st.sampled_from(("date", "title")), st.booleans())
def test_orders_are_those_of_civicsearch(posts: list[Post], field: str, reverse: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add(posts)
        facets = [
            sorting.FieldFacet(field, reverse=reverse),
            sorting.FieldFacet("date", reverse=True),
            sorting.FieldFacet("id"),
        ]
        searcher = Searcher(open_whoosh_reader(Path(folder)))
        sort = f"-{field}" if reverse else field
        expected = [hit.id for hit in index.search(sort=sort, limit=100).hits]
        assert ids(searcher.search(wq.Every(), sortedby=sorting.MultiFacet(facets), limit=None)) == expected


@given(archives(10), st.sampled_from(civicsearch.FACETS), st.sampled_from(("", "data")))
def test_groups_count_what_facets_count(posts: list[Post], facet: str, word: str) -> None:
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add(posts)
        searcher = Searcher(open_whoosh_reader(Path(folder)))
        results = searcher.search(
            wq.Term("text", word) if word else wq.Every(),
            groupedby=sorting.FieldFacet(facet, allow_overlap=True, maptype=sorting.Count),
            limit=None,
        )
        assert results.groups() == {value.value: value.count for value in index.facets(facet, query=word)[facet]}


def test_groups_of_single_values_are_named_as_they_are_shown(searcher: Searcher) -> None:
    results = searcher.search(wq.Every(), groupedby=["date", "year", "url"])
    assert list(results.groups("date")) == [datetime(2014, 3, 1), datetime(2015, 6, 2, 9, 30), None]
    assert list(results.groups("year")) == ["2014", "2015", None]
    assert list(results.groups("url")) == [None, "https://blog.example/policies"]


def test_filters_masks_and_collapsing(searcher: Searcher) -> None:
    every = wq.Every()
    assert ids(searcher.search(every, filter=wq.Term("source", "harbour"))) == ["budget", "policies"]
    assert ids(searcher.search(every, mask=wq.Term("author", "li-wei"))) == ["policies"]
    assert ids(searcher.search(every, collapse="source", sortedby="title")) == ["policies", "parks"]


def test_words_as_written_are_marked(searcher: Searcher) -> None:
    results = searcher.search(wq.Term("body_words", "policies"))
    assert '<b class="match term0">policies</b>' in results[0].highlights("body_words")
    assert "policy</b>" not in results[0].highlights("body_words")


@pytest.mark.parametrize(("field", "marks"), [("body", 3), ("text", 4), ("title", 1)])
def test_every_form_is_marked_where_it_stands(searcher: Searcher, field: str, marks: int) -> None:
    searcher.weighting = scoring.Frequency()
    query = wq.Or([wq.Term(field, "budget"), wq.Term(field, "promise")])
    results = searcher.search(query, terms=True, filter=wq.Term("id", "budget"))
    results.fragmenter = highlight.PinpointFragmenter(surround=80)
    results.formatter = highlight.UppercaseFormatter()
    shown = results[0].highlights(field)
    assert len(re.findall(r"\b[A-Z]{6,}\b", shown)) == marks


def test_suggestions_are_the_nearest_words_then_the_most_frequent(searcher: Searcher) -> None:
    assert searcher.suggest("text_words", "budgat") == ["budget", "budgets"]
    assert searcher.suggest("body_words", "polici", maxdist=2) == ["policy", "policies"]
    assert searcher.suggest("author", "ana-ruis") == ["ana-ruiz"]
    assert searcher.suggest("text_words", "xylophone") == []


def test_a_query_is_corrected(searcher: Searcher) -> None:
    written = "budgat parks"
    query = QueryParser("text_words", searcher.schema).parse(written)
    corrected = searcher.correct_query(query, written)
    assert corrected.string == "budget parks"
    assert ids(searcher.search(corrected.query)) == []
    assert corrected.query == wq.And([wq.Term("text_words", "budget"), wq.Term("text_words", "parks")])


def test_key_terms_join_the_forms_of_a_word(searcher: Searcher) -> None:
    post = searcher.document_number(id="budget")
    assert post is not None
    terms = dict(searcher.key_terms([post], "text", numterms=20))
    assert "budget" in terms
    assert "budgets" not in terms
    assert "budgets" in dict(searcher.key_terms([post], "text_words", numterms=20))


def test_posts_are_like_those_they_share_words_with(searcher: Searcher) -> None:
    (hit,) = searcher.search(wq.Term("title", "policy"))
    assert ids(hit.more_like_this("body", numterms=20))[0] in ("budget", "parks")
    assert "policies" not in ids(hit.more_like_this("body", numterms=20))
    assert ids(searcher.more_like(hit.docnum, "title_words", text="parks")) == ["parks"]


class WeightCollector(collectors.UnlimitedCollector):
    """Keeps what the matcher says of each post."""

    def prepare(self, top_searcher: Searcher, q: wq.Query, context: Any) -> None:
        super().prepare(top_searcher, q, context.set(needs_current=True))
        self.weights: dict[int, float] = {}

    def collect(self, sub_docnum: int) -> Any:
        self.weights[self.offset + sub_docnum] = self.matcher.weight()
        return super().collect(sub_docnum)


def test_a_collector_of_ones_own_sees_every_posting(searcher: Searcher) -> None:
    weights = WeightCollector()  # type: ignore[no-untyped-call]
    searcher.search_with_collector(wq.Term("text", "budget"), weights)
    assert weights.weights == {searcher.document_number(id="budget"): 3}


def test_collectors_of_whooshs_record_what_matched_and_stop_in_time(searcher: Searcher) -> None:
    query = wq.Or([wq.Term("text", "budget"), wq.Term("text", "park"), wq.Term("text", "absent")])
    results = searcher.search(query, terms=True)
    assert results.matched_terms() == {("text", b"budget"), ("text", b"park")}
    limited = collectors.TimeLimitCollector(searcher.collector(limit=1), timelimit=60)
    searcher.search_with_collector(query, limited)
    assert limited.results().scored_length() == 1


def by_position(_searcher: Searcher, _field: str, _text: str, matcher: Matcher) -> float:
    return 1 / float(1 + matcher.value_as("positions")[0])


@pytest.mark.parametrize(
    "weighting",
    [
        scoring.BM25F(),
        scoring.BM25F(title_B=1.0),
        scoring.TF_IDF(),
        scoring.Frequency(),
        scoring.PL2(),
        scoring.FunctionWeighting(by_position),
        scoring.MultiWeighting(scoring.BM25F(), title=scoring.TF_IDF()),
    ],
    ids=lambda weighting: type(weighting).__name__,
)
def test_scoring_models_rank(searcher: Searcher, weighting: scoring.WeightingModel) -> None:
    ranked = Searcher(searcher.reader(), weighting, closereader=False)
    query = wq.Or([wq.Term("title", "parks"), wq.Term("body", "policy"), wq.Term("body", "parks")])
    results = ranked.search(query)
    assert set(ids(results)) == {"parks", "policies"}
    scores = [hit.score for hit in results]
    assert scores == sorted(scores, reverse=True)
    assert ids(ranked.search(query, limit=1)) == ids(results)[:1]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("policy", ["policies"]),
        ('"public. A budget"', []),
        ('text_words:"a budget is"', ["budget"]),
        ("title:elan", ["policies"]),
        ("summary:council", ["budget"]),
        ("text_words:polic*", ["policies"]),
        ("category:'Open Data'", ["budget", "policies"]),
        ('author_name:"ana lopez"', ["policies"]),
        ("author_name:ana NOT author:ana-ruiz", ["policies"]),
        ('author_name:"wei ana"', []),
        ("path:2014*", ["budget"]),
        ("date:2014", ["budget"]),
        ("date:[20140301 TO 20150602]", ["budget", "policies"]),
        ("date:[20150101 TO]", ["policies"]),
        ("year:[2014 TO 2015] language:en", ["budget", "policies"]),
        ("promise OR tree", ["budget", "parks", "policies"]),
        ("budgt~", ["budget"]),
    ],
)
def test_query_strings_of_whooshs_parser(searcher: Searcher, written: str, expected: list[str]) -> None:
    parser = QueryParser("text", searcher.schema)
    parser.add_plugin(FuzzyTermPlugin())
    assert sorted(ids(searcher.search(parser.parse(written)))) == expected


def test_several_fields_at_once(searcher: Searcher) -> None:
    parser = MultifieldParser(["title", "body"], searcher.schema, fieldboosts={"title": 5.0})
    assert ids(searcher.search(parser.parse("park"))) == ["parks", "policies"]


def test_pages(searcher: Searcher) -> None:
    page = searcher.search_page(wq.Every(), 2, pagelen=2, sortedby="date")
    assert (ids(page), page.pagecount, page.total) == (["parks"], 2, 3)


def test_nothing_is_pickled_or_unpickled(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        pytest.fail("a pickle")

    for name in ("dumps", "loads"):
        monkeypatch.setattr(f"whoosh.formats.{name}", fail)
    monkeypatch.setattr("pickle.loads", fail)
    phrase = wq.Phrase("text", ["council", "budget"])
    assert ids(searcher.search(phrase)) == ["budget"]
    assert searcher.key_terms([0], "text")


@pytest.mark.parametrize(
    "ask",
    [
        lambda reader: reader.column_reader("author_name"),
        lambda reader: reader.vector(0, "category"),
    ],
)
def test_what_a_field_does_not_have_is_said_by_name(searcher: Searcher, ask: Callable[[WhooshReader], Any]) -> None:
    reader = searcher.reader()
    assert isinstance(reader, WhooshReader)
    with pytest.raises(UsageError, match=r"author_name|category"):
        ask(reader)
