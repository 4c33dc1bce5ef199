"""A question with one line for the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ...terminal import clean
from ..widgets.entry import Entry
from .menu import Heading


class Prompt(ModalScreen[str | None]):
    """Asks until the answer is accepted: ``check`` gives what is wrong with one, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "back")]
    DEFAULT_CSS = """
    Prompt { align: center middle; background: $background 60%; }
    Prompt > Vertical {
        width: 70;
        max-width: 96%;
        height: auto;
        background: $background;
        border: round $rule;
        padding: 0 1;
    }
    Prompt #wrong { color: $error; height: auto; padding: 0 1; }
    """

    def __init__(
        self, title: str, *, text: str = "", value: str = "", check: Callable[[str], str | None] = lambda _: None
    ) -> None:
        super().__init__()
        self.title_text, self.text, self.value, self.check = title, text, value, check

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Heading(self.title_text, self.text, min(64, max(self.app.size.width - 10, 10)))
            yield Entry(self.value)
            yield Static("", id="wrong", markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        wrong = self.check(event.value)
        if wrong:
            self.query_one("#wrong", Static).update(clean(wrong))
        else:
            self.dismiss(event.value)

    def action_cancel(self) -> None:
        """Never mind."""
        self.dismiss(None)
