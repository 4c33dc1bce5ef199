"""Lines of styled text: built from pieces, wrapped and padded by what they show, and turned into a string last.

A piece is text and the name of a style; escape sequences exist only in the result of `render`. So every width is a
width of visible characters, and output without colour is the same layout without the sequences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number of things, whose ``plural`` has more than an s at the end where it is given.

    >>> counted(1, "post"), counted(2300, "post"), counted(0, "match", "matches")
    ('1 post', '2,300 posts', '0 matches')
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


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
    for word, spaced in _words(pieces):
        for part in _cut(word, room):
            size = columns(part)
            gap = 1 if spaced and line else 0
            spaced = False
            if line and used + gap + size > room:
                lines.append(line)
                line, used, gap = [], 0, 0
            if gap:
                line.append(Piece(" ", part[0].style if line[-1].style == part[0].style else ""))
            line.extend(part)
            used += gap + size
    if line:
        lines.append(line)
    margin = [Piece(" " * indent)] if indent else []
    return [[*margin, *_merged(line)] for line in lines]


def _words(pieces: Iterable[Piece]) -> Iterator[tuple[Line, bool]]:
    """Stretches that stay together on a line, and whether a space goes before each."""
    word: Line = []
    spaced = after_wide = False
    for text, style in pieces:
        for run in _RUNS.findall(text):
            if run.isspace():
                if word:
                    yield word, spaced
                word, spaced, after_wide = [], True, False
                continue
            for part, wide in _by_width(run):
                if word and (wide or after_wide):
                    yield word, spaced
                    word, spaced = [], False
                word.append(Piece(part, style))
                after_wide = wide
    if word:
        yield word, spaced


def _by_width(run: str) -> Iterator[tuple[str, bool]]:
    """Each wide character of a run by itself, and what stands between them; marks stay with what they mark."""
    if run.isascii():
        yield run, False
        return
    part, part_is_wide = "", False
    for character in run:
        taken = terminal.width(character)
        if part and taken and (taken == 2 or part_is_wide):
            yield part, part_is_wide
            part = ""
        part += character
        part_is_wide = part_is_wide if taken == 0 else taken == 2
    yield part, part_is_wide


def _cut(word: Line, room: int) -> Iterator[Line]:
    """A word in parts that each fit on a line; nearly always the word itself."""
    if columns(word) <= room:
        yield word
        return
    part: Line = []
    used = 0
    for text, style in word:
        for character in text:
            taken = terminal.width(character)
            if part and used + taken > room:
                yield _merged(part)
                part, used = [], 0
            part.append(Piece(character, style))
            used += taken
    yield _merged(part)


def _merged(line: Line) -> Line:
    """Neighbours of one style as one piece, so that a line carries no more escape sequences than it needs."""
    merged: Line = []
    for piece in line:
        if merged and merged[-1].style == piece.style:
            merged[-1] = Piece(merged[-1].text + piece.text, piece.style)
        else:
            merged.append(piece)
    return merged
