"""How the query may go on: a short list below the query line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.strip import Strip

from ...lines import Piece
from ...terminal import clean, width
from ..messages import CompletionTaken
from ..painting import Painted, between

if TYPE_CHECKING:
    from ...models import Suggestion

MOST = 8
_KINDS = {"field": "field", "value": "", "word": "word", "date": "date", "order": "order", "saved": "saved search"}


class Completions(Painted, can_focus=False):
    """The suggestions, of which one may be chosen. The query line keeps the focus, and moves the choice."""

    GROUND = "$panel"
    DEFAULT_CSS = """
    Completions {
        layer: above;
        display: none;
        width: 44;
        height: auto;
        background: $panel;
        offset: 3 1;
        padding: 0;
    }
    Completions.-open { display: block; }
    """

    def __init__(self) -> None:
        super().__init__(id="completions")
        self.suggestions: Sequence[Suggestion] = ()
        self.chosen: int | None = None
        """The place of the suggestion that was moved to."""

    @property
    def is_open(self) -> bool:
        """Whether it can be seen."""
        return self.has_class("-open")

    def show(self, suggestions: Sequence[Suggestion]) -> None:
        """Open with other suggestions; closed where there are none."""
        self.suggestions, self.chosen = suggestions[:MOST], None
        self.set_class(bool(self.suggestions), "-open")
        if not self.suggestions:
            return
        widest = max((width(clean(suggestion.text)) for suggestion in self.suggestions), default=0)
        self.styles.width = min(max(widest + 20, 30), max(self.app.size.width - 4, 10))
        self.styles.height = max(len(self.suggestions), 1)
        self.refresh()

    def close(self) -> None:
        """Hide it."""
        self.show(())

    def move(self, by: int) -> None:
        """Choose the next one or the one before, round the end."""
        count = len(self.suggestions)
        if count:
            self.chosen = (0 if by > 0 else count - 1) if self.chosen is None else (self.chosen + by) % count
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        if event.y < len(self.suggestions):
            self.post_message(CompletionTaken(self.suggestions[event.y]))

    def render_line(self, y: int) -> Strip:
        """One suggestion."""
        if y >= len(self.suggestions):
            return self.paint([], self.size.width)
        suggestion = self.suggestions[y]
        about = _KINDS.get(suggestion.kind, "") if suggestion.posts is None else f"{suggestion.posts:,}"
        line = between([Piece(f" {clean(suggestion.text)}")], [Piece(f"{about} ", "dim")], self.size.width)
        return self.paint(line, self.size.width, "row" if y == self.chosen else "base")
