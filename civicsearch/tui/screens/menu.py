"""A menu over the screen: a few choices, each with a key, or a long list to go through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip

from ...lines import Piece, wrap
from ...terminal import clean, shorten, width
from ..moving import MOVING
from ..painting import Painted, between, cut

Value = TypeVar("Value")


class Choice(NamedTuple, Generic[Value]):
    """A line of a menu."""

    key: str
    """A letter that takes it; empty for none."""
    label: str
    value: Value
    about: str = ""
    """What stands dim at the end of the line."""
    more: str = ""
    """What stands dim behind the label."""


class ChoiceList(Painted):
    """The choices; the cursor stands on one."""

    def __init__(self, choices: Sequence[Choice[Value]], cursor: int) -> None:
        super().__init__(id="choices")
        self.choices: Sequence[Choice[Value]] = choices
        self.cursor = cursor

    def on_mount(self) -> None:
        self.set_length(len(self.choices))
        self.move(0)

    def move(self, by: int) -> None:
        """Up or down."""
        self.cursor = min(max(self.cursor + by, 0), len(self.choices) - 1)
        self.reach(self.cursor)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A choice."""
        place = int(self.scroll_offset.y) + y
        columns = self.scrollable_content_region.width
        if place >= len(self.choices):
            return self.paint([], columns)
        choice = self.choices[place]
        left = [Piece(f" {choice.key or ' '} ", "on"), Piece(f" {clean(choice.label)}")]
        if choice.more:
            left.append(Piece(f"   {clean(choice.more)}", "dim"))
            left = cut(left, columns - width(clean(choice.about)) - 5)
        room = columns - sum(width(piece.text) for piece in left) - 2
        about = [Piece(f"{shorten(clean(choice.about), room)} ", "dim")] if choice.about and room > 3 else []
        line = between(left, about, columns)
        return self.paint(line, columns, "row" if place == self.cursor else "base")


class Heading(Painted, can_focus=False):
    """The title of a menu or a question, wrapped."""

    DEFAULT_CSS = """
    Heading { height: auto; }
    """

    def __init__(self, title: str, text: str, columns: int) -> None:
        super().__init__()
        self._lines = wrap([Piece(clean(title), "title")], columns)
        if text:
            self._lines += wrap([Piece(clean(text), "dim")], columns)[:8]
        self._own = len(self._lines)
        self.styles.height = self._own + 1

    def say(self, text: str) -> None:
        """Say something in the last line, which is empty otherwise."""
        self._lines = [*self._lines[: self._own], [Piece(clean(text), "error")]]
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line of it."""
        line = self._lines[y] if y < len(self._lines) else []
        return self.paint([Piece(" "), *cut(line, self.size.width - 1)], self.size.width)


class Menu(ModalScreen[Value | None], Generic[Value]):
    """Asks for one of the choices; its answer is that choice's value, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "cancel", "back"),
        Binding("up,k", "move(-1)", "up", show=False, group=MOVING),
        Binding("down,j", "move(1)", "down", show=False, group=MOVING),
        Binding("pageup", "move(-10)", "page up", show=False, group=MOVING),
        Binding("pagedown", "move(10)", "page down", show=False, group=MOVING),
        Binding("enter", "take", "take"),
        Binding("delete", "delete", "forget", show=False),
    ]
    DEFAULT_CSS = """
    Menu { align: center middle; background: $background 60%; }
    Menu > Vertical {
        width: 64;
        max-width: 96%;
        height: auto;
        max-height: 90%;
        background: $background;
        border: round $rule;
        padding: 0 1;
    }
    Menu.-wide > Vertical { width: 100; }
    Menu ChoiceList { height: auto; max-height: 20; }
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice[Value]],
        *,
        text: str = "",
        cursor: int = 0,
        wide: bool = False,
        deletes: Callable[[Value], None] | None = None,
    ) -> None:
        super().__init__(classes="-wide" if wide else None)
        self.title_text, self.text = title, text
        self.choices: Sequence[Choice[Value]] = choices
        self._cursor = cursor
        self._deletes = deletes
        self._doomed: Choice[Value] | None = None
        self._columns = 92 if wide else 56

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Heading(self.title_text, self.text, min(self._columns, max(self.app.size.width - 10, 10)))
            chosen = ChoiceList(self.choices, self._cursor)
            chosen.styles.height = min(max(len(self.choices), 1), max(self.app.size.height - 8, 1))
            yield chosen

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()

    def action_cancel(self) -> None:
        """None of them."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Up or down."""
        self.query_one(ChoiceList).move(by)

    def action_take(self) -> None:
        """The one under the cursor."""
        if self.choices:
            self.dismiss(self.choices[self.query_one(ChoiceList).cursor].value)

    def action_delete(self) -> None:
        """Be rid of the one under the cursor, where that can be; only after a second press."""
        if self._deletes is None or not self.choices:
            return
        choice = self.choices[self.query_one(ChoiceList).cursor]
        if self._doomed is choice:
            self._deletes(choice.value)
            self.dismiss(None)
        else:
            self._doomed = choice
            self.query_one(Heading).say(f"delete again to forget {choice.label}")

    def on_key(self, event: events.Key) -> None:
        for choice in self.choices:
            if choice.key and event.character == choice.key:
                event.stop()
                self.dismiss(choice.value)
                return

    def on_click(self, event: events.Click) -> None:
        listed = self.query_one(ChoiceList)
        if event.widget is listed:
            place = int(listed.scroll_offset.y) + event.y
            if place < len(self.choices):
                self.dismiss(self.choices[place].value)
        elif event.widget is self:
            self.dismiss(None)
