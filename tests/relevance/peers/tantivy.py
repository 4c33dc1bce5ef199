"""tantivy: English stems, any of the words, Lucene's BM25."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import tantivy
from tantivy import Occur, Query

from .protocol import TITLE_WEIGHT, query_words

if TYPE_CHECKING:
    from civicsearch.models import Post

_WEIGHTS = {"title": float(TITLE_WEIGHT), "summary": 1.0, "text": 1.0}


class Engine:
    """A field for each part of a post, written by one thread."""

    def __init__(self, posts: Sequence[Post], folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        for field in _WEIGHTS:
            builder.add_text_field(field, tokenizer_name="en_stem")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, os.fspath(folder))
        writer = self._index.writer(num_threads=1)
        for post in posts:
            writer.add_document(
                tantivy.Document(id=post.id, title=post.title, summary=post.summary or "", text=post.text)
            )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        self._analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.stemmer("english"))
            .build()
        )

    def rank(self, query: str, depth: int) -> list[str]:
        stems = [stem for word in query_words(query) for stem in self._analyzer.analyze(word)]
        words = [
            Query.boost_query(Query.term_query(self._schema, field, stem), weight)
            for stem in stems
            for field, weight in _WEIGHTS.items()
        ]
        found = self._searcher.search(Query.boolean_query([(Occur.Should, word) for word in words]), depth, count=False)
        return [str(self._searcher.doc(address).get_first("id")) for _, address in found.hits]

    def close(self) -> None:
        del self._searcher, self._index
