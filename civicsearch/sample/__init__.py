"""A small archive to try civicsearch on: sixty-odd short posts, written for this project.

Three sources in the styles of three site generators: ``harbour-city`` (Jekyll), ``open-region`` (Hugo) and
``civic-notes`` (Pelican). Places and people are invented. Five languages, 2010 to 2025.

Four oddities of real archives are there on purpose. A draft (``notes-on-voting-by-post``) is left out, a link post
(``open-data-policy-in-one-page``) has no body, ``words-we-try-not-to-use`` has no date, and the front matter of
``the-day-that-was-not-there`` says 29 February 2017: the only warning of the three sources.
"""

from __future__ import annotations

from pathlib import Path

from ..models import Source

__all__ = ["sources", "synonyms"]


def sources() -> tuple[Source, ...]:
    """The three sample sources, with the absolute paths at which they are installed. They need no settings.

    >>> [source.name for source in sources()]
    ['harbour-city', 'open-region', 'civic-notes']
    """
    here = Path(__file__).resolve().parent
    return tuple(Source(name, str(here / name)) for name in ("harbour-city", "open-region", "civic-notes"))


def synonyms() -> Path:
    """The file of synonyms that comes with the posts: acronyms of civic technology."""
    return Path(__file__).resolve().parent / "synonyms.txt"
