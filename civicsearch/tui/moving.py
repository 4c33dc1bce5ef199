"""Moving through texts and lists: the keys are the same everywhere, and stand here once."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Protocol

from textual import events
from textual.binding import Binding, BindingType

from .messages import HitOpened, HitReached
from .painting import Painted

MOVING = Binding.Group("moving")
"""Keys that only move: help tells them, and the palette leaves them out."""
MOVES: list[BindingType] = [
    Binding("up,k", "move(-1)", "up", show=False, group=MOVING),
    Binding("down,j", "move(1)", "down", show=False, group=MOVING),
    Binding("pageup,b,ctrl+b", "page(-1)", "page up", show=False, group=MOVING),
    Binding("pagedown,space,ctrl+f", "page(1)", "page down", show=False, group=MOVING),
    Binding("home,g", "edge(-1)", "top", show=False, group=MOVING),
    Binding("end,G", "edge(1)", "end", show=False, group=MOVING),
]


class Named(Protocol):
    """What stands for a post in a list."""

    @property
    def id(self) -> str:
        """The id of the post."""
        ...


class Text(Painted):
    """Lines to scroll through."""

    BINDINGS: ClassVar[list[BindingType]] = MOVES

    @property
    @abstractmethod
    def length(self) -> int:
        """How many lines there are."""

    def action_move(self, by: int) -> None:
        """A line up or down."""
        self.scroll_line(int(self.scroll_offset.y) + by)

    def action_page(self, by: int) -> None:
        """A page up or down, of which two lines were seen before."""
        self.scroll_line(int(self.scroll_offset.y) + by * max(self.size.height - 2, 1))

    def action_edge(self, to: int) -> None:
        """To the top or the end."""
        self.scroll_line(self.length if to > 0 else 0)


class Listing(Painted):
    """Posts one below the other, on one of which the cursor stands. Enter opens it, or a second click."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "read"), *MOVES]

    cursor = 0
    """The place that is chosen."""
    total = 0
    """How many places there are."""

    @property
    def lines_each(self) -> int:
        """Lines of one post."""
        return 1

    @abstractmethod
    def hit(self) -> Named | None:
        """What stands under the cursor; None where there is nothing, or it is on its way."""

    @abstractmethod
    def ask(self) -> None:
        """Ask for what is about to be seen and not there yet."""

    def move_to(self, place: int) -> None:
        """Put the cursor on another place."""
        place = min(max(place, 0), max(self.total - 1, 0))
        if place != self.cursor:
            self.cursor = place
            self.refresh()
            self.reach_cursor()
            self.post_message(HitReached(place))

    def reach_cursor(self) -> None:
        """Bring the cursor into view; a fourth line is empty."""
        self.reach(self.cursor * self.lines_each, min(self.lines_each, 3))
        self.ask()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.ask()

    def action_open(self) -> None:
        """Read it."""
        if self.hit() is not None:
            self.post_message(HitOpened(self.cursor))

    def action_move(self, by: int) -> None:
        """Up or down."""
        self.move_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        """By what fits on the screen."""
        self.move_to(self.cursor + by * max(self.size.height // self.lines_each - 1, 1))

    def action_edge(self, to: int) -> None:
        """To the first or the last."""
        self.move_to(self.total - 1 if to > 0 else 0)

    def on_click(self, event: events.Click) -> None:
        place = (int(self.scroll_offset.y) + event.y) // self.lines_each
        if place >= self.total:
            return
        if place == self.cursor and event.chain > 1:
            self.action_open()
        self.move_to(place)
