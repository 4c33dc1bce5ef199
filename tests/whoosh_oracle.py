"""Whoosh's own index and searcher, as the judge of what matches.

The same posts go into an index of Whoosh's, in memory, and a query tree is put into Whoosh's terms: a word in any form
becomes the stems that it has in each language.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from whoosh import fields
from whoosh import query as wq
from whoosh.filedb.filestore import RamStorage  # noqa: TID251  # the oracle only; nothing is read from a disk

from civicsearch import Post
from civicsearch.language.analyzers import WordAnalyzer
from civicsearch.language.folding import facet_key, fold
from civicsearch.language.schema import TEXT_FIELDS, WORD_FIELDS
from civicsearch.language.stems import stem
from civicsearch.language.tokens import words

LANGUAGES = ("en", "de", "fr")


class WhooshOracle:
    """Posts in an index of Whoosh's."""

    def __init__(self, posts: Sequence[Post]) -> None:
        described: dict[str, fields.FieldType] = {"id": fields.ID(stored=True)}
        for name in TEXT_FIELDS:
            for language in LANGUAGES:
                described[f"{name}_{language}"] = fields.TEXT(analyzer=WordAnalyzer(language), phrase=True)
        for name in WORD_FIELDS:
            described[name] = fields.TEXT(analyzer=WordAnalyzer(), phrase=True)
        for name in ("category", "tag", "author", "source", "language", "year", "month"):
            described[name] = fields.KEYWORD(commas=True)
        described["date"] = fields.DATETIME()
        described["year_number"] = fields.NUMERIC()
        index = RamStorage().create_index(fields.Schema(**described))
        writer = index.writer()
        for post in posts:
            writer.add_document(**_document(post))
        writer.commit()
        self._searcher = index.searcher()
        self._posts = posts

    def matching(self, tree: wq.Query) -> set[str]:
        """The ids of the posts that match."""
        return self.untranslated(self._in_whoosh_terms(tree))

    def untranslated(self, tree: wq.Query) -> set[str]:
        """The ids of the posts that match a tree in Whoosh's own terms."""
        return {hit["id"] for hit in self._searcher.search(tree, limit=None)}

    def _in_whoosh_terms(self, tree: wq.Query) -> wq.Query:
        put = self._in_whoosh_terms
        match tree:
            case wq.Term() if tree.fieldname in TEXT_FIELDS:
                return wq.Or(
                    [
                        wq.Term(f"{tree.fieldname}_{language}", stem(word, language))
                        for language in LANGUAGES
                        for word in spellings(self._posts, tree.text)
                    ]
                )
            case wq.Regex():
                return tree
            case wq.Term() | wq.FuzzyTerm():
                return tree.replace(tree.fieldname, tree.text, fold(tree.text))
            case wq.Prefix() | wq.Wildcard():
                return type(tree)(tree.fieldname, fold(tree.text))
            case wq.TermRange():
                start, end = (None if text is None else fold(text) for text in (tree.start, tree.end))
                return wq.TermRange(tree.fieldname, start, end, tree.startexcl, tree.endexcl)
            case wq.Phrase():
                return wq.Phrase(tree.fieldname, [fold(word) for word in tree.words], slop=tree.slop)
            case wq.DateRange():
                return tree
            case wq.NumericRange():
                return wq.NumericRange("year_number", tree.start, tree.end, tree.startexcl, tree.endexcl)
            case wq.Not():
                return wq.And([wq.Every(), wq.Not(put(tree.query))])
            case wq.AndNot():
                # Whoosh's own lets a first post through: tests/search/test_query_classes.py.
                return wq.And([put(tree.a), wq.Not(put(tree.b))])
            case wq.Sequence():
                parts = [put(child) for child in tree.subqueries]
                return type(tree)(parts, slop=tree.slop, ordered=tree.ordered)
            case wq.SpanQuery():
                return _estimating(type(tree), tree.apply(put))
        return tree.apply(put)


def _estimating(kind: type[wq.SpanQuery], tree: wq.Query) -> wq.Query:
    """Whoosh's span queries lack the estimates that its AND asks for."""
    able = type(
        kind.__name__,
        (kind,),
        {"estimate_size": lambda _, reader: reader.doc_count_all(), "estimate_min_size": lambda *_: 0},
    )
    tree.__class__ = able
    return tree


def spellings(posts: Sequence[Post], word: str) -> set[str]:
    """A word, and the words of the posts that differ from it by accents only."""
    written = {found for post in posts for part in (post.title, post.summary or "", post.text) for found in words(part)}
    return {word, *(found for found in written if fold(found) == fold(word))}


def _document(post: Post) -> dict[str, object]:
    parts = {"title": post.title, "summary": post.summary or "", "body": post.text}
    parts["text"] = "\n\n".join(parts.values())
    document: dict[str, object] = {"id": post.id}
    for name, text in parts.items():
        document[f"{name}_{post.language}"] = text
        document[f"{name}_words"] = text
    for name, values in (
        ("category", post.categories),
        ("tag", post.tags),
        ("author", post.authors),
        ("source", (post.source,)),
        ("language", (post.language or "",)),
    ):
        document[name] = ",".join(facet_key(value) for value in values)
    if post.date is not None:
        document["date"] = datetime(post.date.year, post.date.month, post.date.day)
        document["year"] = str(post.date.year)
        document["year_number"] = post.date.year
        document["month"] = post.date.isoformat()[:7]
    return document
