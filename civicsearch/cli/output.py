"""The one place that writes to stdout: data for scripts, and pages laid out for reading.

A pipe that its reader has closed is no error: the reader has seen enough.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # without `typing`, which takes 3 ms
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..lines import Line

_PLAIN_GLYPHS = str.maketrans(
    {"…": "...", "·": "-", "–": "-", "—": "-", "‘": "'", "’": "'", "▣": "x", "▢": ".", "“": '"', "”": '"'}
    | dict(zip("▁▂▃▄▅▆▇█▏▎▍▌▋▊▉░", "..::==## .--==#~", strict=True))
)
"""What our own signs, and the commonest of posts, become where the terminal's encoding has none of them."""


class Screen:
    """What a reader of stdout can see."""

    __slots__ = ("colour", "width")

    def __init__(self, *, width: int, colour: bool) -> None:
        self.width = width
        """Columns. 80 where stdout is no terminal and ``COLUMNS`` does not say otherwise."""
        self.colour = colour


def screen() -> Screen:
    """The screen as it is now: a terminal may be resized between two calls."""
    from shutil import get_terminal_size

    return Screen(width=max(get_terminal_size().columns, 20), colour=_wants_colour())


def data(text: str, *, undecodable: str = "backslashreplace") -> None:
    """Write the data of a format, always in UTF-8, whatever the terminal's encoding.

    ``undecodable`` is the codec's error handler for halves of characters, which stand for bytes of a file name that
    are not UTF-8: as ``\\udc80`` they are valid in JSON; ``surrogateescape`` writes the very bytes.
    """
    _write(text.encode("utf-8", undecodable))


def page(lines: Iterable[Line], shown_on: Screen) -> None:
    """Write lines for reading, in the terminal's own encoding."""
    from ..lines import render

    _write_text("".join(f"{render(line, colour=shown_on.colour)}\n" for line in lines))


def headline(text: str) -> None:
    """Write a page of a heading alone. Where it needs no colour, nothing is loaded for it."""
    if _wants_colour():
        from ..lines import Piece

        page([[Piece(text, "heading")]], screen())
    else:
        _write_text(f"{text}\n")


def is_terminal() -> bool:
    """Whether a person reads stdout as it is written."""
    return sys.stdout is not None and sys.stdout.isatty()


def abandon() -> None:
    """Send what is still buffered nowhere: Python flushes stdout as it ends, and would complain of a closed pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_text(text: str) -> None:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        content = text.translate(_PLAIN_GLYPHS).encode(encoding, "replace")
    _write(content)


def _write(content: bytes) -> None:
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        error.filename = "standard output"
        raise


def _wants_colour() -> bool:
    """``NO_COLOR`` wins over ``FORCE_COLOR`` (no-color.org, force-color.org); else a terminal that is not dumb."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return is_terminal() and os.environ.get("TERM") != "dumb"
