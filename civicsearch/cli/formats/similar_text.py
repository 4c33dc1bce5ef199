"""Similar posts for reading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...lines import Line, Piece, counted, wrap
from ...terminal import clean
from .text import WIDEST_TEXT, hit_lines

if TYPE_CHECKING:
    from ...models import PostVersion, SimilarPosts


def similar_text(found: SimilarPosts, title: str, screen_width: int) -> list[Line]:
    """The versions of the post, then a list as of a search, each post with what both have."""
    room = min(screen_width, WIDEST_TEXT)
    count = counted(len(found.posts), "post") if found.posts else "No posts"
    heading = [Piece(f"{count} like {clean(title)}", "heading"), Piece(f" · {found.took_ms:,.1f} ms", "dim")]
    lines = [*wrap(heading, room), *_versions(found.versions, room, 0)]
    digits = max(2, len(str(len(found.posts))))
    for number, post in enumerate(found.posts, 1):
        mark = f"{number:>{digits}}. "
        lines += [[], *hit_lines(post.hit, mark, room, side_by_side=False)]
        about = f"{post.hit.score:.0%} alike: {', '.join(map(clean, post.shared))}"
        lines[-1:-1] = wrap([Piece(about, "note")], room, indent=len(mark))
        lines += _versions(post.versions, room, len(mark))
    return lines


def _versions(versions: Iterable[PostVersion], room: int, indent: int) -> list[Line]:
    return [
        line
        for version in versions
        for line in wrap([Piece(f"{version.kind}: {clean(version.hit.id)}", "dim")], room, indent=indent)
    ]
