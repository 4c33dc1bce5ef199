"""Similar posts for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..models import PostVersion, SimilarPost, SimilarPosts
from .structured import SCHEMA, document, hit_object, line
from .tables import HIT_COLUMNS, LIST_SEPARATOR, csv_text, hit_row, tsv_text

COLUMNS = ("relation", "of", "shared", *HIT_COLUMNS)
"""``relation`` is ``similar``, ``copy`` or ``translation``; ``of`` is the id of the post that it is that of."""


def similar_json(found: SimilarPosts) -> str:
    """Everything as one JSON object."""
    return document(
        {
            "schema": SCHEMA,
            "id": found.id,
            "words": list(found.words),
            "took_ms": round(found.took_ms, 3),
            "notes": list(found.notes),
            "posts": [_post(post) for post in found.posts],
            "versions": _versions(found.versions),
        }
    )


def similar_lines(found: SimilarPosts) -> str:
    """One similar post a line, each the same object as in ``posts`` of `similar_json`."""
    return "".join(line(_post(post)) for post in found.posts)


def similar_csv(found: SimilarPosts) -> str:
    """One post a row, versions behind what they are versions of; those of the post itself come first."""
    return csv_text(COLUMNS, _rows(found))


def similar_tsv(found: SimilarPosts) -> str:
    """The same, one post a line."""
    return tsv_text(COLUMNS, _rows(found))


def _post(post: SimilarPost) -> dict[str, Any]:
    return {**hit_object(post.hit), "shared": list(post.shared), "versions": _versions(post.versions)}


def _versions(versions: Iterable[PostVersion]) -> list[dict[str, Any]]:
    return [{"kind": version.kind, **hit_object(version.hit)} for version in versions]


def _rows(found: SimilarPosts) -> Iterable[Sequence[str]]:
    for version in found.versions:
        yield (version.kind, found.id, "", *hit_row(version.hit))
    for post in found.posts:
        yield ("similar", found.id, LIST_SEPARATOR.join(post.shared), *hit_row(post.hit))
        for version in post.versions:
            yield (version.kind, post.hit.id, "", *hit_row(version.hit))
