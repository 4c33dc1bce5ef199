"""The bytes of a file → its text, as much of it as is read, with what a reader should be told of it."""

from __future__ import annotations

from ..language.folding import has_many_marks
from .frontmatter import Problem
from .markdown import without_data
from .normalise import decode, normalise, obeyed_controls

MAX_TEXT = 4_000_000
"""Characters of a file that are read, images within the text not counted; the largest real post has a quarter of it."""


def read_text(data: bytes) -> tuple[str, list[Problem]]:
    """The normalised text of a file, as much of it as is read."""
    problems: list[Problem] = []
    written, bad_line = decode(data)
    if bad_line is not None:
        problems.append(Problem("is not all UTF-8", "read the other bytes as cp1252", bad_line))
    if len(written) > MAX_TEXT:
        written = without_data(written)
        if len(written) > MAX_TEXT:
            too_long = f"the file has {len(written):,} characters, more than the {MAX_TEXT:,} that are read"
            problems.append(Problem(too_long, "left out the rest"))
            written = written[:MAX_TEXT]
    text = normalise(written)
    if len(text) < len(written):
        if controls := obeyed_controls(written):
            problems.append(Problem(f"control characters stand in it ({controls:,})", "left them out"))
        if has_many_marks(written):
            problems.append(Problem("there are hundreds of accents on one letter", "kept the first of them"))
    return text, problems
