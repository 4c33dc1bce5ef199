"""Xapian, where its Python binding is installed (Debian: python3-xapian): English stems, facets by counting values.

A value slot holds one value, so authors and categories take as many slots as the post with most of them needs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from .protocol import FACETS, LIMIT, SNIPPET_LENGTH, Answer, Counts, Question, Row

if TYPE_CHECKING:
    from civicsearch.models import Post

xapian: Any = import_module("xapian")  # it has no types, and a type checker seldom finds it

_DATE, _YEAR, _AUTHOR, _CATEGORY = 0, 1, 100, 200
"""Value slots; the last two are the first of many."""
_ID, _CATEGORY_TERM = "Q", "XC"
_LONGEST_TERM = 200
"""Bytes; Xapian refuses terms beyond 245."""
_PARAGRAPH_GAP = 64
_SLOTS = "slots"


class Engine:
    """One database."""

    name: ClassVar[str] = "xapian"
    parallel: ClassVar[bool] = False
    largest: ClassVar[int | None] = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stemmer = xapian.Stem("english")

    def build(self, posts: Sequence[Post], threads: int) -> None:  # noqa: ARG002
        database = xapian.WritableDatabase(os.fspath(self._folder), xapian.DB_CREATE_OR_OVERWRITE)
        for post in posts:
            database.add_document(self._document(post))
        slots = {
            "author": max(len(post.authors) for post in posts),
            "category": max(len(post.categories) for post in posts),
        }
        database.set_metadata(_SLOTS, json.dumps(slots))
        database.commit()
        database.close()

    def open(self) -> None:
        self._database = xapian.Database(os.fspath(self._folder))
        slots = json.loads(self._database.get_metadata(_SLOTS))
        self._slots = {
            "author": range(_AUTHOR, _AUTHOR + slots["author"]),
            "category": range(_CATEGORY, _CATEGORY + slots["category"]),
            "year": (_YEAR,),
        }

    def close(self) -> None:
        self._database.close()

    def ask(self, question: Question, *, facets: bool = False, snippets: bool = False) -> Answer:
        enquire = xapian.Enquire(self._database)
        enquire.set_query(self._query(question))
        if question.newest_first:
            enquire.set_sort_by_value(_DATE, True)
        spies = {name: [xapian.ValueCountMatchSpy(slot) for slot in self._slots[name]] for name in FACETS if facets}
        for spy in (spy for several in spies.values() for spy in several):
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, LIMIT, self._database.get_doccount())
        rows = [_row(match.document) for match in found]
        if snippets and not question.newest_first:
            rows = [(*row, found.snippet(text, SNIPPET_LENGTH, self._stemmer)) for *row, text in rows]
        counted = {name: _sums(several) for name, several in spies.items()} if facets else None
        return Answer(found.get_matches_estimated(), rows, counted)

    def counts(self, answer: Answer) -> Counts:
        return cast(Counts, answer.facets)

    def put(self, posts: Sequence[Post]) -> None:
        writer = xapian.WritableDatabase(os.fspath(self._folder), xapian.DB_OPEN)
        for post in posts:
            writer.replace_document(_ID + post.id, self._document(post))
        writer.commit()
        writer.close()
        self._database.reopen()

    def _query(self, question: Question) -> Any:
        query = xapian.Query
        parts = [self._word(word) for word in question.all_of]
        if question.any_of:
            parts.append(query(query.OP_OR, [self._word(word) for word in question.any_of]))
        if question.phrase:
            parts.append(query(query.OP_PHRASE, list(question.phrase)))
        if question.prefix:
            every_word = (0, query.WILDCARD_LIMIT_ERROR, query.OP_SYNONYM)
            parts.append(query(query.OP_WILDCARD, question.prefix, *every_word))
        filters = []
        if question.years:
            first, last = question.years
            filters.append(query(query.OP_VALUE_RANGE, _DATE, f"{first}-01-01", f"{last}-12-31"))
        if question.category:
            filters.append(query(_category_term(question.category)))
        if not parts and not filters:
            return query.MatchAll
        found = query(query.OP_AND, parts)
        if filters:
            found = query(query.OP_FILTER, found, query(query.OP_AND, filters))
        for word in question.none_of:
            found = query(query.OP_AND_NOT, found, self._word(word))
        return found

    def _word(self, word: str) -> Any:
        return xapian.Query(f"Z{self._stemmer(word).decode()}")

    def _document(self, post: Post) -> Any:
        document = xapian.Document()
        terms = xapian.TermGenerator()
        terms.set_stemmer(self._stemmer)
        terms.set_document(document)
        for part in (post.title, post.summary or "", *post.text.split("\n\n")):
            terms.index_text(part)
            terms.increase_termpos(_PARAGRAPH_GAP)
        document.add_boolean_term(_ID + post.id)
        for value in post.categories:
            document.add_boolean_term(_category_term(value))
        day = post.date.isoformat()[:10] if post.date else None
        for first, values in ((_AUTHOR, post.authors), (_CATEGORY, post.categories)):
            for slot, value in enumerate(values, start=first):
                document.add_value(slot, value)
        if day:
            document.add_value(_DATE, day)
            document.add_value(_YEAR, day[:4])
        shown = (
            post.id, post.title, day, post.authors, post.categories, post.tags,
            post.source, post.path, post.url, post.language, post.summary, post.text,
        )  # fmt: skip
        document.set_data(json.dumps(shown))
        return document


def _category_term(value: str) -> str:
    return _CATEGORY_TERM + value.encode()[:_LONGEST_TERM].decode(errors="ignore")


def _sums(spies: Sequence[Any]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for spy in spies:
        for item in spy.values():
            value = item.term.decode()
            counts[value] = counts.get(value, 0) + item.termfreq
    return counts


def _row(document: Any) -> Row:
    return tuple(json.loads(document.get_data()))
