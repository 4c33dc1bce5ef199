"""A post read and laid out, off the UI's thread."""

from __future__ import annotations

from collections.abc import Callable

from ..api import SearchIndex
from ..errors import SearchStoppedError
from .messages import PostRead
from .searching import Question
from .typesetting import typeset


def read_post(
    index: SearchIndex, post_id: str, question: Question, room: int, still_wanted: Callable[[], bool]
) -> PostRead | None:
    """The post with the matches of a question in ``room`` columns; None where nobody waits for it any more."""
    if not still_wanted():
        return None
    post = index.post(post_id)
    try:
        matches = index.matches(
            post_id, question.query, as_you_type=question.as_you_type, cancelled=lambda: not still_wanted()
        )
    except SearchStoppedError:
        return None
    document = index.document(post_id)
    return PostRead(post, document, matches, typeset(post, document, matches, room))
