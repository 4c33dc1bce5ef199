"""What a screen of searches does off the UI's thread; every answer comes back as a message."""

from __future__ import annotations

import os
from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from textual import work
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import get_current_worker

from ...errors import CivicsearchError
from .. import messages
from ..moving import MOVING
from ..searching import Question, Searcher

EVERYTHING = 1 << 40
"""A limit that no result reaches."""
Answer = TypeVar("Answer")


class AskingScreen(Screen[Answer], Generic[Answer]):
    """Asks an index in threads: of searches and of posts only the newest counts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "help"),
        Binding("ctrl+g", "jump", "jump", show=False),
        Binding("tab", "app.focus_next", "next part", show=False, group=MOVING),
        Binding("shift+tab", "app.focus_previous", "part before", show=False, group=MOVING),
        Binding("ctrl+c,super+c", "screen.copy_text", "copy selected text", show=False),
    ]

    def __init__(self, searcher: Searcher, question: Question) -> None:
        super().__init__()
        self.searcher = searcher
        self.question = question
        """What is looked for now; answers to other questions are late."""

    @abstractmethod
    def tell(self, text: str, *, problem: bool = False) -> None:
        """Say something in place."""

    def action_jump(self) -> None:
        """To any part or hit by the key that stands on it."""
        from .jump import Jump, targets

        self.app.push_screen(Jump(targets(self)), lambda target: target.go() if target else None)

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

    def ask_for_file(self, what: str, name: str, endings: str, make: Callable[[str], tuple[str, str]]) -> None:
        """Ask for a file of one of these endings; ``make`` gives for an ending the text to write, and what that is."""
        from ..exporting import wrong_name
        from .prompt import Prompt

        def named(given: str | None) -> None:
            if given:
                self._write(Path(os.path.expanduser(given.strip())), make)

        text = f"{what} By the ending: {endings}"
        self.app.push_screen(
            Prompt("Export to", text=text, value=name, check=lambda given: wrong_name(given, endings)), named
        )

    @work(thread=True, group="export", exit_on_error=False)
    def _write(self, path: Path, make: Callable[[str], tuple[str, str]]) -> None:
        from ..exporting import write_new

        try:
            text, what = make(path.suffix.lower())
            write_new(path, text)
        except (CivicsearchError, OSError) as error:
            self.app.call_from_thread(self.tell, f"{path}: not written: {error}", problem=True)
        else:
            self.app.call_from_thread(self.tell, f"wrote {what} to {path}")
