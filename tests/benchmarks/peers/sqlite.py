"""SQLite FTS5 with Porter's stems, beside the usual tables for facets: counts by GROUP BY over the matching posts."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from .protocol import LIMIT, Answer, Counts, Question, Row

if TYPE_CHECKING:
    from civicsearch.models import Post

_TABLES = """
CREATE VIRTUAL TABLE words USING fts5(title, summary, body, tokenize = 'porter unicode61');
CREATE TABLE post (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, date TEXT, year INTEGER,
    source TEXT, path TEXT, url TEXT, language TEXT
);
CREATE INDEX post_by_date ON post(date);
CREATE TABLE author (post INTEGER, value TEXT, PRIMARY KEY (post, value)) WITHOUT ROWID;
CREATE TABLE category (post INTEGER, value TEXT, PRIMARY KEY (post, value)) WITHOUT ROWID;
CREATE TABLE tag (post INTEGER, value TEXT, PRIMARY KEY (post, value)) WITHOUT ROWID;
CREATE INDEX category_by_value ON category(value, post);
"""
_ROW = """
SELECT post.id, words.title, post.date, post.source, post.path, post.url, post.language, words.summary,
    (SELECT group_concat(value, char(31)) FROM author WHERE author.post = post.number),
    (SELECT group_concat(value, char(31)) FROM category WHERE category.post = post.number),
    (SELECT group_concat(value, char(31)) FROM tag WHERE tag.post = post.number)
FROM post JOIN words ON words.rowid = post.number WHERE post.number = ?
"""
_COUNTS = {
    "author": "SELECT value, count(*) FROM hit JOIN author ON author.post = hit.number GROUP BY value",
    "category": "SELECT value, count(*) FROM hit JOIN category ON category.post = hit.number GROUP BY value",
    "year": "SELECT year, count(*) FROM hit JOIN post USING (number) WHERE year IS NOT NULL GROUP BY year",
}
_COUNTS_OF_ALL = {
    "author": "SELECT value, count(*) FROM author GROUP BY value",
    "category": "SELECT value, count(*) FROM category GROUP BY value",
    "year": "SELECT year, count(*) FROM post WHERE year IS NOT NULL GROUP BY year",
}
_SNIPPET = "snippet(words, -1, '<mark>', '</mark>', '…', 48)"
_WEIGHTS = "bm25(5.0, 2.0, 1.0)"


class Engine:
    """One database file, each change durable when it returns."""

    name: ClassVar[str] = "sqlite"
    parallel: ClassVar[bool] = False
    largest: ClassVar[int | None] = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, posts: Sequence[Post], threads: int) -> None:  # noqa: ARG002
        self._folder.mkdir(parents=True, exist_ok=True)
        self.open()
        self._database.executescript(_TABLES)
        with self._database:
            for number, post in enumerate(posts, start=1):
                self._insert(number, post)
        self.close()

    def open(self) -> None:
        self._database = sqlite3.connect(os.fspath(self._folder / "posts.sqlite"))
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute("PRAGMA temp_store = MEMORY")
        self._database.execute("CREATE TEMP TABLE hit (number INTEGER PRIMARY KEY)")

    def close(self) -> None:
        self._database.close()

    def ask(self, question: Question, *, facets: bool = False, snippets: bool = False) -> Answer:
        ask = self._database.execute
        matching, values = _matching(question)
        everything = question.newest_first and not values
        if facets and not everything:
            ask("DELETE FROM hit")
            ask(f"INSERT INTO hit {matching}", values)
            total = ask("SELECT count(*) FROM hit").fetchone()[0]
        else:
            total = ask(f"SELECT count(*) FROM ({matching})", values).fetchone()[0]  # noqa: S608
        order = "date DESC" if question.newest_first else "rank"
        column = _SNIPPET if snippets and not everything else "NULL"
        selecting = matching.replace(" FROM", f", {column} FROM", 1)
        first = ask(f"{selecting} ORDER BY {order} LIMIT {LIMIT}", values).fetchall()
        rows = [(*_row(ask(_ROW, (number,)).fetchone()), snippet) for number, snippet in first]
        counted = None
        if facets:
            statements = _COUNTS_OF_ALL if everything else _COUNTS
            counted = {name: ask(statement).fetchall() for name, statement in statements.items()}
            self._database.rollback()
        return Answer(total, rows, counted)

    def counts(self, answer: Answer) -> Counts:
        found = cast(dict[str, list[tuple[object, int]]], answer.facets)
        return {name: {str(value): count for value, count in rows} for name, rows in found.items()}

    def put(self, posts: Sequence[Post]) -> None:
        with self._database as database:
            for post in posts:
                known = database.execute("SELECT number FROM post WHERE id = ?", (post.id,)).fetchone()
                for table, key in (("words", "rowid"), ("post", "number"), *_VALUES):
                    if known:
                        database.execute(f"DELETE FROM {table} WHERE {key} = ?", known)  # noqa: S608
                highest = database.execute("SELECT coalesce(max(number), 0) FROM post").fetchone()[0]
                self._insert(known[0] if known else highest + 1, post)

    def _insert(self, number: int, post: Post) -> None:
        add = self._database.execute
        add(
            "INSERT INTO words (rowid, title, summary, body) VALUES (?, ?, ?, ?)",
            (number, post.title, post.summary, post.text),
        )
        day = post.date.isoformat()[:10] if post.date else None
        add(
            "INSERT INTO post VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, post.id, day, post.date and post.date.year, post.source, post.path, post.url, post.language),
        )
        for (table, _), values in zip(_VALUES, (post.authors, post.categories, post.tags), strict=True):
            self._database.executemany(
                f"INSERT INTO {table} VALUES (?, ?)",  # noqa: S608
                [(number, value) for value in values],
            )


_VALUES = (("author", "post"), ("category", "post"), ("tag", "post"))


def _matching(question: Question) -> tuple[str, list[object]]:
    """A statement that selects the numbers of the matching posts, and its values."""
    words = [f'"{word}"' for word in question.all_of]
    if question.any_of:
        words.append(f"({' OR '.join(question.any_of)})")
    if question.phrase:
        words.append(f'"{" ".join(question.phrase)}"')
    if question.prefix:
        words.append(f"{question.prefix}*")
    match = " AND ".join(words) + "".join(f' NOT "{word}"' for word in question.none_of)
    tables, conditions, values = [], [], cast(list[object], [])
    if match:
        tables.append("words")
        conditions.append(f"words MATCH ? AND rank MATCH '{_WEIGHTS}'")
        values.append(match)
    if question.years or not match:
        tables.append("post")
        if match:
            conditions.append("post.number = words.rowid")
    if question.years:
        conditions.append("post.date BETWEEN ? AND ?")
        values += [f"{question.years[0]}-01-01", f"{question.years[1]}-12-31"]
    if question.category:
        tables.append("category")
        conditions.append("category.post = words.rowid AND category.value = ?")
        values.append(question.category)
    number = "words.rowid" if match else "post.number"
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    # CROSS JOIN keeps the planner from looking for the words anew in each post of a category or of a year.
    return f"SELECT {number} FROM {' CROSS JOIN '.join(tables)}{where}", values  # noqa: S608


def _row(found: Row) -> Row:
    *plain, authors, categories, tags = found
    return (*plain, *(tuple(str(values).split("\x1f")) if values else () for values in (authors, categories, tags)))
