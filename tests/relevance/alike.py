"""Judges similar posts beside other engines: ``python -m tests.relevance.alike [--write]``.

A post is like another one if their editors gave them a tag in common. The judged sets hold the tags of each post, and
withhold them from the engines. Half of the posts were used to choose how posts are compared; the other half is
measured.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Protocol

from ir_measures import P, nDCG

import civicsearch
from civicsearch import Post
from tests.pages import put, table

from .measures import Quality, chance, quality
from .report import told_chance
from .sets import DEFAULT_SETS, JudgedSet, read, unpack

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "similar-posts.md"
SETS = ("civic-18f", "civic-cfa")
DEPTH = 10
MEASURES = {nDCG @ DEPTH: "nDCG@10", P @ DEPTH: "precision@10"}
_SEED = 20_091_025


class Likeness(Protocol):
    """An index of posts that finds similar ones."""

    def __init__(self, posts: Sequence[Post], folder: Path) -> None: ...

    def like(self, post_id: str) -> list[str]:
        """The ids of the most similar posts, the best first; the post itself may be among them."""
        ...


class Chance:
    """Any posts."""

    def __init__(self, posts: Sequence[Post], folder: Path) -> None:  # noqa: ARG002
        self._ids = [post.id for post in posts]
        self._random = Random(_SEED)  # noqa: S311  # nothing here is a secret

    def like(self, post_id: str) -> list[str]:  # noqa: ARG002
        return self._random.sample(self._ids, DEPTH + 1)


class Civicsearch:
    """`SearchIndex.similar`, as it is."""

    def __init__(self, posts: Sequence[Post], folder: Path) -> None:
        self._index = civicsearch.open(folder)
        self._index.add(posts)

    def like(self, post_id: str) -> list[str]:
        found = self._index.similar(post_id, DEPTH, snippets=False)
        # Copies are told beside the posts that they are copies of; here they count as posts.
        listed = [version.hit.id for version in found.versions]
        for post in found.posts:
            listed += [post.hit.id, *(version.hit.id for version in post.versions)]
        return listed


class Whoosh:
    """`whoosh.searching.Hit.more_like_this` over title and text: its defaults, and as many words as civicsearch has."""

    words = 10

    def __init__(self, posts: Sequence[Post], folder: Path) -> None:
        from whoosh import fields
        from whoosh.analysis import StemmingAnalyzer
        from whoosh.index import create_in  # noqa: TID251  # the index that is judged is made here, by us

        schema = fields.Schema(id=fields.ID(stored=True, unique=True), text=fields.TEXT(analyzer=StemmingAnalyzer()))
        self._texts = {post.id: f"{post.title}\n\n{post.summary or ''}\n\n{post.text}" for post in posts}
        index = create_in(os.fspath(folder), schema)
        writer = index.writer()
        for post_id, text in self._texts.items():
            writer.add_document(id=post_id, text=text)
        writer.commit()
        self._searcher = index.searcher()

    def like(self, post_id: str) -> list[str]:
        number = self._searcher.document_number(id=post_id)
        found = self._searcher.more_like(
            number, "text", text=self._texts[post_id], top=DEPTH + 1, numterms=self.words, normalize=False
        )
        return [hit["id"] for hit in found]


class WhooshOfForty(Whoosh):
    """The same with as many words as civicsearch."""

    words = 40


class Tantivy:
    """`Query.more_like_this_query`, its defaults but for rare words, which it leaves out in so few posts."""

    def __init__(self, posts: Sequence[Post], folder: Path) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("text", stored=True, tokenizer_name="en_stem")
        self._index = tantivy.Index(builder.build(), os.fspath(folder))
        writer = self._index.writer(num_threads=1)
        for post in posts:
            writer.add_document(
                tantivy.Document(id=post.id, text=f"{post.title}\n\n{post.summary or ''}\n\n{post.text}")
            )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def like(self, post_id: str) -> list[str]:
        import tantivy

        own = tantivy.Query.term_query(self._index.schema, "id", post_id)
        [(_, address)] = self._searcher.search(own, 1).hits
        query = tantivy.Query.more_like_this_query(address, min_doc_frequency=2, max_query_terms=40)
        return [
            str(self._searcher.doc(found).get_first("id")) for _, found in self._searcher.search(query, DEPTH + 1).hits
        ]


ENGINES: Mapping[str, type[Likeness]] = {
    "civicsearch": Civicsearch,
    "tantivy": Tantivy,
    "Whoosh, 40 words": WhooshOfForty,
    "Whoosh": Whoosh,
    "chance": Chance,
}


def judged_likeness(judged: JudgedSet) -> JudgedSet:
    """The same posts with a query for each of half of them; relevant are those with a tag in common, by how many."""
    tags: defaultdict[str, set[str]] = defaultdict(set)
    for tag, posts in judged.relevant.items():
        for post in posts:
            tags[post].add(tag)
    relevant = {
        post: {other: len(own & theirs) for other, theirs in tags.items() if other != post and own & theirs}
        for post, own in sorted(tags.items())
        if zlib.crc32(post.encode()) % 2
    }
    relevant = {post: others for post, others in relevant.items() if others}
    return JudgedSet(judged.name, judged.posts, {post: post for post in relevant}, relevant)


def _main() -> None:
    if not DEFAULT_SETS.is_file():
        sys.stderr.write(f"nothing is measured: the judged posts are not there ({DEFAULT_SETS})\n")
        return
    tables = []
    with TemporaryDirectory(prefix="civicsearch-alike-") as temporary:
        work = Path(temporary)
        unpack(DEFAULT_SETS, work / "sets")
        for name in SETS:
            judged = judged_likeness(read(work / "sets", name))
            tables.append(_table(judged, {engine: _judge(engine, judged, work) for engine in ENGINES}))
    text = "\n".join(tables)
    sys.stdout.write(f"{text}\n")
    if "--write" in sys.argv[1:]:
        put(text, PAGE, "<!-- measured: python -m tests.relevance.alike --write -->")


def _judge(engine: str, judged: JudgedSet, work: Path) -> Quality:
    folder = work / judged.name / engine
    folder.mkdir(parents=True)
    likeness = ENGINES[engine](judged.posts, folder)
    rankings = {post: [other for other in likeness.like(post) if other != post][:DEPTH] for post in judged.queries}
    return quality(judged, rankings, MEASURES)


def _table(judged: JudgedSet, found: Mapping[str, Quality]) -> str:
    rows = []
    for name, reached in found.items():
        p = None if name == "civicsearch" else chance(found["civicsearch"], reached)
        rows.append([name, *(f"{mean:.3f}" for mean in reached.means.values()), told_chance(p)])
    head = [f"{judged.name}: {len(judged.posts):,} posts, {len(judged.queries)} asked", *MEASURES.values(), "p"]
    return table(head, rows)


if __name__ == "__main__":
    _main()
