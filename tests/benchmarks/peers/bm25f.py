"""civicsearch asked with trees: strict, and ranked by BM25F alone; beside it stands what the ranking costs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from civicsearch.query import parse

from . import civicsearch
from .protocol import FACETS, LIMIT, Answer, Question

if TYPE_CHECKING:
    from civicsearch.query import ParsedQuery


class Engine(civicsearch.Engine):
    """The product, its ranking left out."""

    name: ClassVar[str] = "bm25f"

    def ask(self, question: Question, *, facets: bool = False, snippets: bool = False) -> Answer:
        parsed = _parsed(civicsearch.query_string(question))
        results = self.index.search(
            parsed.tree, sort=parsed.sort, facets=FACETS if facets else (), limit=LIMIT, snippets=snippets
        )
        return Answer(results.total, results.hits, results)


@lru_cache(maxsize=512)
def _parsed(query: str) -> ParsedQuery:
    return parse(query)
