"""tantivy, through its Python binding: one field of English stems, facets by aggregations over fast fields.

A title, a summary and each paragraph are values of their own of that field, so that phrases stop where paragraphs do.
What a list of results shows is stored; words, categories and dates are indexed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

import tantivy
from tantivy import FieldType, Filter, Occur, Query, Tokenizer

from .protocol import FACETS, LIMIT, SNIPPET_LENGTH, Answer, Counts, Question, Row

if TYPE_CHECKING:
    from civicsearch.models import Post

_STORED = ("source", "path", "url", "language", "summary")
_ALL_VALUES = 65_000
"""Buckets of an aggregation: more than any facet has values."""
_AGGREGATIONS = {name: {"terms": {"field": name, "size": _ALL_VALUES}} for name in FACETS}


class Engine:
    """tantivy's index, the writer's memory as it comes. The writer of changes stays open and merges behind them."""

    name: ClassVar[str] = "tantivy"
    parallel: ClassVar[bool] = True
    largest: ClassVar[int | None] = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schema = _schema()
        self._analyzer = (
            tantivy.TextAnalyzerBuilder(Tokenizer.simple())
            .filter(Filter.lowercase())
            .filter(Filter.stemmer("english"))
            .build()
        )

    def build(self, posts: Sequence[Post], threads: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self.open()
        writer = self._index.writer(num_threads=threads)
        for post in posts:
            writer.add_document(_document(post))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self._index = tantivy.Index(self._schema, os.fspath(self._folder))
        self._index.register_tokenizer("words", self._analyzer)
        self._searcher = self._index.searcher()
        self._writer: tantivy.IndexWriter | None = None

    def close(self) -> None:
        if self._writer is not None:
            self._writer.wait_merging_threads()
        del self._writer, self._searcher, self._index

    def ask(self, question: Question, *, facets: bool = False, snippets: bool = False) -> Answer:
        query = self._query(question)
        found = self._searcher.search(query, LIMIT, order_by_field="date" if question.newest_first else None)
        documents = [self._searcher.doc(address) for _, address in found.hits]
        rows = [_row(document) for document in documents]
        if snippets and not question.newest_first:
            generator = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "text")
            generator.set_max_num_chars(SNIPPET_LENGTH)
            rows = [
                (*row, generator.snippet_from_doc(document).to_html())
                for row, document in zip(rows, documents, strict=True)
            ]
        counted = self._searcher.aggregate(query, _AGGREGATIONS) if facets else None
        return Answer(cast(Any, found).count, rows, counted)

    def counts(self, answer: Answer) -> Counts:
        found = cast(dict[str, Any], answer.facets)
        return {name: {str(bucket["key"]): bucket["doc_count"] for bucket in found[name]["buckets"]} for name in FACETS}

    def put(self, posts: Sequence[Post]) -> None:
        if self._writer is None:
            self._writer = self._index.writer(num_threads=1)
        for post in posts:
            self._writer.delete_documents_by_term("id", post.id)
            self._writer.add_document(_document(post))
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _query(self, question: Question) -> Query:
        schema = self._schema
        parts = [(Occur.Must, self._word(word)) for word in question.all_of]
        if question.any_of:
            either = Query.boolean_query([(Occur.Should, self._word(word)) for word in question.any_of])
            parts.append((Occur.Must, either))
        if question.phrase:
            stems: list[str | tuple[int, str]] = [self._stem(word) for word in question.phrase]
            parts.append((Occur.Must, Query.phrase_query(schema, "text", stems)))
        if question.prefix:
            starting = Query.fuzzy_term_query(schema, "text", question.prefix, distance=0, prefix=True)
            parts.append((Occur.Must, starting))
        if question.years:
            first, last = (datetime(year, 1, 1) for year in (question.years[0], question.years[1] + 1))
            within = Query.range_query(schema, "date", FieldType.Date, first, last, include_upper=False)
            parts.append((Occur.Must, within))
        if question.category:
            parts.append((Occur.Must, Query.term_query(schema, "category", question.category)))
        parts += [(Occur.MustNot, self._word(word)) for word in question.none_of]
        if not parts:
            return Query.all_query()
        return parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)

    def _word(self, word: str) -> Query:
        return Query.term_query(self._schema, "text", self._stem(word))

    def _stem(self, word: str) -> str:
        stems: list[str] = self._analyzer.analyze(word)
        return stems[0]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", stored=True, tokenizer_name="words", index_option="position")
    for name in ("author", "category", "tag"):
        builder.add_text_field(name, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_date_field("date", stored=True, indexed=True, fast=True)
    builder.add_unsigned_field("year", fast=True)
    for name in _STORED:
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def _document(post: Post) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("id", post.id)
    for part in (post.title, post.summary or "", *post.text.split("\n\n")):
        document.add_text("text", part)
    for name, values in (("author", post.authors), ("category", post.categories), ("tag", post.tags)):
        for value in values:
            document.add_text(name, value)
    if post.date is not None:
        document.add_date("date", datetime.combine(post.date, time(), UTC))
        document.add_unsigned("year", post.date.year)
    for name in _STORED:
        if value := getattr(post, name):
            document.add_bytes(name, value.encode())
    return document


def _row(document: tantivy.Document) -> Row:
    stored = (document.get_first(name) for name in _STORED)
    return (
        document.get_first("id"),
        document.get_first("text"),
        document.get_first("date"),
        *(tuple(document.get_all(name)) for name in ("author", "category", "tag")),
        *(None if value is None else value.decode() for value in stored),
    )
