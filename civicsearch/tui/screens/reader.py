"""The reader: one post in the whole width, its matches a key apart, the next hit one key away."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ...lines import counted
from .. import messages
from ..moving import Listing
from ..searching import Question, Searcher
from ..widgets.key_bar import KeyBar
from ..widgets.post_view import PostView
from ..widgets.title_bar import TitleBar
from .post_actions import PostActions, Reading


class Reader(PostActions):
    """Shows the post under the cursor of a list, and moves that cursor."""

    HELP = """\
The post at full width, with every match marked. `n` and `N` step through the matches, `]` and `[` through the hits.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace", "leave", "back"),
        Binding("n", "match(1)", "match", key_display="n/N"),
        Binding("N", "match(-1)", "match before", show=False),
        Binding("right_square_bracket,right", "hit(1)", "next hit", key_display="]"),
        Binding("left_square_bracket,left", "hit(-1)", "hit before", show=False),
    ]
    DEFAULT_CSS = """
    Reader { background: $background; layout: vertical; }
    Reader PostView { height: 1fr; }
    """

    def __init__(
        self, searcher: Searcher, question: Question, results: Listing, match: int | None = None, title: str = ""
    ) -> None:
        super().__init__(searcher, question)
        self._results = results
        self._title = title
        self._first_match = match

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield PostView(id="post")
        yield KeyBar()

    def on_mount(self) -> None:
        self.view.centred = True
        self.view.focus()
        self.call_after_refresh(self._show)

    @property
    def view(self) -> PostView:
        """The post."""
        return self.query_one("#post", PostView)

    def _show(self) -> None:
        hit = self._results.hit()
        if hit is None:  # its page is on its way
            self.set_timer(0.05, self._show)
        elif self.is_attached:
            self.read(hit.id, self.question, self.view.room)

    def on_post_read(self, message: messages.PostRead) -> None:
        self.view.show(message.post, message.document, message.matches, message.made)
        if self._first_match is not None:
            self.view.match = self._first_match - 1
            self._first_match = None
            self.view.step(1)
        self._place()

    def on_failed(self, message: messages.Failed) -> None:
        self.tell(str(message.problem), problem=True)

    def reading(self) -> Reading | None:
        view = self.view
        return Reading(view.post, view.post_matches, view.match, view.links) if view.post else None

    def tell(self, text: str, *, problem: bool = False) -> None:
        self.query_one(TitleBar).say(text, problem=problem)

    def refreshed(self, told: str) -> None:
        super().refreshed(told)
        self._show()

    def _place(self) -> None:
        view, results = self.view, self._results
        count = view.match_count
        at = counted(count, "match", "matches") if view.match is None else f"{view.match + 1}/{count:,}"
        self.query_one(TitleBar).show(
            self._title or self.question.query, f"post {results.cursor + 1:,} of {results.total:,}", at if count else ""
        )

    def action_match(self, by: int) -> None:
        """To the next match."""
        self.view.step(by)
        self._place()

    def action_hit(self, by: int) -> None:
        """To the next hit."""
        before = self._results.cursor
        self._results.move_to(before + by)
        if self._results.cursor != before:
            self._show()

    def action_leave(self) -> None:
        """Back to the results."""
        self.dismiss()
