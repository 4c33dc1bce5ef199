"""Faceted search over folders of Markdown posts.

>>> import civicsearch, tempfile
>>> with civicsearch.open(tempfile.mkdtemp()) as index:
...     index.add([civicsearch.Post("1", "Open data day", "Maps of every tree.", categories=("News",))])
...     index.search("tree", facets=["category"]).facets["category"]
(FacetCount(value='News', count=1, selected=False),)
"""

from __future__ import annotations

from .version import __version__ as __version__

TYPE_CHECKING = False  # without `typing`, which takes 3 ms
if TYPE_CHECKING:
    from .api import SearchIndex, open  # civicsearch.open reads well, as gzip.open does
    from .errors import (
        CivicsearchError,
        ConfigError,
        DamagedIndexError,
        IndexLockedError,
        IndexUnavailableError,
        IndexVersionError,
        IndexWriteError,
        NoIndexError,
        NotAnIndexError,
        QueryError,
        SearchStoppedError,
        SourceError,
        UsageError,
    )
    from .models import (
        CONCORDANCE_SORTS,
        FACETS,
        SORTS,
        TIMELINES,
        Block,
        CheckReport,
        ClauseExplanation,
        Concordance,
        ConcordanceLine,
        ConcordanceRequest,
        Document,
        Explanation,
        FacetCount,
        FacetRequest,
        Hit,
        IndexStats,
        Neighbour,
        Post,
        PostMatches,
        PostVersion,
        PostWarning,
        Progress,
        Remedy,
        SavedSearch,
        SearchRequest,
        SearchResults,
        SimilarPost,
        SimilarPosts,
        SimilarRequest,
        SkippedFile,
        Source,
        SourceSettings,
        SourceStats,
        Span,
        Suggestion,
        TermCount,
        TimelineBucket,
        Trend,
        TrendPoint,
        Trends,
        TrendsRequest,
        UpdateReport,
    )

__all__ = [
    "CONCORDANCE_SORTS",
    "FACETS",
    "SORTS",
    "TIMELINES",
    "Block",
    "CheckReport",
    "CivicsearchError",
    "ClauseExplanation",
    "Concordance",
    "ConcordanceLine",
    "ConcordanceRequest",
    "ConfigError",
    "DamagedIndexError",
    "Document",
    "Explanation",
    "FacetCount",
    "FacetRequest",
    "Hit",
    "IndexLockedError",
    "IndexStats",
    "IndexUnavailableError",
    "IndexVersionError",
    "IndexWriteError",
    "ListedPost",
    "Neighbour",
    "NoIndexError",
    "NotAnIndexError",
    "Post",
    "PostMatches",
    "PostVersion",
    "PostWarning",
    "Progress",
    "QueryError",
    "Remedy",
    "SavedSearch",
    "SearchIndex",
    "SearchRequest",
    "SearchResults",
    "SearchStoppedError",
    "SimilarPost",
    "SimilarPosts",
    "SimilarRequest",
    "SkippedFile",
    "Source",
    "SourceError",
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
    "UsageError",
    "open",
]


def __getattr__(name: str) -> object:
    """Load what is asked for when it is first asked for: ``civicsearch --help`` need not wait for NumPy."""
    if name in ("SearchIndex", "open"):
        from . import api as module
    elif name in __all__ and name.endswith("Error"):
        from . import errors as module  # type: ignore[no-redef]
    elif name in __all__:
        from . import models as module  # type: ignore[no-redef]
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(module, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
