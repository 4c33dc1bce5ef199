"""Where posts come from, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """How the posts of one source are read."""

    language: str | None = None
    """Language of posts that do not say theirs; None detects it post by post."""
    day_first: bool = True
    """Whether ``07/10/2019`` is the 7th of October."""
    drafts: bool = False
    """Whether drafts and private posts are indexed."""
    future: bool = True
    """Whether posts dated after today are indexed."""
    split_authors: bool = False
    """Whether ``Ann Lee, Bo Chan and Cy Roe`` is three authors."""
    author_names: Mapping[str, str] = field(default_factory=dict)
    """Display name for each author id that posts use instead of a name."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Front-matter key → post field, beside the usual ones: ``{"rubrik": "categories"}``."""


@dataclass(frozen=True, slots=True)
class Source:
    """A folder of posts that is indexed under a name."""

    name: str
    path: str
    """Absolute path of the folder."""
    settings: SourceSettings = SourceSettings()
