"""civicsearch, through its public Python API, with the query as it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import civicsearch

if TYPE_CHECKING:
    from civicsearch.models import Post


class Engine:
    """The product."""

    def __init__(self, posts: Sequence[Post], folder: Path) -> None:
        self._index = civicsearch.open(folder)
        self._index.add(posts)

    def rank(self, query: str, depth: int) -> list[str]:
        return [hit.id for hit in self._index.search(query, limit=depth, snippets=False).hits]

    def close(self) -> None:
        self._index.close()
