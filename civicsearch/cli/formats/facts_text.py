"""Small tables for reading: named facts, sources, and suggestions.

Paths are never broken, so that they can be copied; a terminal breaks long lines by itself.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ...lines import Line, Piece, counted, padded
from ...terminal import clean, width

if TYPE_CHECKING:
    from ...models import SavedSearch, SourceStats, Suggestion


def fact_lines(facts: Mapping[str, str]) -> list[Line]:
    """One fact a line: its name, then its value."""
    names = max(map(width, facts), default=0) + 2
    return [[*padded([Piece(name, "dim")], names), Piece(clean(value))] for name, value in facts.items()]


def source_lines(sources: Sequence[SourceStats]) -> list[Line]:
    """One source a line: name, posts, folder, and a word where the folder is not there now."""
    if not sources:
        return [[Piece("no sources")]]
    names = max(width(clean(source.name)) for source in sources)
    digits = max(len(f"{source.posts:,}") for source in sources)
    lines: list[Line] = []
    for source in sources:
        posts = "post " if source.posts == 1 else "posts"
        line = padded([Piece(clean(source.name), "heading")], names)
        line.append(Piece(f"  {source.posts:>{digits},} {posts}  "))
        line.append(Piece(clean(source.path) or "from no folder", "dim"))
        if source.path and not os.path.isdir(source.path):
            line.append(Piece(" (not there now)", "note"))
        lines.append(line)
    return lines


def saved_lines(searches: Sequence[SavedSearch]) -> list[Line]:
    """One saved search a line: name, posts, those that are new, and the query."""
    if not searches:
        return [[Piece("no saved searches")]]
    names = max(width(clean(search.name)) for search in searches)
    lines: list[Line] = []
    for search in searches:
        line = padded([Piece(clean(search.name), "heading")], names)
        if search.problem is not None:
            lines.append([*line, Piece(f"  {clean(search.problem)}", "note")])
            continue
        counts = f"  {counted(search.posts or 0, 'post')}, {search.new or 0:,} new  "
        lines.append([*line, Piece(counts), Piece(clean(search.query) or "(every post)", "dim")])
    return lines


def suggestion_lines(query: str, suggestions: Sequence[Suggestion]) -> list[Line]:
    """One suggestion a line: the query as it becomes, and how many posts have what was added."""
    completed = [clean(item.applied(query)) for item in suggestions]
    widest = max(map(width, completed), default=0) + 2
    lines: list[Line] = []
    for text, item in zip(completed, suggestions, strict=True):
        about = item.kind if item.posts is None else counted(item.posts, "post")
        lines.append([*padded([Piece(text)], widest), Piece(about, "dim")])
    return lines


def size(number: int) -> str:
    """Bytes in decimal units, as ``ls --si`` and disk makers count.

    >>> size(512), size(30_100_000)
    ('512 bytes', '30.1 MB')
    """
    if number < 1000:
        return f"{number} bytes"
    scaled = float(number)
    for unit in ("kB", "MB", "GB"):
        scaled /= 1000
        if scaled < 999.95:
            return f"{scaled:.1f} {unit}"
    return f"{scaled / 1000:.1f} TB"
