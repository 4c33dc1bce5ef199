"""One line to write in, the same wherever something is asked for."""

from __future__ import annotations

from textual.widgets import Input


class Entry(Input):
    """An input without a border, whose cursor stands still."""

    DEFAULT_CSS = """
    Entry {
        border: none;
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
        &:focus { border: none; background: $panel; background-tint: $foreground 0%; }
        &>.input--cursor { background: $foreground; color: $background; text-style: none; }
        &>.input--selection { background: $row; }
        &>.input--placeholder, &>.input--suggestion { color: $dim; }
    }
    """

    def __init__(self, value: str = "", hint: str = "", *, id: str | None = None, select_on_focus: bool = True) -> None:
        super().__init__(value, hint, select_on_focus=select_on_focus, compact=True, id=id)
        self.cursor_blink = False
