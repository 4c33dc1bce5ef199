"""Judged queries over real posts. They lie beside the project (``../shared/relevance``), never in it."""

from __future__ import annotations

import json
import tarfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from civicsearch.models import Post

DEFAULT_SETS = Path(__file__).parents[3] / "shared" / "relevance" / "sets.tar.xz"

SETS = {
    "civic-18f": "the words of a tag; every post that its editors gave that tag",
    "civic-cfa": "the same, of another archive",
    "known-item-18f": "four to six words of a title, the titles withheld; that post",
    "known-item-cfa": "the same, of another archive",
    "known-item-sum-18f": "five words of a summary, the summaries withheld; that post",
}
"""Name → what is asked, and what is relevant."""


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Posts, queries over them, and which posts are relevant to which query."""

    name: str
    posts: Sequence[Post]
    """With title, summary and text only: what a query is made of is withheld. Ids tell nothing."""
    queries: Mapping[str, str]
    """Query id → the query as somebody types it."""
    relevant: Mapping[str, Mapping[str, int]]
    """Query id → id of each relevant post → 1. A post that is not listed is not relevant."""


def unpack(packed: Path, folder: Path) -> None:
    """Unpack the sets into a folder outside the project."""
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")


def read(folder: Path, name: str) -> JudgedSet:
    """One of the unpacked sets."""
    place = folder / name
    posts = [
        Post(row["id"], row["title"], row["text"], summary=row.get("summary"), language="en")
        for row in _rows(place / "docs.jsonl")
    ]
    queries = {row["id"]: row["text"] for row in _rows(place / "queries.jsonl")}
    relevant: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (place / "qrels.tsv").read_text("utf-8").splitlines():
        query, post, grade = line.split("\t")
        relevant[query][post] = int(grade)
    return JudgedSet(name, posts, queries, dict(relevant))


def _rows(file: Path) -> Iterator[dict[str, str]]:
    return map(json.loads, file.read_text("utf-8").splitlines())
