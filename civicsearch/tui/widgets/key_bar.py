"""The last line: the keys that do something here, made from the bindings of what has the focus."""

from __future__ import annotations

from typing import cast

from textual import events
from textual.strip import Strip

from ...lines import Piece
from ...terminal import width
from ..painting import Painted

_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "escape": "esc",
    "enter": "⏎",
    "tab": "tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "delete": "del",
    "backspace": "⌫",
    "comma": ",",
    "full_stop": ".",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "space": "space",
}


def key_name(key: str) -> str:
    """A key as a person writes it.

    >>> key_name("ctrl+s"), key_name("question_mark"), key_name("upper_n")
    ('^s', '?', 'N')
    """
    *modifiers, last = key.split("+")
    last = last[6:].upper() if last.startswith("upper_") else _NAMES.get(last, last)
    if modifiers == ["ctrl"]:
        return f"^{last}"
    return "+".join([*modifiers, last])


class KeyBar(Painted, can_focus=False):
    """As many keys as fit; a click does what the key does."""

    GROUND = "$panel"
    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; background: $panel; padding: 0; }
    """

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._actions: list[str] = []
        self._pieces: list[Piece] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._collect())
        self._collect()

    def on_resize(self) -> None:
        self._collect()

    def _collect(self) -> None:
        bindings = self.screen.active_bindings
        self._actions, pieces = [], [Piece(" ")]
        seen: set[str] = set()
        room = self.size.width + 1  # behind the last one nothing has to be free
        focused = self.screen.focused
        for key, active in bindings.items():
            binding = active.binding
            if not binding.show or not active.enabled or binding.action in seen:
                continue
            name = key_name(key)
            if focused and name.isascii() and len(name) == 1 and focused.check_consume_key(key, name):
                continue  # it is text
            seen.add(binding.action)
            name = binding.key_display or name
            room -= width(name) + width(binding.description) + 3
            if room < 0:
                break
            place = len(self._actions)
            self._actions.append(key)
            pieces += [
                Piece(name, f"heading key:{place}"),
                Piece(f" {binding.description}", f"dim key:{place}"),
                Piece("  "),
            ]
        if pieces != self._pieces:
            self._pieces = pieces
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The line."""
        return self.paint(self._pieces, self.size.width)

    async def on_click(self, event: events.Click) -> None:
        place = event.style.meta.get("key")
        if place is not None:
            self.app.simulate_key(self._actions[cast(int, place)])
