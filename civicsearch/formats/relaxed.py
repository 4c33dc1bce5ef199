"""What is told of posts that lack some of the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..models import SearchResults


def relaxed_told(results: SearchResults) -> str:
    """How many of the posts have all words and how many most; nothing where all have all."""
    if not results.relaxed:
        return ""
    whole = results.total - results.relaxed
    have = "none has" if not whole else "1 has" if whole == 1 else f"{whole:,} have"
    return f"{have} all words, {results.relaxed:,} most of them"
