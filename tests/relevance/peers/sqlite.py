"""SQLite FTS5: Porter's stems, any of the words, its BM25 with a weight for the title."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .protocol import TITLE_WEIGHT, query_words

if TYPE_CHECKING:
    from civicsearch.models import Post

_TABLE = "CREATE VIRTUAL TABLE words USING fts5(id UNINDEXED, title, summary, body, tokenize = 'porter unicode61')"
_RANK = f"rank MATCH 'bm25(1.0, {TITLE_WEIGHT}.0, 1.0, 1.0)'"
_SEARCH = f"SELECT id FROM words WHERE words MATCH ? AND {_RANK} ORDER BY rank LIMIT ?"  # noqa: S608


class Engine:
    """One table."""

    def __init__(self, posts: Sequence[Post], folder: Path) -> None:
        self._database = sqlite3.connect(os.fspath(folder / "posts.sqlite"))
        self._database.execute(_TABLE)
        self._database.executemany(
            "INSERT INTO words VALUES (?, ?, ?, ?)", [(post.id, post.title, post.summary, post.text) for post in posts]
        )

    def rank(self, query: str, depth: int) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in query_words(query))
        return [post for (post,) in self._database.execute(_SEARCH, (match, depth))]

    def close(self) -> None:
        self._database.close()
