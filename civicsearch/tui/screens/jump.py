"""Jump mode: a key stands on every part of the screen and on every hit in sight, and pressing it goes there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from string import digits
from typing import Any, ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from ..moving import Listing

_LETTERS = "asdfghjklweruiopxcvbnmtyz"
"""Those under the fingers first; q goes back."""
_BEHIND_DATE = 13
"""Columns that stand before a title."""


class Target(NamedTuple):
    """Somewhere to go."""

    key: str
    place: Offset
    go: Callable[[], None]


class Jump(ModalScreen[Target | None]):
    """Shows the keys over the screen below; its answer is where to go."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,ctrl+g", "dismiss", "back")]
    DEFAULT_CSS = """
    Jump {
        background: $background 30%;
        Static {
            position: absolute;
            width: auto;
            height: 1;
            background: $accent;
            color: $background;
            text-style: bold;
        }
    }
    """

    def __init__(self, targets: list[Target]) -> None:
        super().__init__()
        self.targets = targets

    def compose(self) -> ComposeResult:
        for target in self.targets:
            label = Static(f" {target.key} ", markup=False)
            label.styles.offset = target.place
            yield label

    def on_key(self, event: events.Key) -> None:
        for target in self.targets:
            if event.character == target.key:
                event.stop()
                self.dismiss(target)
                return

    def on_click(self) -> None:
        self.dismiss(None)


def targets(screen: Screen[Any]) -> list[Target]:
    """The parts that can have the focus by number, the hits in sight by letter."""
    parts = [widget for widget in screen.focus_chain if widget.region.area]
    found = [
        Target(key, widget.region.offset, partial(screen.set_focus, widget))
        for key, widget in zip(digits[1:], parts, strict=False)
    ]
    for widget in parts:
        if isinstance(widget, Listing):
            found += _hits(screen, widget)
    return found


def _hits(screen: Screen[Any], listing: Listing) -> Iterator[Target]:
    top, each = int(listing.scroll_offset.y), listing.lines_each
    first = -(-top // each)
    last = min((top + listing.size.height - 1) // each, listing.total - 1)

    def go(place: int) -> None:
        screen.set_focus(listing)
        listing.move_to(place)

    for key, place in zip(_LETTERS, range(first, last + 1), strict=False):
        at = listing.content_region.offset + Offset(min(_BEHIND_DATE, listing.size.width // 3), place * each - top)
        yield Target(key, at, partial(go, place))
