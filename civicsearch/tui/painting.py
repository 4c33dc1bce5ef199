"""Widgets that paint their lines themselves: only what is visible is laid out, however much there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from ..lines import Piece
from ..terminal import shorten, width
from .at_once import acted_at_once


class Painted(ScrollView, can_focus=True, inherit_bindings=False):
    """A widget of lines made of pieces, each with the names of its styles.

    A name with a number (``link:3``) is no style: it is what a click there is told by.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paint--base",
        "paint--row",
        "paint--title",
        "paint--heading",
        "paint--dim",
        "paint--faint",
        "paint--match",
        "paint--here",
        "paint--bar",
        "paint--on",
        "paint--strong",
        "paint--emphasis",
        "paint--code",
        "paint--strike",
        "paint--link",
        "paint--warning",
        "paint--error",
    }
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
        & > .paint--base { background: $background; color: $foreground; }
        & > .paint--row { background: $row; color: $foreground; }
        & > .paint--title { text-style: bold; }
        & > .paint--heading { color: $primary; text-style: bold; }
        & > .paint--dim { color: $dim; }
        & > .paint--faint { color: $faint; }
        & > .paint--match { color: $match; background: $match-background; text-style: bold; }
        & > .paint--here { color: $background; background: $here; text-style: bold; }
        & > .paint--bar { color: $bar; }
        & > .paint--on { color: $accent; text-style: bold; }
        & > .paint--strong { text-style: bold; }
        & > .paint--emphasis { text-style: italic; }
        & > .paint--code { color: $code; }
        & > .paint--strike { text-style: strike; }
        & > .paint--link { color: $link; }
        & > .paint--warning { color: $warning; }
        & > .paint--error { color: $error; text-style: bold; }
    }
    """

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

    def repaint(self) -> None:
        """Forget what was painted and paint anew; widgets that keep lines override it."""
        self.refresh()

    def paint(self, pieces: Iterable[Piece], columns: int, base: str = "base") -> Strip:
        """The pieces as one line of exactly so many columns, on the background of ``base``."""
        ground = self.named_style(base)
        segments = [Segment(text, self._styled(ground, base, style)) for text, style in pieces if text]
        return Strip(segments).adjust_cell_length(columns, ground)

    def named_style(self, name: str) -> Style:
        """One of the ``paint--`` styles; only what it says itself, but for the grounds."""
        known = self._known_styles
        if name not in known:
            partial = name not in ("base", "row")
            known[name] = self.get_component_rich_style(f"paint--{name}", partial=partial)
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
