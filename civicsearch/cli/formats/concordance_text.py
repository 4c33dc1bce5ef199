"""A concordance for reading: a match a line, all matches below each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...lines import Line, Piece, counted, padded, wrap
from ...terminal import clean, shorten, shorten_left, width

if TYPE_CHECKING:
    from ...models import Concordance, ConcordanceLine, Neighbour

_DAY = 12
_IDS_FROM = 120
"""Columns of the screen from which ids of posts stand behind the lines."""
_ID = 40
_LONGEST_MATCH = 30


def concordance_text(found: Concordance, screen_width: int, offset: int = 0) -> list[Line]:
    """The lines, then the neighbours."""
    lines = wrap(_heading(found, offset), screen_width)
    if found.lines:
        lines += [[], *_aligned(found.lines, screen_width)]
    if found.neighbours:
        lines += [[], *_neighbours(found.neighbours)]
    return lines


def _heading(found: Concordance, offset: int) -> Line:
    matches = counted(found.total, "match", "matches") if found.total else "No matches"
    details = [f" in {counted(found.posts, 'post')}"] if found.total else []
    if found.lines and len(found.lines) < found.total:
        details.append(f" · {offset + 1:,} to {offset + len(found.lines):,} shown")
    return [Piece(matches, "heading"), Piece("".join(details) + f" · {found.took_ms:,.1f} ms", "dim")]


def _aligned(shown: Sequence[ConcordanceLine], screen_width: int) -> list[Line]:
    id_room = _ID if screen_width >= _IDS_FROM else 0
    room = max(screen_width - _DAY - id_room, 12)
    match_room = min(max(width(clean(line.match)) for line in shown), _LONGEST_MATCH, room // 2)
    left_room = (room - match_room) // 2
    right_end = screen_width - id_room
    lines = []
    for line in shown:
        day = line.date.isoformat()[:10] if line.date else ""
        before = shorten_left(_one_line(line.left), left_room)
        match = shorten(clean(line.match), min(_LONGEST_MATCH, room // 2))
        behind = shorten(_one_line(line.right), max(right_end - _DAY - left_room - width(match) - 1, 1))
        row = [
            Piece(f"{day:<{_DAY}}", "dim"),
            Piece(" " * (left_room - width(before)) + before),
            Piece(match, "match"),
            Piece(behind),
        ]
        lines.append([*padded(row, right_end), Piece(shorten(clean(line.id), id_room), "dim")] if id_room else row)
    return lines


def _one_line(text: str) -> str:
    """A context made safe, with the spaces at its ends, which part it from the match."""
    cleaned = clean(text)
    return f"{' ' if text[:1].isspace() else ''}{cleaned}{' ' if text[-1:].isspace() else ''}" if cleaned else ""


def _neighbours(found: Sequence[Neighbour]) -> list[Line]:
    word_room = min(max(width(clean(item.word)) for item in found), _ID)
    lines: list[Line] = [
        [
            Piece("Neighbours", "heading"),
            Piece(" · within five words, more often than elsewhere in the same posts", "dim"),
        ],
        [Piece(f"  {'':<{word_room}} {'near':>7} {'before':>7} {'behind':>7} {'score':>9}", "dim")],
    ]
    for item in found:
        word = shorten(clean(item.word), word_room)
        numbers = f" {item.count:>7,} {item.left:>7,} {item.right:>7,} {item.score:>9,.1f}"
        lines.append([Piece(f"  {word}" + " " * (word_room - width(word))), Piece(numbers)])
    return lines
