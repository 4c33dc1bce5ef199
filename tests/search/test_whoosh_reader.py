"""Whoosh's own searcher finds on an index what civicsearch finds, and what it would find on an index of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import fields, scoring
from whoosh import query as wq
from whoosh.filedb.filestore import RamStorage  # noqa: TID251  # the oracle only; nothing is read from a disk
from whoosh.index import Index  # noqa: TID251  # the same
from whoosh.matching import ReadTooFar
from whoosh.reading import ReaderClosed, TermNotFound
from whoosh.searching import Searcher

from civicsearch import Post
from civicsearch.index.snapshot import open_snapshot
from civicsearch.index.writer import IndexWriter
from civicsearch.language.analyzers import WordAnalyzer
from civicsearch.language.folding import fold
from civicsearch.language.schema import TEXT_FIELDS, WORD_FIELDS, schema
from civicsearch.search.matching import Matcher
from civicsearch.search.whoosh_reader import WhooshReader, open_whoosh_reader
from tests.strategies import archives, trees
from tests.whoosh_oracle import WhooshOracle


class OnItsOwn(WhooshOracle):
    """Whoosh's searcher on an index of Whoosh's own."""

    def _in_whoosh_terms(self, tree: wq.Query) -> wq.Query:
        if isinstance(tree, wq.AndNot):
            # Whoosh's lets the first post through where the unwanted posts begin before it.
            return self._in_whoosh_terms(wq.And([tree.a, wq.Not(tree.b)]))
        return super()._in_whoosh_terms(tree)


class OnReader(OnItsOwn):
    """Whoosh's searcher on an index of ours, which knows every form of a word itself."""

    def __init__(self, reader: WhooshReader) -> None:
        self._searcher = Searcher(reader)

    def _in_whoosh_terms(self, tree: wq.Query) -> wq.Query:
        if isinstance(tree, wq.Term) and tree.fieldname in TEXT_FIELDS:
            return tree
        if isinstance(tree, wq.NumericRange) and tree.fieldname == "year":
            start, end = (None if end is None else str(end) for end in (tree.start, tree.end))
            return wq.TermRange("year", start, end, tree.startexcl, tree.endexcl)
        return super()._in_whoosh_terms(tree)


@contextmanager
def reader_of(
    posts: list[Post], bounds: tuple[int, ...] = (), removed: frozenset[str] = frozenset()
) -> Iterator[WhooshReader]:
    """A reader of an index of posts that were written in several commits, and some of them removed."""
    with tempfile.TemporaryDirectory() as folder:
        for start, end in pairwise([0, *sorted(bounds), len(posts)]):
            with IndexWriter(Path(folder)) as writer:
                for post in posts[start:end]:
                    writer.add(post)
                for post_id in removed if end == len(posts) else ():
                    writer.remove(post_id)
                writer.commit()
        yield WhooshReader(open_snapshot(Path(folder)))


@st.composite
def readers(draw: st.DrawFn) -> tuple[list[Post], tuple[int, ...], frozenset[str]]:
    """Posts, where commits end, and ids to remove."""
    posts = draw(archives(10))
    bounds = draw(st.lists(st.integers(0, len(posts)), max_size=3).map(tuple))
    removed = draw(st.frozensets(st.sampled_from([post.id for post in posts]), max_size=3)) if posts else frozenset()
    return posts, bounds, removed


def found_ids(searcher: Searcher, tree: wq.Query) -> set[str]:
    return {hit["id"] for hit in searcher.search(tree, limit=None)}


@given(readers(), st.lists(trees, min_size=1, max_size=4))
def test_a_searcher_finds_what_civicsearch_and_an_index_of_whooshs_own_find(
    drawn: tuple[list[Post], tuple[int, ...], frozenset[str]], queries: list[wq.Query]
) -> None:
    posts, bounds, removed = drawn
    oracle = OnItsOwn([post for post in posts if post.id not in removed])
    with reader_of(posts, bounds, removed) as reader:
        snapshot, searcher = reader.snapshot, OnReader(reader)
        for tree in queries:
            found = searcher.matching(tree)
            assert found == {snapshot.id(int(post)) for post in Matcher(snapshot).match(tree).posts}, tree
            assert found == oracle.matching(tree), tree


def own_index(posts: list[Post]) -> Index:
    """The same posts, words as written, in an index of Whoosh's own."""
    text = fields.TEXT(analyzer=WordAnalyzer(), phrase=True)
    index: Index = RamStorage().create_index(
        fields.Schema(id=fields.ID(stored=True), title_words=text, body_words=text, text_words=text)
    )
    writer = index.writer()
    for post in posts:
        whole = "\n\n".join((post.title, post.summary or "", post.text))
        writer.add_document(id=post.id, title_words=post.title, body_words=post.text, text_words=whole)
    writer.commit()
    return index


as_written = st.builds(
    wq.Term,
    st.sampled_from(("title_words", "body_words", "text_words")),
    st.sampled_from(("data", "open", "city", "cafe", "budget", "the", "absent")),
    boost=st.sampled_from((1.0, 2.5)),
)
# Without lengths: Whoosh's own index rounds them from 15 on.
weightings = st.sampled_from((scoring.BM25F(B=0), scoring.TF_IDF(), scoring.Frequency()))


@given(
    archives(10),
    st.lists(st.integers(0, 10), max_size=3),
    st.one_of(as_written, st.builds(wq.Or, st.lists(as_written, min_size=2, max_size=3))),
    weightings,
)
def test_scores_are_those_of_an_index_of_whooshs_own(
    posts: list[Post], bounds: list[int], tree: wq.Query, weighting: scoring.WeightingModel
) -> None:
    with reader_of(posts, tuple(min(bound, len(posts)) for bound in bounds)) as reader:
        searcher = Searcher(reader, weighting)
        scores = {hit["id"]: hit.score for hit in searcher.search(tree, limit=None)}
        own = own_index(posts).searcher(weighting=weighting)
        expected = {hit["id"]: hit.score for hit in own.search(tree, limit=None)}
        assert scores == pytest.approx(expected)
        first = [hit.score for hit in searcher.search(tree, limit=2)]
        assert first == pytest.approx(sorted(expected.values(), reverse=True)[:2])


@given(readers())
def test_terms_postings_and_lists_of_words_agree(drawn: tuple[list[Post], tuple[int, ...], frozenset[str]]) -> None:
    with reader_of(*drawn) as reader:
        listed = list(reader.all_terms())
        assert listed == sorted(set(listed))
        words: dict[tuple[str, int], dict[str, tuple[int, ...]]] = {}
        for field, term in listed:
            postings, info = reader.postings(field, term), reader.term_info(field, term)
            posts = list(postings.all_ids())
            weights = []
            while postings.is_active():
                if field in WORD_FIELDS:
                    positions = tuple(postings.value_as("positions"))
                    words.setdefault((field, postings.id()), {})[term.decode()] = positions
                    assert len(positions) == postings.weight()
                weights.append(postings.weight())
                postings.next()
            assert (field, term) in reader
            assert posts == sorted(set(posts))
            assert not any(map(reader.is_deleted, posts))
            assert reader.doc_frequency(field, term) == info.doc_frequency() == len(posts)
            assert reader.frequency(field, term) == info.weight() == sum(weights)
            assert (info.min_id(), info.max_id(), info.max_weight()) == (posts[0], posts[-1], max(weights))
        for post in reader.all_doc_ids():
            for field in WORD_FIELDS:
                vector: dict[Any, Any] = dict(reader.vector(post, field).all_items())
                assert vector == words.get((field, post), {})
                assert reader.doc_field_length(post, field) == sum(map(len, vector.values()))


@given(readers(), st.sampled_from(WORD_FIELDS), st.sampled_from(("c", "da", "dat", "o", "é", "")))
def test_prefixes_are_slices_of_the_lexicon(
    drawn: tuple[list[Post], tuple[int, ...], frozenset[str]], field: str, prefix: str
) -> None:
    with reader_of(*drawn) as reader:
        lexicon, start = list(reader.lexicon(field)), fold(prefix).encode()
        assert list(reader.expand_prefix(field, prefix)) == [term for term in lexicon if term.startswith(start)]
        from_there = [term for name, term in reader.terms_from(field, prefix) if name == field]
        assert from_there == [term for term in lexicon if term >= start]


def test_the_schema_names_the_fields_that_queries_can_name() -> None:
    with reader_of([]) as reader:
        assert reader.schema.names() == schema().names()


def test_a_word_stands_for_its_forms_in_the_language_of_each_post() -> None:
    posts = [Post("en", "New policies", "", language="en"), Post("de", "Policies", "", language="de")]
    posts.append(Post("other", "A policy", "", language="en"))
    with reader_of(posts) as reader, Searcher(reader) as searcher:
        assert found_ids(searcher, wq.Term("title", "policy")) == {"en", "other"}
        assert found_ids(searcher, wq.Term("title_words", "policy")) == {"other"}


def test_positions_count_from_the_start_of_each_field() -> None:
    post = Post("1", "Open data", "data opens\n\ndata", summary="more data")
    with reader_of([post]) as reader:
        positions = {
            field: reader.postings(field, "data").value_as("positions")
            for field in ("title_words", "summary_words", "body_words", "text_words")
        }
    assert positions == {
        "title_words": [1],
        "summary_words": [1],
        "body_words": [0, 66],
        "text_words": [1, 67, 132, 198],
    }


def test_what_there_is_not_is_told_in_whooshs_way() -> None:
    with reader_of([Post("a", "Open data", "Two words"), Post("b", "", "Words")]) as reader:
        with pytest.raises(TermNotFound, match="nowhere"):
            reader.postings("nowhere", "x")
        with pytest.raises(TermNotFound, match="missing"):
            reader.term_info("body_words", "missing")
        assert not reader.has_deletions()
        assert (reader.min_field_length("body_words"), reader.max_field_length("body_words")) == (1, 2)
        matcher = reader.postings("body_words", "words")
        again = matcher.copy()
        matcher.skip_to(1)
        assert (matcher.id(), again.id()) == (1, 0)
        matcher.next()
        for beyond in (matcher.next, lambda: matcher.skip_to(0)):
            with pytest.raises(ReadTooFar):
                beyond()
        matcher.reset()
        assert list(matcher.all_ids()) == [0, 1]


def test_a_reader_stays_on_its_generation_until_it_is_closed(tmp_path: Path) -> None:
    with IndexWriter(tmp_path) as writer:
        writer.add(Post("1", "open data", ""))
        writer.commit()
    with open_whoosh_reader(tmp_path) as reader:
        with IndexWriter(tmp_path) as writer:
            writer.add(Post("2", "open data", ""))
            writer.commit()
        assert reader.doc_count() == 1
        with open_whoosh_reader(tmp_path) as newer:
            assert newer.doc_count() == 2
            assert newer.generation() > reader.generation()
    assert reader.is_closed
    with pytest.raises(ReaderClosed):
        reader.doc_count()
