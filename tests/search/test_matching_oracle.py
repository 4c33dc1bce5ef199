"""The same posts match as in Whoosh's own index, whatever the segments, merges and removals."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from whoosh import query as wq

from civicsearch import Post
from civicsearch.index.snapshot import open_snapshot
from civicsearch.index.writer import IndexWriter
from civicsearch.search.matching import Matcher
from tests.strategies import archives, dense_archives, dense_trees, trees
from tests.whoosh_oracle import WhooshOracle


def matching(folder: Path, tree: wq.Query) -> set[str]:
    snapshot = open_snapshot(folder)
    return {snapshot.id(int(post)) for post in Matcher(snapshot).match(tree).posts}


def write(folder: Path, *commits: list[Post], removed: set[str] = frozenset()) -> None:  # type: ignore[assignment]
    for posts in commits:
        with IndexWriter(folder) as writer:
            for post in posts:
                writer.add(post)
            writer.commit()
    if removed:
        with IndexWriter(folder) as writer:
            for post_id in removed:
                writer.remove(post_id)
            writer.commit()


@given(archives(), st.lists(trees, min_size=1, max_size=4))
def test_one_segment(posts: list[Post], queries: list[wq.Query]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), posts)
        oracle = WhooshOracle(posts)
        for tree in queries:
            assert matching(Path(folder), tree) == oracle.matching(tree), tree


@given(dense_archives, st.lists(dense_trees, min_size=1, max_size=6))
def test_words_that_stand_near_each_other_again_and_again(posts: list[Post], queries: list[wq.Query]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), posts)
        oracle = WhooshOracle(posts)
        for tree in queries:
            assert matching(Path(folder), tree) == oracle.matching(tree), tree


@given(archives(12), st.lists(trees, min_size=1, max_size=4), st.data())
def test_several_segments_with_removals(posts: list[Post], queries: list[wq.Query], data: st.DataObject) -> None:
    commits = data.draw(st.lists(st.integers(0, len(posts)), max_size=5).map(sorted), label="commits end at")
    removed = data.draw(st.sets(st.sampled_from([post.id for post in posts])) if posts else st.just(set()))
    bounds = [0, *commits, len(posts)]
    with tempfile.TemporaryDirectory() as folder:
        write(
            Path(folder),
            *(posts[start:end] for start, end in pairwise(bounds)),
            removed=removed,
        )
        oracle = WhooshOracle([post for post in posts if post.id not in removed])
        for tree in queries:
            assert matching(Path(folder), tree) == oracle.matching(tree), tree
