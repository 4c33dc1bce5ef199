"""What a reader should know about how a query was read."""

from __future__ import annotations

_MOST = 10
"""Notes shown at most: a page of pasted text could fill a screen with them."""


class Notes:
    """Collects notes with the places they are about; told in the order of those places, each once."""

    def __init__(self) -> None:
        self._noted: dict[str, int] = {}

    def add(self, position: int, note: str) -> None:
        """Note something about the query at this offset."""
        self._noted.setdefault(note, position)

    def told(self) -> tuple[str, ...]:
        """The notes, at most ten and then a count of the others."""
        notes = sorted(self._noted, key=self._noted.__getitem__)
        if len(notes) > _MOST:
            notes[_MOST - 1 :] = [f"and {len(notes) - _MOST + 1} more such notes"]
        return tuple(notes)


def quoted(text: str) -> str:
    """Typed text as a note shows it: short, on one line, without control characters.

    >>> quoted('a\\x1b[31m"b')
    '‘a [31m"b’'
    """
    shown = " ".join("".join(char if char.isprintable() else " " for char in text[:60]).split())
    return f"‘{shown}…’" if len(text) > 60 else f"‘{shown}’"
