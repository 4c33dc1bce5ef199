"""Which front-matter key fills which field of a post, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Mapping

FIELD_KEYS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "date": (
        "date", "publishdate", "publish_date", "pubdate", "pub_date", "published_at", "publication_date",
        "date_published", "published_date", "published_on", "published", "posted", "created", "created_at",
    ),
    "authors": ("author", "authors", "by"),
    "categories": ("categories", "category", "topics", "topic", "section"),
    "tags": ("tags", "tag", "keywords"),
    "language": ("lang", "language", "locale"),
    "summary": (
        "summary", "excerpt", "description", "subtitle", "dek", "tagline", "lead", "intro", "teaser", "abstract",
    ),
    "url": ("canonical_url", "canonical", "url", "permalink", "guid"),
}  # fmt: skip
"""Folded keys. Of ``authors``, ``categories`` and ``tags`` all keys count; of the other fields, the first with a value
that can be read."""

OUTBOUND_KEYS = (
    "source_url", "link", "link_url", "external_url", "external_link", "externallink", "outbound_url", "original_url",
    "redirect", "redirect_to", "redirect_url", "tumblr_url",
)  # fmt: skip
"""Where a link post points: its address when its body is empty, else only if it has no other."""


def fold_key(key: str) -> str:
    """The spelling under which variants of a key meet: ``OG-Image`` and ``og_image``."""
    return key.strip().casefold().replace("-", "_")


def keys_of(field: str, configured: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of a field: the source's own (key → field) before the usual ones."""
    if not configured:
        return FIELD_KEYS[field]
    taken = {fold_key(key): target for key, target in configured.items()}
    own = tuple(key for key, target in taken.items() if target == field)
    return own + tuple(key for key in FIELD_KEYS[field] if key not in taken)
