"""What a screen of searches does off the UI's thread; every answer comes back as a message."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import get_current_worker

from ...errors import CivicsearchError
from .. import messages
from ..moving import BETWEEN_PARTS
from ..searching import Question, Searcher


class AskingScreen(Screen[None]):
    """Asks an index in threads: of searches and of posts only the newest counts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "help"),
        *BETWEEN_PARTS,
    ]

    def __init__(self, searcher: Searcher, question: Question) -> None:
        super().__init__()
        self.searcher = searcher
        self.question = question
        """What is looked for now; answers to other questions are late."""

    def action_help(self) -> None:
        """What can be done here."""
        from .help import Help

        self.app.push_screen(Help(self))

    @work(thread=True, exclusive=True, group="search", exit_on_error=False)
    def search(self, question: Question) -> None:
        """Answer a question; one that is overtaken is never told."""
        worker = get_current_worker()
        try:
            answer = self.searcher.answer(question, lambda: not worker.is_cancelled)
        except (CivicsearchError, OSError) as error:
            self.post_message(messages.Failed(question, error))
        else:
            if answer is not None:
                self.post_message(messages.Answered(answer))

    @work(thread=True, exclusive=True, group="suggestions", exit_on_error=False)
    def suggest(self, query: str, cursor: int, *, opening: bool = False) -> None:
        """Look for how the query may go on; ``opening`` where a list was asked for."""
        worker = get_current_worker()
        try:
            suggestions = self.searcher.suggestions(query, cursor, lambda: not worker.is_cancelled)
        except (CivicsearchError, OSError):
            return  # the search says what is wrong
        if suggestions is not None:
            self.post_message(messages.Suggested(query, suggestions, opening))

    @work(thread=True, group="pages", exit_on_error=False)
    def fetch(self, question: Question, first: int) -> None:
        """Read a page of hits, unless another question was asked meanwhile."""
        try:
            hits = self.searcher.page(question, first, lambda: question == self.question)
        except (CivicsearchError, OSError) as error:
            self.post_message(messages.Failed(question, error))
        else:
            if hits is not None:
                self.post_message(messages.PageRead(question, first, hits))

    @work(thread=True, exclusive=True, group="preview", exit_on_error=False)
    def read(self, post_id: str, question: Question, room: int) -> None:
        """Read a post and lay it out; only the last one that was wanted is told."""
        from ..reading import read_post  # the first frame does not wait for it

        worker = get_current_worker()
        try:
            read = read_post(self.searcher.index, post_id, question, room, lambda: not worker.is_cancelled)
        except (CivicsearchError, OSError) as error:
            self.post_message(messages.Failed(question, error))
        else:
            if read is not None:
                self.post_message(read)
