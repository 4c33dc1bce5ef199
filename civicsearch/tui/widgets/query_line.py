"""The query line: the whole search as one string, in colours, with completion and history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from ...terminal import clean_data
from ..at_once import acted_at_once
from ..messages import QueryEdited, QueryFinished, QueryKept
from .completions import Completions
from .entry import Entry

if TYPE_CHECKING:
    from ...models import Suggestion


class QueryLine(Entry):
    """Where the query is typed. It tells each change; it never waits for an answer."""

    HELP = """\
Type words; results follow. All words have to be there, in any form.

- `"open data"` these words next to each other
- `-agile` without, `agile OR scrum` either
- `author:`, `tag:`, `category:`, `date:2014..2016`, `title:` one field
- `procur*`, `bostn~` beginnings and misspelt words

While it is typed the last word is also a beginning; a space or Enter ends it.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "complete"),
        Binding("down", "next", "results"),
        Binding("up", "previous", "history"),
        Binding("ctrl+n", "screen.move(1)", "next hit", show=False),
        Binding("ctrl+p", "app.command_palette", "palette", show=False),
        Binding("enter", "finish", "search", show=False),
        Binding("escape", "leave", "leave", show=False),
        Binding("ctrl+l", "clear", "clear", show=False),
    ]
    DEFAULT_CSS = """
    QueryLine {
        padding: 0;
        &>.query--field { color: $primary; }
        &>.query--operator { color: $accent; }
        &>.query--quoted { color: $secondary; }
    }
    """
    # An input says so at each letter, and the whole screen would be laid out anew.
    virtual_size = Reactive(Size(0, 0), layout=False)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"query--field", "query--operator", "query--quoted"}

    def __init__(self, value: str = "") -> None:
        super().__init__(clean_data(value), "type to search; every post is below", id="query", select_on_focus=False)
        self._by_hand = not value
        self.history: list[str] = []
        """Earlier queries, the newest last."""
        self._recalled: int | None = None
        self._draft = ""

    async def on_event(self, event: events.Event) -> None:
        """Keys act at once."""
        if not await acted_at_once(self, event):
            await super().on_event(event)

    def validate_value(self, value: str) -> str:
        """One line, with nothing that a terminal would obey."""
        return clean_data(value).replace("\n", " ").replace("\t", " ") if not value.isprintable() else value

    def write(self, query: str) -> None:
        """Replace the whole query, as facets and menus do."""
        if query != self.value:
            self._by_hand = False
            self.value = query
            self.cursor_position = len(query)

    @property
    def completions(self) -> Completions:
        """The list below the line."""
        return self.screen.query_one(Completions)

    def suggest(self, query: str, suggestions: Sequence[Suggestion], *, opening: bool = False) -> None:
        """Show how the query may go on, if it still is what the suggestions were made for.

        The best one stands dim behind the cursor. Values open the list by themselves; words and field names, of which
        every letter has some, only where it was asked for.
        """
        if query != self.value or not self.has_focus:
            return
        best = suggestions[0] if suggestions else None
        begun = best is not None and best.start < best.end == len(query) == self.cursor_position
        whole = best.applied(query) if best and begun else ""
        self._suggestion = whole if whole.startswith(query) else ""
        listed = opening or (best is not None and best.kind not in ("word", "field"))
        self.completions.show(suggestions if listed else ())

    def take(self, suggestion: Suggestion) -> None:
        """Put a suggestion into the query."""
        self.completions.close()
        text = suggestion.applied(self.value)
        end = suggestion.start + len(suggestion.text)
        if not suggestion.text.endswith(":") and end == len(text):
            text, end = f"{text} ", end + 1
        self.value = text
        self.cursor_position = end
        self.focus()

    def _on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        typed, self._by_hand = self._by_hand, True
        self.post_message(QueryEdited(event.value, typed))

    async def _on_paste(self, event: events.Paste) -> None:  # type: ignore[override]
        """Pasted lines are one query; nothing of them is dropped."""
        event.prevent_default()
        event.stop()
        self.replace(" ".join(event.text.split()), *self.selection)

    async def action_finish(self) -> None:
        """Take what was chosen from the list; else the query is as it should be."""
        if (chosen := self._chosen()) is not None:
            self.take(chosen)
        else:
            self._end()
            await self.run_action("screen.finish")

    async def _leave(self) -> None:
        self._end()
        await self.run_action("screen.results")

    def _end(self) -> None:
        self.completions.close()
        self._recalled = None
        if self.value.strip():
            self.post_message(QueryKept(self.value.strip()))
        self.post_message(QueryFinished())

    def _chosen(self) -> Suggestion | None:
        listed = self.completions
        return listed.suggestions[listed.chosen] if listed.is_open and listed.chosen is not None else None

    async def action_leave(self) -> None:
        """Close the list, or go back to the results."""
        if self.completions.is_open:
            self.completions.close()
        else:
            await self._leave()

    def action_clear(self) -> None:
        """Begin anew."""
        self.value = ""

    async def action_complete(self) -> None:
        """Take what is chosen or shown, or ask for a list."""
        listed = self.completions
        if (chosen := self._chosen()) is not None:
            self.take(chosen)
        elif listed.is_open and listed.suggestions:
            self.take(listed.suggestions[0])
        elif self._suggestion and self.cursor_at_end:
            self.value = self._suggestion
            self.cursor_position = len(self.value)
        else:
            await self.run_action("screen.complete")

    def action_previous(self) -> None:
        """Up in the list, or the query before this one."""
        if self.completions.is_open:
            self.completions.move(-1)
            return
        if self._recalled is None:
            self._draft, self._recalled = self.value, len(self.history)
        while self._recalled > 0:
            self._recalled -= 1
            if self.history[self._recalled] != self.value:
                self._recall(self.history[self._recalled])
                return

    async def action_next(self) -> None:
        """Down in the list, or the query after this one; behind the last the results."""
        if self.completions.is_open:
            self.completions.move(1)
            return
        if self._recalled is None:
            await self._leave()
            return
        self._recalled += 1
        if self._recalled < len(self.history):
            self._recall(self.history[self._recalled])
        else:
            self._recalled = None
            self.write(self._draft)

    def _recall(self, query: str) -> None:
        place = self._recalled
        self.write(query)
        self._recalled = place

    @property
    def _value(self) -> Text:
        text = Text(self.value, no_wrap=True, overflow="ignore", end="")
        if not self.value:
            return text
        from ...query.lexer import QUOTES, Mark, tokenize  # the first frame does not wait for the query language
        from ...query.notes import Notes

        for token in tokenize(self.value, Notes()):
            if token.mark is not Mark.CLAUSE:
                text.stylize(self._ink("operator"), token.start, token.end)
            elif token.field:
                text.stylize(self._ink("field"), token.start, token.start + token.text.find(":") + 1)
            elif token.text[:1] in tuple(QUOTES):
                text.stylize(self._ink("quoted"), token.start, token.end)
        return text

    def _ink(self, name: str) -> Style:
        return self.get_component_rich_style(f"query--{name}", partial=True, default=Style.null())
