"""How often something was written about, period by period, several queries side by side."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input
from textual.worker import get_current_worker

from ...errors import CivicsearchError
from ...lines import counted
from ...models import Trends
from ..searching import Question, Searcher
from ..widgets.entry import Entry
from ..widgets.key_bar import KeyBar
from ..widgets.plot import Plot
from ..widgets.title_bar import TitleBar
from .asking import AskingScreen

PERIODS = ("year", "quarter", "month")
_BETWEEN = ";"
MOST_QUERIES = 6


class TrendsScreen(AskingScreen[str | None]):
    """Queries in the first line, their plot below. Its answer is the query of a period, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "search", "search"),
        Binding("slash", "queries", "queries"),
        Binding("b", "by", "period"),
        Binding("c", "counts", "counts"),
        Binding("ctrl+e", "export", "export"),
        Binding("escape,q", "leave", "back"),
    ]
    DEFAULT_CSS = """
    TrendsScreen {
        background: $background;
        #queries { padding: 0 2; }
    }
    """

    def __init__(self, searcher: Searcher, query: str) -> None:
        super().__init__(searcher, Question(query))
        self.by = "auto"

    def compose(self) -> ComposeResult:
        yield TitleBar()
        hint = f"queries, with {_BETWEEN} between them"
        yield Entry(self.question.query, hint, id="queries", select_on_focus=False)
        yield Plot()
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(TitleBar).show("Trends")
        self.query_one(Plot).focus()
        self.call_after_refresh(self._ask)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.question = Question(event.value)
        self._ask()
        self.query_one(Plot).focus()

    def _ask(self) -> None:
        queries = [query.strip() for query in self.question.query.split(_BETWEEN) if query.strip()] or [""]
        self._count(queries[:MOST_QUERIES], self.by, len(queries) - MOST_QUERIES)

    @work(thread=True, exclusive=True, group="search", exit_on_error=False)
    def _count(self, queries: list[str], by: str, left_out: int) -> None:
        worker = get_current_worker()
        try:
            trends = self.searcher.index.trends(*queries, by=by, cancelled=lambda: worker.is_cancelled)
        except (CivicsearchError, OSError) as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.tell, str(error), problem=True)
        else:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show, trends, left_out)

    def _show(self, trends: Trends, left_out: int) -> None:
        plot = self.query_one(Plot)
        plot.show(trends)
        notes = [*trends.notes]
        if trends.undated:
            notes.append(f"{counted(trends.undated, 'post')} without a date")
        if left_out > 0:
            notes.append(f"only the first {MOST_QUERIES} queries are drawn")
        what = "share of the posts" if plot.shares else "posts"
        self.query_one(TitleBar).show("Trends" + "".join(f" · {note}" for note in notes), what, f"by {trends.by}")

    def action_search(self) -> None:
        """Search for the query under the cursor in the period under the cursor."""
        plot = self.query_one(Plot)
        if plot.trends and plot.trends.trends and plot.trends.trends[0].points:
            from ...query.editing import with_period

            trend = plot.trends.trends[plot.series]
            first, last = plot.days(plot.cursor)
            self.dismiss(with_period(trend.query, first, last))

    def action_queries(self) -> None:
        """To the queries."""
        self.query_one(Input).focus()

    def action_by(self) -> None:
        """Shorter periods than those that are shown; from months to years."""
        shown = self.query_one(Plot).trends
        if shown:
            self.by = PERIODS[(PERIODS.index(shown.by) + 1) % len(PERIODS)]
            self._ask()

    def action_counts(self) -> None:
        """Shares or counts."""
        plot = self.query_one(Plot)
        plot.shares = not plot.shares
        plot.draw()
        self._ask()

    def action_export(self) -> None:
        """Ask for a file for the figures, or for a picture."""
        plot = self.query_one(Plot)
        if (trends := plot.trends) is None:
            return
        from ..exporting import TRENDS, trends_text

        share = plot.shares
        self.ask_for_file(
            f"The figures by {trends.by}; .svg is a picture of them.",
            "trends.csv",
            TRENDS,
            lambda ending: (trends_text(trends, ending, share=share), counted(len(trends.trends), "trend")),
        )

    def tell(self, text: str, *, problem: bool = False) -> None:
        self.query_one(TitleBar).say(text, problem=problem)

    def action_leave(self) -> None:
        """Back; from the queries to the plot."""
        if self.query_one(Input).has_focus:
            self.query_one(Plot).focus()
        else:
            self.dismiss(None)
