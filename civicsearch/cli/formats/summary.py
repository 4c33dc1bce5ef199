"""What a refresh did, in one line, for which nothing need be loaded."""

from __future__ import annotations


def in_one_line(new: int, changed: int, renamed: int, removed: int, unchanged: int, seconds: float) -> str:
    """Counts of posts.

    >>> in_one_line(12, 3, 1, 0, 2232, 0.31)
    '12 new, 3 changed, 1 renamed, 0 removed, 2,232 unchanged in 0.3 s'
    """
    return (
        f"{new:,} new, {changed:,} changed, {renamed:,} renamed, {removed:,} removed, {unchanged:,} unchanged "
        f"in {seconds:.1f} s"
    )
