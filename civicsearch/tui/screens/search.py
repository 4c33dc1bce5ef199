"""The search screen: a query, what it finds, and everything that narrows it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

from ...errors import CivicsearchError, IndexUnavailableError
from ...formats.relaxed import relaxed_told
from .. import messages
from ..remembering import Memory
from ..searching import Question, Searcher
from ..widgets.chips import Chips
from ..widgets.completions import Completions
from ..widgets.facets import Facets
from ..widgets.key_bar import KeyBar
from ..widgets.no_hits import NoHits
from ..widgets.notice import Notice
from ..widgets.post_view import PostView
from ..widgets.query_line import QueryLine
from ..widgets.results import Results
from ..widgets.status import Status
from ..widgets.timeline import Timeline
from .arranging import Arranging
from .narrowing import is_readable
from .post_actions import Reading


class SearchScreen(Arranging):
    """The query line is the state: facets, dates and orders rewrite it, and what it says selects them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "match(1)", "match", key_display="n/N"),
        Binding("N", "match(-1)", "match before", show=False),
        Binding("ctrl+y", "correct", "did you mean", show=False),
        Binding("t", "trends", "trends", show=False),
        Binding("q", "app.quit", "quit", show=False),
    ]
    DEFAULT_CSS = """
    SearchScreen {
        background: $background;
        layout: vertical;
        layers: base above;
        #bar { height: 1; background: $panel; }
        #prompt { width: 3; background: $panel; color: $primary; text-style: bold; }
        #query { width: 1fr; }
        #body { height: 1fr; }
    }
    """

    def __init__(self, searcher: Searcher, memory: Memory, query: str = "") -> None:
        super().__init__(searcher, Question(query), memory)
        self._unavailable = False
        """Whether the index could not be used when it was last asked."""
        self._changed = ""
        """What is to be told of a change of the index with the next answer."""
        self._kept: str | None = None
        """The hit that the cursor is to stand on when the answer comes."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="bar"):
            yield Static(" ❯ ", id="prompt")
            yield QueryLine(self.question.query)
            yield Status()
        yield Chips()
        yield Notice()
        with Horizontal(id="body"):
            yield Facets()
            yield Results()
            yield NoHits()
            yield PostView(id="preview")
        yield Timeline()
        yield KeyBar()
        yield Completions()

    def on_mount(self) -> None:
        self.query_line.history = self.memory.queries
        self.query_line.cursor_position = len(self.query_line.value)
        self.restore()
        self.set_focus(self.query_line)
        self.call_after_refresh(self.ask, self.question)
        self.set_interval(1.0, self._look_for_changes)

    # --- searching -------------------------------------------------------------------------------------------------

    def ask(self, question: Question, *, keep: bool = False) -> None:
        """Search; with ``keep`` the cursor stays on its hit, if that is among the first again."""
        hit = self.results.hit() if keep else None
        self._kept = hit.id if hit else None
        self.question = question
        self.search(question)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            error = event.worker.error
            self.query_one(Notice).say(problem=f"{type(error).__name__}: {error}; the query is kept, try another one")

    def on_answered(self, message: messages.Answered) -> None:
        answer = message.answer
        if answer.question != self.question:
            return
        self.answer, self._unavailable = answer, False
        results = answer.results
        if answer.unfinished:
            self.query_line.write(f"{answer.question.query}*")
            return
        if not results.total and answer.question.as_you_type and self.query_one(Completions).is_open:
            self.query_one(Status).show(0, results.took_ms, self.order)  # a value is being typed: no more than that
            return
        self.has_post = bool(results.total)
        self.set_class(not results.total, "-nothing")
        place = next((at for at, hit in enumerate(results.hits) if hit.id == self._kept), 0)
        self.results.show(results.total, results.hits, place)
        self.query_one(Facets).show(results.facets)
        self.query_one(Timeline).show(answer.timeline, answer.period)
        self.query_one(Chips).show(answer.question.query)
        self.query_one(Status).show(results.total, results.took_ms, self.order)
        meant = answer.did_you_mean if results.total else None
        told = (self._changed, relaxed_told(results), *results.notes)
        self._changed = ""
        self.query_one(Notice).say(tuple(filter(None, told)), meant)
        if not results.total:
            self.preview.clear()
            no_posts = not answer.question.query.strip()
            self.query_one(NoHits).show(answer.did_you_mean, answer.remedies, empty=no_posts)
            if self.focused in (None, self.results, self.preview):
                self.set_focus(self.query_one(NoHits))
        elif self.focused is self.query_one(NoHits):
            self.set_focus(self.results)

    def on_failed(self, message: messages.Failed) -> None:
        if message.question == self.question:
            self._unavailable = isinstance(message.problem, IndexUnavailableError)
            self.query_one(Notice).say(problem=str(message.problem))

    def on_page_wanted(self, message: messages.PageWanted) -> None:
        self.fetch(self.question, message.first)

    def on_page_read(self, message: messages.PageRead) -> None:
        if message.question == self.question:
            self.results.add_page(message.first, message.hits)

    def _look_for_changes(self) -> None:
        if self._unavailable or (self.answer and self.searcher.index.version() != self.answer.version):
            self._changed = "the index has changed"
            self.ask(self.question, keep=True)

    def reading(self) -> Reading | None:
        view = self.preview
        hit = self.results.hit()
        if hit is None:
            return None
        if view.post is not None and view.post.id == hit.id:
            return Reading(view.post, view.post_matches, view.match, view.links)
        try:
            index, question = self.searcher.index, self.question
            matches = index.matches(hit.id, question.query, as_you_type=question.as_you_type)
            return Reading(index.post(hit.id), matches, None, [])
        except (CivicsearchError, OSError) as error:
            self.tell(str(error), problem=True)
            return None

    def tell(self, text: str, *, problem: bool = False) -> None:
        notice = self.query_one(Notice)
        if problem:
            notice.say(problem=text)
        else:
            notice.say((text,))

    # --- what widgets tell -----------------------------------------------------------------------------------------

    def on_query_edited(self, message: messages.QueryEdited) -> None:
        self.results.flag(frozenset())
        self.ask(Question(message.query, message.typed), keep=not (message.typed or self.is_reordered))
        self.is_reordered = False
        if message.typed:
            self.suggest(message.query, self.query_line.cursor_position)

    def on_query_finished(self) -> None:
        self._finish()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        event.stop()
        self._finish()

    def _finish(self) -> None:
        """The last word is whole now, or is kept as the beginning that it is: what is shown stays what was meant."""
        if self.question.as_you_type:
            self.ask(Question(self.question.query, left=True), keep=True)

    def on_suggested(self, message: messages.Suggested) -> None:
        self.query_line.suggest(message.query, message.suggestions, opening=message.opening)

    def on_completion_taken(self, message: messages.CompletionTaken) -> None:
        self.query_line.take(message.suggestion)

    def on_query_kept(self, message: messages.QueryKept) -> None:
        if is_readable(message.query):
            self.remembered(self.memory.add(message.query))
            self.query_line.history = self.memory.queries

    def on_hit_opened(self) -> None:
        from .reader import Reader  # screens are loaded when they are first shown

        hit, shown = self.results.hit(), self.preview.post
        match = self.preview.match if hit and shown and hit.id == shown.id else None
        self.app.push_screen(Reader(self.searcher, self.question, self.results, match))

    def on_corrected(self, message: messages.Corrected) -> None:
        self.query_line.write(message.query)
        self.set_focus(self.results)

    def on_hit_reached(self, message: messages.HitReached) -> None:
        hit = self.results.hit(message.place)
        if hit is not None and self.preview.display:
            self.read(hit.id, self.question, self.preview.room)

    def on_post_read(self, message: messages.PostRead) -> None:
        hit = self.results.hit()
        if hit is not None and hit.id == message.post.id:
            self.preview.show(message.post, message.document, message.matches, message.made)

    # --- what keys do ----------------------------------------------------------------------------------------------

    def action_finish(self) -> None:
        """To what the query finds; one that cannot be read stays at hand to be corrected, with the reason above."""
        if is_readable(self.query_line.value):
            self.action_results()

    def action_move(self, by: int) -> None:
        """Move the cursor of the results from wherever the focus is."""
        self.results.move_to(self.results.cursor + by)

    def action_match(self, by: int) -> None:
        """To the next match in the preview."""
        self.preview.step(by)

    def action_trends(self) -> None:
        """How often that was written about over time."""
        from .trends import TrendsScreen

        self.app.push_screen(TrendsScreen(self.searcher, self.question.unordered), self._search_period)

    def _search_period(self, query: str | None) -> None:
        if query is not None:
            from ...query.editing import with_sort

            self.query_line.write(with_sort(query, self.question.sort))
            self.set_focus(self.results)

    def action_complete(self) -> None:
        """List how the query may go on."""
        self.suggest(self.query_line.value, self.query_line.cursor_position, opening=True)

    def action_correct(self) -> None:
        """Take the spelling that was offered."""
        if self.answer and self.answer.did_you_mean:
            self.query_line.write(self.answer.did_you_mean)
