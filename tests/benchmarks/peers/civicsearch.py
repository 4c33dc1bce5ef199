"""civicsearch, through its public Python API, as users get it: each hit comes with its snippet, wanted or not."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

import civicsearch
from civicsearch.models import SearchResults

from .protocol import FACETS, LIMIT, Answer, Counts, Question

if TYPE_CHECKING:
    from civicsearch.models import Post


class Engine:
    """The product."""

    name: ClassVar[str] = "civicsearch"
    parallel: ClassVar[bool] = True
    largest: ClassVar[int | None] = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index: civicsearch.SearchIndex | None = None

    def build(self, posts: Sequence[Post], threads: int) -> None:
        with civicsearch.open(self._folder) as index:
            index.add(posts, jobs=threads or os.cpu_count() or 1)

    def open(self) -> None:
        self._index = civicsearch.open(self._folder)

    def close(self) -> None:
        self.index.close()

    @property
    def index(self) -> civicsearch.SearchIndex:
        """The open index."""
        if self._index is None:
            raise RuntimeError("the index is not open")
        return self._index

    def ask(self, question: Question, *, facets: bool = False, snippets: bool = False) -> Answer:
        results = self.index.search(
            query_string(question), facets=FACETS if facets else (), limit=LIMIT, snippets=snippets
        )
        return Answer(results.total, results.hits, results)

    def counts(self, answer: Answer) -> Counts:
        results = cast(SearchResults, answer.facets)
        return {name: {count.value: count.count for count in counts} for name, counts in results.facets.items()}

    def put(self, posts: Sequence[Post]) -> None:
        self.index.add(posts)


def query_string(question: Question) -> str:
    """A question in the query language."""
    clauses = [*question.all_of]
    if question.any_of:
        clauses.append(f"({' OR '.join(question.any_of)})")
    if question.phrase:
        clauses.append(f'"{" ".join(question.phrase)}"')
    if question.prefix:
        clauses.append(f"{question.prefix}*")
    if question.years:
        clauses.append(f"date:{question.years[0]}..{question.years[1]}")
    if question.category:
        clauses.append(f'category:"{question.category}"')
    clauses += [f"-{word}" for word in question.none_of]
    if question.newest_first:
        clauses.append("sort:-date")
    return " ".join(clauses)
