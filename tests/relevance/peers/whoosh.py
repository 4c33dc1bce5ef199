"""Whoosh's own index and searcher: its English analyzer, any of the words, its BM25F."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from whoosh import fields
from whoosh import query as wq
from whoosh.analysis import StemmingAnalyzer
from whoosh.index import create_in  # noqa: TID251  # the index that is judged is made here, by us

from .protocol import TITLE_WEIGHT, query_words

if TYPE_CHECKING:
    from civicsearch.models import Post


class Engine:
    """One segment."""

    def __init__(self, posts: Sequence[Post], folder: Path) -> None:
        self._analyzer = StemmingAnalyzer()
        schema = fields.Schema(
            id=fields.ID(stored=True),
            title=fields.TEXT(analyzer=self._analyzer, field_boost=TITLE_WEIGHT),
            summary=fields.TEXT(analyzer=self._analyzer),
            text=fields.TEXT(analyzer=self._analyzer),
        )
        self._index = create_in(os.fspath(folder), schema)
        writer = self._index.writer()
        for post in posts:
            writer.add_document(id=post.id, title=post.title, summary=post.summary or "", text=post.text)
        writer.commit()
        self._searcher = self._index.searcher()

    def rank(self, query: str, depth: int) -> list[str]:
        stems = [token.text for word in query_words(query) for token in self._analyzer(word)]
        words = [wq.Term(field, stem) for stem in stems for field in ("title", "summary", "text")]
        found = self._searcher.search(wq.Or(words), limit=depth)
        return [hit["id"] for hit in found]

    def close(self) -> None:
        self._searcher.close()
        self._index.close()
