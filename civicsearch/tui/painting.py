"""Widgets that paint their lines themselves: only what is visible is laid out, however much there is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from ..lines import Piece
from ..terminal import shorten, width
from .at_once import acted_at_once

STYLES = {
    "title": "bold",
    "heading": "bold $primary",
    "dim": "$dim",
    "faint": "$faint",
    "match": "bold $match on $match-background",
    "here": "bold $background on $here",
    "bar": "$bar",
    "on": "bold $accent",
    "strong": "bold",
    "emphasis": "italic",
    "code": "$code",
    "strike": "strike",
    "link": "$link",
    "warning": "$warning",
    "error": "bold $error",
    "series-1": "$primary",
    "series-2": "$accent",
    "series-3": "$secondary",
    "series-4": "$code",
    "series-5": "$error",
    "series-6": "$dim",
}
"""Name → style in the words of Rich, with the colours of the theme. As component classes of each widget they would be
some three hundred more styles for every restyling; starting took a sixth longer."""
_VARIABLE = re.compile(r"\$([a-z-]+)")


class Painted(ScrollView, can_focus=True, inherit_bindings=False):
    """A widget of lines made of pieces, each with the names of its styles.

    A name with a number (``link:3``) is no style: it is what a click there is told by.
    """

    DEFAULT_CSS = """
    Painted {
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        scrollbar-color: $rule;
        scrollbar-color-hover: $dim;
        scrollbar-color-active: $primary;
    }
    """
    GROUND: ClassVar[str] = "$background"
    """The colour below what is not chosen."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._known_styles: dict[str, Style] = {}

    async def on_event(self, event: events.Event) -> None:
        """Keys act at once."""
        if not await acted_at_once(self, event):
            await super().on_event(event)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._known_styles.clear()
        self.repaint()

    def set_length(self, lines: int) -> None:
        """Say how many lines there are in all.

        Setting ``virtual_size`` would lay out the whole screen anew. So that is done only where the scroll bar comes or
        goes; it took a third off the time from a key to its results.
        """
        size = Size(self.scrollable_content_region.width, lines)
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)

    def scroll_line(self, line: int) -> None:
        """Show from this line on, at once."""
        self.scroll_to(y=max(line, 0), animate=False, immediate=True)

    def reach(self, line: int, lines: int = 1) -> None:
        """Scroll no further than it takes to see these lines."""
        top, height = int(self.scroll_offset.y), self.size.height
        if line < top:
            self.scroll_line(line)
        elif height and line + lines > top + height:
            self.scroll_line(line + lines - height)

    def repaint(self) -> None:
        """Forget what was painted and paint anew; widgets that keep lines override it."""
        self.refresh()

    def paint(self, pieces: Iterable[Piece], columns: int, base: str = "base") -> Strip:
        """The pieces as one line of exactly so many columns, on the background of ``base``."""
        ground = self.named_style(base)
        segments = [Segment(text, self._styled(ground, base, style)) for text, style in pieces if text]
        return Strip(segments).adjust_cell_length(columns, ground)

    def named_style(self, name: str) -> Style:
        """One of `STYLES`, or of the two grounds: ``base`` and ``row``."""
        known = self._known_styles
        if name not in known:
            grounds = {"base": f"$foreground on {self.GROUND}", "row": "$foreground on $row"}
            written = grounds.get(name) or STYLES[name]
            variables = self.app.theme_variables
            known[name] = Style.parse(_VARIABLE.sub(lambda match: _hex(variables[match[1]]), written))
        return known[name]

    def _styled(self, ground: Style, base: str, names: str) -> Style:
        if not names:
            return ground
        known = self._known_styles
        key = f"{base} {names}"
        if key not in known:
            style = ground
            for name in names.split():
                kind, marked, value = name.partition(":")
                style += Style(meta={kind: int(value)}) if marked else self.named_style(kind)
            known[key] = style
        return known[key]


@lru_cache(128)
def _hex(colour: str) -> str:
    """A colour of the theme as Rich reads it."""
    return Color.parse(colour).hex6


def between(left: list[Piece], right: list[Piece], columns: int) -> list[Piece]:
    """A line with something at its right end; the left is cut where both do not fit."""
    taken = sum(width(piece.text) for piece in right)
    room = max(columns - taken - (1 if taken else 0), 1)
    line = cut(left, room)
    filled = sum(width(piece.text) for piece in line)
    return [*line, Piece(" " * (columns - taken - filled)), *right]


def cut(pieces: Iterable[Piece], columns: int) -> list[Piece]:
    """The pieces up to so many columns, with an ellipsis where something is missing."""
    kept: list[Piece] = []
    room = columns
    for piece in pieces:
        taken = width(piece.text)
        if taken > room:
            if room > 0:
                kept.append(Piece(shorten(piece.text, room), piece.style))
            elif kept:
                last = kept.pop()
                kept.append(Piece(shorten(f"{last.text}…", width(last.text)), last.style))
            break
        kept.append(piece)
        room -= taken
    return kept
