"""Whoosh's own index and searcher, as its documentation has it: English stems, facets as sortable columns."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from whoosh import fields, sorting
from whoosh import query as wq
from whoosh.analysis import StemmingAnalyzer
from whoosh.index import create_in, open_dir  # noqa: TID251  # the index that is measured is made here, by us

from .protocol import FACETS, LIMIT, Answer, Counts, Question, Row

if TYPE_CHECKING:
    from civicsearch.models import Post

_COMMA = "\x1f"
"""Stands for a comma in a value: keywords are parted by commas."""
_SEVERAL = ("author", "category", "tag")
_STORED = ("id", "title", "date", "author", "category", "tag", "source", "path", "url", "language", "summary")


class Engine:
    """One segment, one process."""

    name: ClassVar[str] = "whoosh"
    parallel: ClassVar[bool] = False
    largest: ClassVar[int | None] = 5_000

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stem = StemmingAnalyzer(stoplist=None, minsize=1)

    def build(self, posts: Sequence[Post], threads: int) -> None:  # noqa: ARG002
        self._folder.mkdir(parents=True, exist_ok=True)
        writer = create_in(os.fspath(self._folder), self._schema()).writer()
        for post in posts:
            writer.add_document(**_document(post))
        writer.commit()

    def open(self) -> None:
        self._index = open_dir(os.fspath(self._folder))
        self._searcher = self._index.searcher()

    def close(self) -> None:
        self._searcher.close()
        self._index.close()

    def ask(self, question: Question, *, facets: bool = False, snippets: bool = False) -> Answer:
        grouped = {
            name: sorting.FieldFacet(name, allow_overlap=name != "year", maptype=sorting.Count) for name in FACETS
        }
        order = {"sortedby": "date", "reverse": True} if question.newest_first else {}
        if facets:
            order["groupedby"] = grouped
        found = self._searcher.search(self._query(question), limit=LIMIT, **order)
        rows: list[Row] = [tuple(hit.get(name) for name in _STORED) for hit in found]
        if snippets and not question.newest_first:
            rows = [(*row, hit.highlights("text", text=hit["body"])) for row, hit in zip(rows, found, strict=True)]
        return Answer(len(found), rows, {name: found.groups(name) for name in FACETS} if facets else None)

    def counts(self, answer: Answer) -> Counts:
        found = cast(dict[str, dict[Any, int]], answer.facets)
        return {
            name: {str(value).replace(_COMMA, ","): count for value, count in found[name].items() if value}
            for name in FACETS
        }

    def put(self, posts: Sequence[Post]) -> None:
        writer = self._index.writer()
        for post in posts:
            writer.update_document(**_document(post))
        writer.commit()
        self._searcher = self._searcher.refresh()

    def _schema(self) -> fields.Schema:
        stored = {name: fields.STORED() for name in ("title", "source", "path", "url", "language", "summary", "body")}
        return fields.Schema(
            id=fields.ID(unique=True, stored=True),
            text=fields.TEXT(analyzer=self._stem),
            date=fields.DATETIME(stored=True, sortable=True),
            year=fields.NUMERIC(sortable=True),
            **{name: fields.KEYWORD(commas=True, stored=True, sortable=True) for name in _SEVERAL},
            **stored,
        )

    def _query(self, question: Question) -> wq.Query:
        parts: list[wq.Query] = [self._word(word) for word in question.all_of]
        if question.any_of:
            parts.append(wq.Or([self._word(word) for word in question.any_of]))
        if question.phrase:
            parts.append(wq.Phrase("text", [self._stemmed(word) for word in question.phrase]))
        if question.prefix:
            parts.append(wq.Prefix("text", question.prefix))
        if question.years:
            first, last = question.years
            parts.append(wq.DateRange("date", datetime(first, 1, 1), datetime(last, 12, 31, 23, 59, 59)))
        if question.category:
            parts.append(wq.Term("category", _keyword(question.category)))
        parts += [wq.Not(self._word(word)) for word in question.none_of]
        return wq.And(parts) if parts else wq.Every()

    def _word(self, word: str) -> wq.Query:
        return wq.Term("text", self._stemmed(word))

    def _stemmed(self, word: str) -> str:
        return next(token.text for token in self._stem(word))


def _document(post: Post) -> dict[str, object]:
    document: dict[str, object] = {
        "id": post.id,
        "text": "\n\n".join((post.title, post.summary or "", post.text)),
        "author": _keywords(post.authors),
        "category": _keywords(post.categories),
        "tag": _keywords(post.tags),
        "title": post.title,
        "source": post.source,
        "path": post.path,
        "url": post.url,
        "language": post.language,
        "summary": post.summary,
        "body": post.text,
    }
    if post.date is not None:
        document["date"] = datetime.combine(post.date, time())
        document["year"] = post.date.year
    return document


def _keyword(value: str) -> str:
    return value.replace(",", _COMMA)


def _keywords(values: Sequence[str]) -> str:
    return ",".join(map(_keyword, values))
