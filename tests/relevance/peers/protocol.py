"""What every engine has to do to be judged beside the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from civicsearch.models import Post

TITLE_WEIGHT = 2
"""How often a title counts in the peers: the best that was found for all of them."""

_WORD = re.compile(r"\w+")


class Ranker(Protocol):
    """An index of the posts of one set."""

    def __init__(self, posts: Sequence[Post], folder: Path) -> None:
        """Index the posts; ``folder`` is empty and for this index alone."""
        ...

    def rank(self, query: str, depth: int) -> list[str]:
        """The ids of the best posts for a query as somebody typed it, the best first."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...


def query_words(query: str) -> list[str]:
    """A query stripped of syntax, for engines that would stumble over it."""
    return _WORD.findall(query)


def whole_text(post: Post) -> str:
    """All of a post as one text, for engines without fields or with little use for them."""
    return "\n\n".join([post.title] * TITLE_WEIGHT + [post.summary or "", post.text])
