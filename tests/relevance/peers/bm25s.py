"""bm25s, as its documentation has it: Lucene's BM25, English stop words, a Snowball stemmer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bm25s

from civicsearch.language.stems import stemmer

from .protocol import whole_text

if TYPE_CHECKING:
    from civicsearch.models import Post


class Engine:
    """Scores of all words in memory."""

    def __init__(self, posts: Sequence[Post], folder: Path) -> None:  # noqa: ARG002
        self._ids = [post.id for post in posts]
        self._scores = bm25s.BM25()
        self._scores.index(_words([whole_text(post) for post in posts]), show_progress=False)

    def rank(self, query: str, depth: int) -> list[str]:
        found, scores = self._scores.retrieve(_words([query]), k=min(depth, len(self._ids)), show_progress=False)
        return [self._ids[post] for post, score in zip(found[0], scores[0], strict=True) if score > 0]

    def close(self) -> None:
        del self._scores


def _words(texts: list[str]) -> Any:
    stem = stemmer("en")
    return bm25s.tokenize(
        texts,
        stopwords="en",
        stemmer=lambda words: [stem(word) for word in words],
        return_ids=False,
        show_progress=False,
    )
