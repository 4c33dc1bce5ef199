"""Undoes the loops that a broken export leaves in a post: the same run of paragraphs, up to hundreds of times."""

from __future__ import annotations

_TELLING_WORDS = 8
"""Words from which a paragraph that comes twice is a copy; “Read more” is not."""
_LOOP = 3
"""Copies that make a loop, in which short paragraphs are copies as well."""


def without_repeats(paragraphs: list[str]) -> tuple[list[str], int]:
    """The paragraphs with copies left out, and how many were.

    >>> without_repeats(["One two three four five six seven eight.", "Yes.", "Yes."])
    (['One two three four five six seven eight.', 'Yes.', 'Yes.'], 0)
    """
    again = copies(paragraphs)
    return [paragraph for place, paragraph in enumerate(paragraphs) if place not in again], len(again)


def copies(paragraphs: list[str]) -> set[int]:
    """The places of the paragraphs that are copies of earlier ones."""
    keys = [_key(paragraph) for paragraph in paragraphs]
    seen: set[str] = set()
    found: set[int] = set()
    for place, key in enumerate(keys):
        if key.count(" ") < _TELLING_WORDS - 1:
            continue
        if key in seen:
            found.add(place)
        seen.add(key)
    if len(found) >= _LOOP:
        seen.clear()
        for place, key in enumerate(keys):
            if key in seen:
                found.add(place)
            seen.add(key)
    return found


def _key(paragraph: str) -> str:
    # Where a loop starts anew inside of a link, the copy has the link's bracket at its head.
    return paragraph.strip("[]()*_ ")
