"""The first line of a screen: what it shows, and where in it one is."""

from __future__ import annotations

from textual.strip import Strip
from textual.timer import Timer

from ...lines import Piece
from ...terminal import clean
from ..painting import Painted, between

_SECONDS = 5.0
"""How long something is said."""


class TitleBar(Painted, can_focus=False):
    """A title at the left, places at the right; for a moment, what there is to say."""

    GROUND = "$panel"
    DEFAULT_CSS = """
    TitleBar { height: 1; background: $panel; padding: 0; }
    """

    def __init__(self) -> None:
        super().__init__(id="title")
        self._title = ""
        self._places: tuple[str, ...] = ()
        self._said = ""
        self._problem = False
        self._going: Timer | None = None

    @property
    def text(self) -> str:
        """What it says."""
        return self._said or " · ".join(filter(None, (self._title, *self._places)))

    def show(self, title: str, *places: str) -> None:
        """A title, and what stands at the right, the most important last."""
        self._title, self._places, self._said = title, tuple(filter(None, places)), ""
        self.refresh()

    def say(self, text: str, *, problem: bool = False) -> None:
        """Say something in its place: what went wrong until it is shown anew, anything else for a moment."""
        self._said, self._problem = text, problem
        self.refresh()
        if self._going:
            self._going.stop()
        self._going = None if problem else self.set_timer(_SECONDS, self._let_go)

    def _let_go(self) -> None:
        self._said = ""
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The line."""
        columns = self.size.width
        if self._said:
            style = "error" if self._problem else "on"
            return self.paint(between([Piece(f"  {clean(self._said)}", style)], [], columns), columns)
        right: list[Piece] = []
        for place, text in enumerate(self._places):
            right += [Piece(" · " if place else "", "dim"), Piece(text, "on" if place else "dim")]
        left = [Piece("  "), Piece(clean(self._title), "title")]
        return self.paint(between(left, [*right, Piece(" ")] if right else [], columns), columns)
