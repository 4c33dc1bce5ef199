"""Lines of styled text: built from pieces, wrapped and padded by what they show, and turned into a string last.

A piece is text and the name of a style; escape sequences exist only in the result of `render`. So every width is a
width of visible characters, and output without colour is the same layout without the sequences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from . import terminal

STYLES = {
    "title": "1",
    "match": "1;33",
    "dim": "2",
    "heading": "1",
    "bar": "36",
    "selected": "1;32",
    "note": "33",
}
"""Style → SGR parameters. Only the sixteen colours that a terminal's own theme defines, so any background works."""

_RUNS = re.compile(r"\s+|\S+")


class Piece(NamedTuple):
    """A stretch of a line in one style."""

    text: str
    style: str = ""


Line = list[Piece]


def columns(line: Iterable[Piece]) -> int:
    """How wide a line is on the screen."""
    return sum(terminal.width(piece.text) for piece in line)


def render(line: Iterable[Piece], *, colour: bool) -> str:
    """The line as it is written, with no spaces at its end."""
    if not colour:
        return "".join(piece.text for piece in line).rstrip()
    return "".join(
        f"\x1b[{STYLES[piece.style]}m{piece.text}\x1b[0m" if piece.style else piece.text for piece in line
    ).rstrip()


def padded(line: Line, width: int) -> Line:
    """The line, filled with spaces to ``width`` columns."""
    missing = width - columns(line)
    return [*line, Piece(" " * missing)] if missing > 0 else line


def beside(left: Sequence[Line], right: Sequence[Line], left_width: int, gap: int) -> list[Line]:
    """Two blocks side by side, the left one ``left_width`` columns wide."""
    lines = []
    for row in range(max(len(left), len(right))):
        line = left[row] if row < len(left) else []
        if row < len(right):
            line = [*padded(line, left_width), Piece(" " * gap), *right[row]]
        lines.append(line)
    return lines


def wrap(pieces: Iterable[Piece], width: int, *, indent: int = 0) -> list[Line]:
    """Break a paragraph into lines of at most ``width`` columns, each after ``indent`` spaces.

    Lines break at spaces and around wide characters; a word wider than a line is broken where the line ends.
    """
    room = max(width - indent, 2)
    lines: list[Line] = []
    line: Line = []
    used = 0
    for word, spaced in _words(pieces, room):
        size = columns(word)
        gap = 1 if spaced and line else 0
        if line and used + gap + size > room:
            lines.append(line)
            line, used, gap = [], 0, 0
        if gap:
            inside = line[-1].style == word[0].style
            line.append(Piece(" ", word[0].style if inside else ""))
        line.extend(word)
        used += gap + size
    if line:
        lines.append(line)
    margin = [Piece(" " * indent)] if indent else []
    return [[*margin, *_merged(line)] for line in lines]


def _words(pieces: Iterable[Piece], room: int) -> Iterable[tuple[Line, bool]]:
    """Stretches that stay together on a line, and whether a space goes before each."""
    word: Line = []
    spaced = False
    for text, style in pieces:
        for run in _RUNS.findall(text):
            if run.isspace():
                if word:
                    yield word, spaced
                word, spaced = [], True
                continue
            for part, breaks in _breakable(run, room):
                if breaks and word:
                    yield word, spaced
                    word, spaced = [], False
                word.append(Piece(part, style))
    if word:
        yield word, spaced


def _breakable(run: str, room: int) -> Iterable[tuple[str, bool]]:
    """Parts of a run without spaces, each with whether a line may be broken before it."""
    if run.isascii() and len(run) <= room:
        yield run, False
        return
    part, size, breaks, after_wide = "", 0, False, False
    for character in run:
        wide = terminal.is_wide(character)
        taken = terminal.width(character)
        if part and taken and (wide or after_wide or size + taken > room):
            yield part, breaks
            part, size, breaks = "", 0, True
        part += character
        size += taken
        if taken:
            after_wide = wide
    yield part, breaks


def _merged(line: Line) -> Line:
    """Neighbours of one style as one piece, so that a line carries no more escape sequences than it needs."""
    merged: Line = []
    for piece in line:
        if merged and merged[-1].style == piece.style:
            merged[-1] = Piece(merged[-1].text + piece.text, piece.style)
        else:
            merged.append(piece)
    return merged
