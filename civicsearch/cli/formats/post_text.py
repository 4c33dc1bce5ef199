"""One post laid out for reading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...lines import Line, Piece, wrap
from ...terminal import clean
from .text import WIDEST_TEXT

if TYPE_CHECKING:
    from ...models import Post

_PARAGRAPHS = re.compile(r"\n\s*\n")


def post_text(post: Post, screen_width: int) -> list[Line]:
    """Title, what is known about the post, and its text in paragraphs."""
    line_width = min(screen_width, WIDEST_TEXT)
    lines = wrap([Piece(clean(post.title) or "(no title)", "title")], line_width)
    facts = {
        "date": post.date.isoformat()[:10] if post.date else "",
        "authors": ", ".join(post.authors),
        "categories": ", ".join(post.categories),
        "tags": ", ".join(post.tags),
        "language": post.language or "",
        "address": post.url or "",
        "post": post.id,
    }
    for name, value in facts.items():
        if value:
            shown = wrap([Piece(clean(value))], line_width, indent=12)
            lines += [[Piece(f"{name:<12}", "dim"), *shown[0][1:]], *shown[1:]] if shown else []
    for paragraph in (post.summary or "", *_PARAGRAPHS.split(post.text)):
        if wrapped := wrap([Piece(clean(paragraph))], line_width):
            lines += [[], *wrapped]
    return lines
