"""Help for where one is: what it is for, and its keys, made from the bindings themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.strip import Strip

from ...lines import Line, Piece
from ..moving import Text
from ..typesetting import typeset_blocks
from ..widgets.key_bar import key_name


class HelpText(Text):
    """The lines, to scroll through."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__(id="help")
        self.lines = lines

    def on_mount(self) -> None:
        self.set_length(self.length)

    @property
    def length(self) -> int:
        return len(self.lines)

    def render_line(self, y: int) -> Strip:
        """A line of it."""
        place = int(self.scroll_offset.y) + y
        line = self.lines[place] if place < len(self.lines) else []
        return self.paint([Piece(" "), *line], self.size.width)


class Help(ModalScreen[None]):
    """What the focused widget does, its keys, then those of the screen and of the whole."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,f1,enter", "dismiss", "back")]
    DEFAULT_CSS = """
    Help { align: center middle; background: $background 60%; }
    Help > Vertical {
        width: 76;
        max-width: 98%;
        height: auto;
        max-height: 94%;
        background: $background;
        border: round $rule;
        padding: 0 1;
    }
    """

    def __init__(self, shown: Screen[Any]) -> None:
        super().__init__()
        self._shown = shown

    def compose(self) -> ComposeResult:
        lines = list(help_lines(self._shown, min(70, max(self.app.size.width - 8, 20))))
        with Vertical():
            text = HelpText(lines)
            text.styles.height = min(len(lines), max(self.app.size.height - 6, 1))
            yield text

    def on_mount(self) -> None:
        self.query_one(HelpText).focus()

    def on_click(self) -> None:
        self.dismiss()


def help_lines(screen: Screen[Any], room: int) -> Iterator[Line]:
    """The help of a screen as it is now."""
    focused = screen.focused
    text = getattr(focused, "HELP", None) or getattr(screen, "HELP", None) or ""
    if text:
        from ...posts.document import read_document  # readers of Markdown: the first frame does not wait for them

        yield from typeset_blocks(read_document("help.md", text.encode(), ""), room)
    grouped: dict[DOMNode, dict[str, list[str]]] = {}
    for key, active in screen.active_bindings.items():
        if active.binding.description and not active.binding.system:
            names = grouped.setdefault(active.node, {}).setdefault(active.binding.description, [])
            names.append(key_name(key))
    for node, keys in grouped.items():
        yield []
        yield [Piece(_name(node, focused), "heading")]
        for description, named in keys.items():
            shown = " ".join(dict.fromkeys(named))
            yield [Piece(f"  {shown:<18} ", "on"), Piece(description)]


def _name(node: DOMNode, focused: DOMNode | None) -> str:
    if node is focused:
        return "Keys here"
    return "On this screen" if isinstance(node, Screen) else "Everywhere"
