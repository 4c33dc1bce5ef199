"""What is kept of a search: under a name, to come back to what is new in it; or in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.worker import get_current_worker

from ... import models
from ...errors import CivicsearchError
from ...lines import counted
from .. import messages
from ..searching import Question
from ..widgets.results import Results
from .asking import EVERYTHING
from .narrowing import Narrowing

if TYPE_CHECKING:
    from ...models import SavedSearch

_MOST_NEW = 1000
"""New hits that are marked as such."""


class Saving(Narrowing):
    """A screen whose search can be saved, and exported."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save"),
        Binding("ctrl+o", "saved", "saved searches", show=False),
        Binding("ctrl+e", "export", "export", show=False),
    ]

    def action_save(self) -> None:
        """Ask for a name."""
        question = self.question
        if not question.query.strip():
            self.tell("there is nothing to save yet; type a query", problem=True)
            return

        from .prompt import Prompt

        def named(name: str | None) -> None:
            if name:
                self._save(name, question)

        self.post_message(messages.QueryFinished())
        self.app.push_screen(Prompt("Save this search as", text=question.query, check=_wrong_name), named)

    @work(thread=True, group="saved", exit_on_error=False)
    def _save(self, name: str, question: Question) -> None:
        try:
            saved = self.searcher.index.save(name, self.searcher.finished(question).strip())
        except (CivicsearchError, OSError) as error:
            self.app.call_from_thread(self.tell, str(error), problem=True)
        else:
            told = f"saved as {saved.name}: {counted(saved.posts or 0, 'post')}; ctrl+o shows what is new in it"
            self.app.call_from_thread(self.tell, told)

    def action_saved(self) -> None:
        """List the saved searches."""
        self._list_saved()

    @work(thread=True, exclusive=True, group="saved", exit_on_error=False)
    def _list_saved(self) -> None:
        worker = get_current_worker()
        try:
            listed = self.searcher.index.saved(cancelled=lambda: worker.is_cancelled)
        except (CivicsearchError, OSError) as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.tell, str(error), problem=True)
        else:
            self.app.call_from_thread(self._choose_saved, listed)

    def _choose_saved(self, listed: tuple[SavedSearch, ...]) -> None:
        if not listed:
            self.tell("no search is saved yet; ctrl+s saves this one")
            return
        from .menu import Choice, Menu

        choices = [Choice("", saved.name, saved.name, _counts(saved), saved.query) for saved in listed]
        self.app.push_screen(Menu("Saved searches", choices, wide=True, deletes=self._forget), self._open_saved)

    def _forget(self, name: str) -> None:
        try:
            self.searcher.index.unsave(name)
        except (CivicsearchError, OSError) as error:
            self.tell(str(error), problem=True)
        else:
            self.tell(f"forgot {name}")

    def _open_saved(self, name: str | None) -> None:
        if name:
            quoted = name if name.replace("-", "").isalnum() else f'"{name}"'
            self.query_line.write(f"saved:{quoted} sort:-date")
            self.query_one(Results).focus()
            self._look_at_new(name)

    @work(thread=True, exclusive=True, group="saved", exit_on_error=False)
    def _look_at_new(self, name: str) -> None:
        """Mark the hits that are new; from now on they were seen."""
        index = self.searcher.index
        try:
            found = index.new_in(name, limit=_MOST_NEW, snippets=False)
            index.mark_seen(name)
        except (CivicsearchError, OSError) as error:
            self.app.call_from_thread(self.tell, str(error), problem=True)
            return
        ids = frozenset(hit.id for hit in found.hits)
        self.app.call_from_thread(self.query_one(Results).flag, ids)
        if found.total:
            self.app.call_from_thread(self.tell, f"{found.total:,} new since last looked at, marked ●")

    def action_export(self) -> None:
        """Ask for a file."""
        if self.answer is None or not self.answer.results.total:
            self.tell("there is nothing to export", problem=True)
            return
        from ..exporting import HITS

        total, question = self.answer.results.total, self.question
        self.ask_for_file(
            f"{counted(total, 'post')}, not only those that are shown.",
            "results.csv",
            HITS,
            lambda ending: self._exported(ending, question),
        )

    def _exported(self, ending: str, question: Question) -> tuple[str, str]:
        from ..exporting import hits_text

        index = self.searcher.index
        folders = {source.name: source.path for source in index.sources}
        request = models.SearchRequest(
            question.query, as_you_type=question.as_you_type, spelling=False, limit=EVERYTHING
        )
        results = index.run(request)
        text = hits_text(results, ending, folders, index.post, index.stats().updated)
        return text, counted(results.total, "post")


def _counts(saved: SavedSearch) -> str:
    if saved.posts is None:
        return "cannot be read any more"
    return counted(saved.posts, "post") + (f" · {saved.new:,} new" if saved.new else "")


def _wrong_name(given: str) -> str | None:
    return None if given.strip() else "a name is needed"
