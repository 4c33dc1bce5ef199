"""The words around each match, in all posts or in those of the search."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.strip import Strip
from textual.widgets import Input
from textual.worker import get_current_worker

from ...errors import CivicsearchError
from ...lines import Line, Piece, counted
from ...models import Concordance
from ...terminal import clean
from .. import messages
from ..painting import Painted, between
from ..searching import Question, Searcher
from ..widgets.concordance_list import ConcordanceList
from ..widgets.entry import Entry
from ..widgets.key_bar import KeyBar
from ..widgets.title_bar import TitleBar
from .asking import EVERYTHING, AskingScreen
from .reader import Reader
from .sizes import HEIGHTS, WIDTHS

ORDERS = {"-date": "newest first", "right": "by what follows", "left": "by what stands before", "match": "by the match"}
_PAGE = 200
_NEIGHBOURS = 40


class Neighbours(Painted, can_focus=False):
    """The words that stand around the matches more often than elsewhere."""

    DEFAULT_CSS = """
    Neighbours { width: 30; border-left: solid $rule; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__(id="neighbours")
        self._lines: list[Line] = []

    def show(self, found: Concordance) -> None:
        """Those of other matches."""
        self._lines = [[Piece("Around it", "heading"), Piece("before  behind", "dim")]]
        for neighbour in found.neighbours:
            figures = f"{neighbour.left:>6,}  {neighbour.right:>6,}"
            self._lines.append([Piece(clean(neighbour.word)), Piece(figures, "dim")])
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A word."""
        columns = self.scrollable_content_region.width
        if y >= len(self._lines):
            return self.paint([], columns)
        line = self._lines[y]
        return self.paint(between(line[:1], line[1:], columns), columns)


class ConcordanceScreen(AskingScreen[None]):
    """What is looked for stands in the first line; Enter looks anew."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "word", "word"),
        Binding("s", "order", "order"),
        Binding("ctrl+e", "export", "export"),
        Binding("escape,q", "leave", "back"),
    ]
    DEFAULT_CSS = """
    ConcordanceScreen {
        background: $background;
        #word { padding: 0 2; }
        #both { height: 1fr; }
        &.-narrow #neighbours, &.-minute #neighbours { display: none; }
    }
    """

    def __init__(self, searcher: Searcher, query: str) -> None:
        super().__init__(searcher, Question(query))
        self.sort = "-date"

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Entry(self.question.query, "a word or a phrase", id="word", select_on_focus=False)
        with Horizontal(id="both"):
            yield ConcordanceList()
            yield Neighbours()
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(TitleBar).show("Words around each match")
        if self.question.query.strip():
            self.query_one(ConcordanceList).focus()
            self.call_after_refresh(self._find, self.question.query, 0)
        else:
            self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.question = Question(event.value)
        self._find(event.value, 0)
        self.query_one(ConcordanceList).focus()

    @work(thread=True, exclusive=True, group="search", exit_on_error=False)
    def _find(self, query: str, offset: int) -> None:
        worker = get_current_worker()
        try:
            found = self.searcher.index.concordance(
                query,
                sort=self.sort,
                limit=_PAGE,
                offset=offset,
                context=160,
                neighbours=0 if offset else _NEIGHBOURS,
                cancelled=lambda: worker.is_cancelled,
            )
        except (CivicsearchError, OSError) as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.tell, str(error), problem=True)
        else:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show, found, offset)

    def _show(self, found: Concordance, offset: int) -> None:
        if offset:
            self.query_one(ConcordanceList).add(found.lines)
            return
        self.query_one(ConcordanceList).show(found.lines, found.total)
        self.query_one(Neighbours).show(found)
        notes = f" · {' · '.join(found.notes)}" if found.notes else ""
        matches = "no match"
        if found.total:
            matches = f"{counted(found.total, 'match', 'matches')} in {counted(found.posts, 'post')}"
        self.query_one(TitleBar).show(f"Words around each match{notes}", matches, ORDERS[self.sort])

    def on_page_wanted(self, message: messages.PageWanted) -> None:
        self._find(self.question.query, message.first)

    def on_hit_opened(self) -> None:
        listed = self.query_one(ConcordanceList)
        self.app.push_screen(Reader(self.searcher, self.question, listed, title=f"Around {self.question.query}"))

    def tell(self, text: str, *, problem: bool = False) -> None:
        """Say something in the first line."""
        self.query_one(TitleBar).say(text, problem=problem)

    def action_word(self) -> None:
        """To the word."""
        self.query_one(Input).focus()

    def action_order(self) -> None:
        """The next order."""
        names = list(ORDERS)
        self.sort = names[(names.index(self.sort) + 1) % len(names)]
        self._find(self.question.query, 0)

    def action_export(self) -> None:
        """Ask for a file for all matches."""
        if not (matches := self.query_one(ConcordanceList).matches):
            self.tell("there is nothing to export", problem=True)
            return
        from ..exporting import CONCORDANCE

        query, sort = self.question.query, self.sort
        self.ask_for_file(
            f"{counted(matches, 'match', 'matches')}, not only those that are shown.",
            "matches.csv",
            CONCORDANCE,
            lambda ending: self._exported(ending, query, sort),
        )

    def _exported(self, ending: str, query: str, sort: str) -> tuple[str, str]:
        from ..exporting import concordance_text

        found = self.searcher.index.concordance(query, sort=sort, limit=EVERYTHING)
        return concordance_text(found, ending), counted(len(found.lines), "match", "matches")

    def action_leave(self) -> None:
        """Back; from the word to its matches."""
        if self.query_one(Input).has_focus and self.query_one(ConcordanceList).lines:
            self.query_one(ConcordanceList).focus()
        else:
            self.dismiss()
