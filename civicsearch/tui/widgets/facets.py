"""The facets: their values with live counts, several at once, found by typing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from ...lines import Piece
from ...terminal import clean
from ..messages import FacetCleared, FacetPicked
from ..painting import Painted, between

if TYPE_CHECKING:
    from ...models import FacetCount

SHOWN = {"category": 7, "tag": 6, "author": 6, "year": 5, "language": 4, "source": 4}
"""Values of each facet that are shown before it is unfolded; selected ones always are."""
_LEVELS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the panel that can be chosen: a value, or the rest of a facet."""

    field: str
    count: FacetCount | None
    """None folds or unfolds the facet."""
    hidden: int = 0

    @property
    def value(self) -> str | None:
        """The value, by which a row is known again."""
        return self.count.value if self.count else None


class Facets(Painted):
    """The panel. What is typed while it has the focus filters the values of all facets."""

    HELP = """\
Values of the posts that match, with counts. Several values of one facet widen it; different facets narrow the search.

Type to find a value in all facets at once; `escape` ends that. `delete` takes back what is selected in a facet.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "select"),
        Binding("space", "pick", "select", show=False),
        Binding("up", "move(-1)", "up", show=False),
        Binding("down", "move(1)", "down", show=False),
        Binding("pageup", "move(-10)", "page up", show=False),
        Binding("pagedown", "move(10)", "page down", show=False),
        Binding("home", "move(-100000)", "first", show=False),
        Binding("end", "move(100000)", "last", show=False),
        Binding("tab,right", "section(1)", "next facet"),
        Binding("shift+tab,left", "section(-1)", "facet before", show=False),
        Binding("delete", "clear", "clear facet"),
        Binding("backspace", "rub", "rub out", show=False),
        Binding("escape", "leave", "back"),
    ]
    DEFAULT_CSS = """
    Facets {
        width: 28;
        padding: 0 1 0 0;
        scrollbar-gutter: stable;
        border-right: solid $rule;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="facets")
        self._counts: Mapping[str, Sequence[FacetCount]] = {}
        self._unfolded: set[str] = set()
        self._rows: list[Row | str | None] = []
        """A heading is the name of its facet; None is an empty line."""
        self._cursor = 0
        self.filter = ""

    def show(self, counts: Mapping[str, Sequence[FacetCount]]) -> None:
        """Other counts; the cursor stays on its value."""
        chosen = self._chosen()
        self._counts = {
            field: values
            for field, values in counts.items()
            if len(values) > (1 if field in ("language", "source") else 0) or any(v.selected for v in values)
        }
        self._arrange()
        if chosen is not None:
            self._stand_on(chosen)
        self.refresh()

    def _arrange(self) -> None:
        typed = ""
        if self.filter.strip():
            from ...language.folding import facet_key

            typed = facet_key(self.filter)
        rows: list[Row | str | None] = []
        for field, counts in self._counts.items():
            found = list(self._found(field, counts, typed) if typed else self._usual(field, counts))
            if found:
                rows += [None, field, *found] if rows else [field, *found]
        self._rows = rows
        self._cursor = min(self._cursor, max(len(rows) - 1, 0))
        if not isinstance(rows[self._cursor] if rows else None, Row):
            self._step(1)
        self.set_length(len(rows) + (2 if self.filter else 0))

    def _usual(self, field: str, counts: Sequence[FacetCount]) -> Iterator[Row]:
        unfolded = field in self._unfolded
        shown = len(counts) if unfolded else SHOWN[field]
        for count in counts[:shown]:
            yield Row(field, count)
        rest = counts[shown:]
        selected = [count for count in rest if count.selected] if len(rest) else []
        for count in selected:
            yield Row(field, count)
        if len(rest) > len(selected) or (unfolded and len(counts) > SHOWN[field]):
            yield Row(field, None, len(rest) - len(selected))

    def _found(self, field: str, counts: Sequence[FacetCount], typed: str) -> Iterator[Row]:
        """Values in which a word begins so, then those that have it inside a word."""
        from ...language.folding import facet_key

        found = [(count, key) for count in counts if typed in (key := facet_key(count.value))]
        begins = re.compile(rf"(?:\A|[\W_]){re.escape(typed)}")
        for count, _ in sorted(found, key=lambda pair: not begins.search(pair[1])):
            yield Row(field, count)

    def _chosen(self) -> Row | None:
        row = self._rows[self._cursor] if self._cursor < len(self._rows) else None
        return row if isinstance(row, Row) else None

    def _stand_on(self, row: Row) -> None:
        for place, other in enumerate(self._rows):
            if isinstance(other, Row) and (other.field, other.value) == (row.field, row.value):
                self._cursor = place
                return

    def _step(self, by: int) -> None:
        """To the next row that can be chosen, or to the last one that way."""
        place = self._cursor
        while 0 <= place + by < len(self._rows):
            place += by
            if isinstance(self._rows[place], Row):
                self._cursor = place
                return

    def action_move(self, by: int) -> None:
        """Up or down."""
        for _ in range(abs(by)):
            before = self._cursor
            self._step(1 if by > 0 else -1)
            if self._cursor == before:
                break
        self._reach()

    def action_section(self, by: int) -> None:
        """To the first value of the next facet."""
        headings = [place for place, row in enumerate(self._rows) if isinstance(row, str)]
        current = max((place for place in headings if place < self._cursor), default=-1)
        wanted = [place for place in headings if (place > self._cursor if by > 0 else place < current)]
        if wanted:
            self._cursor = wanted[0] if by > 0 else wanted[-1]
            self._step(1)
        self._reach()

    def action_pick(self) -> None:
        """Select the value, or fold and unfold the facet."""
        row = self._chosen()
        if row is None:
            return
        if row.count is None:
            self._unfolded ^= {row.field}
            self._arrange()
            self._reach()
        else:
            self.post_message(FacetPicked(row.field, row.count.value, not row.count.selected))

    def action_clear(self) -> None:
        """Take back what is selected in this facet."""
        if row := self._chosen():
            self.post_message(FacetCleared(row.field))

    def action_rub(self) -> None:
        """Rub out the last letter of what is looked for."""
        self._look_for(self.filter[:-1])

    async def action_leave(self) -> None:
        """End the filter, or go back to the results."""
        if self.filter:
            self._look_for("")
        else:
            await self.run_action("screen.results")

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Letters are for the filter, and not commands."""
        if character == " ":
            return bool(self.filter)
        return character is not None and character.isprintable() and character not in "/?"

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character and event.character not in " /?":
            event.stop()
            event.prevent_default()
            self._look_for(self.filter + event.character)
        elif event.key == "space" and self.filter:
            event.stop()
            event.prevent_default()
            self._look_for(f"{self.filter} ")

    def _look_for(self, typed: str) -> None:
        self.filter = typed
        self._cursor = 0
        self._arrange()
        self.scroll_line(0)
        self.refresh()

    def _reach(self) -> None:
        line = self._cursor + (2 if self.filter else 0)
        self.reach(max(line - 1, 0) if self._cursor > 1 else 0)  # its heading too
        self.reach(line)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        place = int(self.scroll_offset.y) + event.y - (2 if self.filter else 0)
        if 0 <= place < len(self._rows) and isinstance(self._rows[place], Row):
            self._cursor = place
            self.refresh()
            self.action_pick()

    def on_resize(self) -> None:
        self._arrange()

    def render_line(self, y: int) -> Strip:
        """A line of the panel."""
        columns = self.scrollable_content_region.width
        place = int(self.scroll_offset.y) + y
        if self.filter:
            if place == 0:
                return self.paint([Piece(" ⌕ ", "on"), Piece(self.filter, "title"), Piece("▏", "on")], columns)
            place -= 2
        if not 0 <= place < len(self._rows):
            nothing = self.filter and not self._rows and place == 0
            return self.paint([Piece(" no such value; esc ends", "dim")] if nothing else [], columns)
        row = self._rows[place]
        if row is None:
            return self.paint([], columns)
        if isinstance(row, str):
            return self._heading(row, columns)
        chosen = place == self._cursor and self.has_focus
        return self.paint(self._value(row, columns), columns, "row" if chosen else "base")

    def _heading(self, field: str, columns: int) -> Strip:
        left = [Piece(f" {field.capitalize()}", "heading")]
        right = [Piece(_spark(self._counts[field]), "bar")] if field == "year" else []
        return self.paint(between(left, right, columns), columns)

    def _value(self, row: Row, columns: int) -> list[Piece]:
        if row.count is None:
            text = f"   … {row.hidden:,} more" if row.hidden else "   fewer"
            return [Piece(text, "dim")]
        value, number, selected = row.count
        box = Piece(" ▣ " if selected else " ▢ ", "on" if selected else "dim")
        name = Piece(clean(value), "on" if selected else "")
        return between([box, name], [Piece(f"{number:,}", "on" if selected else "dim")], columns)


def _spark(counts: Sequence[FacetCount]) -> str:
    """The years as a row of bars, from the first to the last."""
    years = {int(count.value): count.count for count in counts if count.value.isdecimal()}
    if len(years) < 2:
        return ""
    most = max(years.values()) or 1
    span = range(min(years), max(years) + 1)[-16:]
    return "".join(_LEVELS[-(-years[year] * 8 // most) - 1] if years.get(year) else " " for year in span)
