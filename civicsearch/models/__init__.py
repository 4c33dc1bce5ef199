"""The values that pass between the layers: all frozen, none tied to a library but for the tree that a request may hold.

A post is read into a `Post`; a search is a `SearchRequest` answered by `SearchResults`; a refresh is told as an
`UpdateReport`. Command line, Python API and terminal UI share them, so a search means the same everywhere.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .answers import PostMatches, SavedSearch, Suggestion
    from .concordance import Concordance, ConcordanceLine, ConcordanceRequest, Neighbour
    from .documents import Block, Document, Span
    from .explanations import ClauseExplanation, Explanation, Remedy, TermCount
    from .facetcounts import FacetCount
    from .facts import CheckReport, IndexStats, SourceStats
    from .posts import Post, PostWarning
    from .searches import (
        FacetRequest,
        Hit,
        ListedPost,
        SearchRequest,
        SearchResults,
        TimelineBucket,
    )
    from .similar import PostVersion, SimilarPost, SimilarPosts, SimilarRequest
    from .sources import Source, SourceSettings
    from .trends import Trend, TrendPoint, Trends, TrendsRequest
    from .updates import Progress, SkippedFile, UpdateReport

FACETS = ("category", "tag", "author", "year", "month", "source", "language")
"""The fields that can be counted and selected."""

SORTS = ("relevance", "date", "-date", "title", "-title")
"""Orders of the hits. ``date`` is oldest first, ``-date`` newest first."""

TIMELINES = ("auto", "year", "quarter", "month")
"""Widths of a timeline's buckets; ``auto`` chooses from the span of the matching posts."""

CONCORDANCE_SORTS = ("-date", "date", "left", "right", "match")
"""Orders of the lines of a concordance: newest or oldest posts first, or by the words before the match from the nearest
on, by those behind it, or by the match itself."""

__all__ = [
    "CONCORDANCE_SORTS",
    "FACETS",
    "SORTS",
    "TIMELINES",
    "Block",
    "CheckReport",
    "ClauseExplanation",
    "Concordance",
    "ConcordanceLine",
    "ConcordanceRequest",
    "Document",
    "Explanation",
    "FacetCount",
    "FacetRequest",
    "Hit",
    "IndexStats",
    "ListedPost",
    "Neighbour",
    "Post",
    "PostMatches",
    "PostVersion",
    "PostWarning",
    "Progress",
    "Remedy",
    "SavedSearch",
    "SearchRequest",
    "SearchResults",
    "SimilarPost",
    "SimilarPosts",
    "SimilarRequest",
    "SkippedFile",
    "Source",
    "SourceSettings",
    "SourceStats",
    "Span",
    "Suggestion",
    "TermCount",
    "TimelineBucket",
    "Trend",
    "TrendPoint",
    "Trends",
    "TrendsRequest",
    "UpdateReport",
]

MODULES = {
    "posts": ("Post", "PostWarning"),
    "documents": ("Span", "Block", "Document"),
    "sources": ("SourceSettings", "Source"),
    "updates": ("SkippedFile", "UpdateReport", "Progress"),
    "facetcounts": ("FacetCount",),
    "searches": (
        "FacetRequest",
        "SearchRequest",
        "ListedPost",
        "Hit",
        "TimelineBucket",
        "SearchResults",
    ),
    "answers": ("PostMatches", "SavedSearch", "Suggestion"),
    "trends": ("TrendsRequest", "TrendPoint", "Trend", "Trends"),
    "similar": ("SimilarRequest", "PostVersion", "SimilarPost", "SimilarPosts"),
    "concordance": ("ConcordanceRequest", "ConcordanceLine", "Neighbour", "Concordance"),
    "explanations": ("TermCount", "ClauseExplanation", "Remedy", "Explanation"),
    "facts": ("SourceStats", "IndexStats", "CheckReport"),
}
"""The classes of each module, in the order of a first reading."""
_MODULE_OF = {name: module for module, names in MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a class when it is first asked for: making one takes half a millisecond, and no command needs all."""
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f".{module}", __name__), name)
    globals()[name] = found
    return found
