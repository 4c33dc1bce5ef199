"""Posts like another one, the most similar first, with what they have in common marked in the preview."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.worker import get_current_worker

from ...errors import CivicsearchError
from ...models import Post, SimilarPosts
from ...query.lexer import quote
from .. import messages
from ..searching import PAGE, Question, Searcher
from ..widgets.key_bar import KeyBar
from ..widgets.post_view import PostView
from ..widgets.results import Results
from ..widgets.title_bar import TitleBar
from .post_actions import PostActions, Reading
from .reader import Reader
from .sizes import HEIGHTS, WIDTHS

_MARKED = 12
"""Words in common that are marked: those that tell most."""


class Similar(PostActions):
    """A list and a preview; `m` goes on from the post under the cursor."""

    HELP = """\
Posts like the one you came from, the most similar first. What they have in common is marked. `m` goes on from here.
"""
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace", "leave", "back"),
        Binding("n", "match(1)", "match", key_display="n/N"),
        Binding("N", "match(-1)", "match before", show=False),
    ]
    DEFAULT_CSS = """
    Similar {
        background: $background;
        #both { height: 1fr; }
        #preview { width: 1.2fr; border-left: solid $rule; }
        &.-narrow #preview, &.-minute #preview { display: none; }
    }
    """

    def __init__(self, searcher: Searcher, post: Post) -> None:
        super().__init__(searcher, Question())
        self._post = post
        self.found: SimilarPosts | None = None
        """What was found."""

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with Horizontal(id="both"):
            yield Results()
            yield PostView(id="preview")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Results).focus()
        self.query_one(TitleBar).show(f"Similar to {self._post.title}")
        self.call_after_refresh(self._find, self._post.id)

    @work(thread=True, exclusive=True, group="search", exit_on_error=False)
    def _find(self, post_id: str) -> None:
        worker = get_current_worker()
        try:
            found = self.searcher.index.similar(post_id, PAGE, cancelled=lambda: worker.is_cancelled)
        except (CivicsearchError, OSError) as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.tell, str(error), problem=True)
        else:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show, found)

    def _show(self, found: SimilarPosts) -> None:
        self.found = found
        self.has_post = bool(found.posts)
        self.question = Question(" OR ".join(map(quote, found.words[:_MARKED])))
        self.query_one(Results).show(len(found.posts), [similar.hit for similar in found.posts])
        about = f"by {', '.join(found.words[:6])}" if found.words else "nothing like it"
        self.query_one(TitleBar).show(f"Similar to {self._post.title}", about)
        if not found.posts:
            self.query_one(PostView).clear("No post is like it.")

    def on_hit_reached(self, message: messages.HitReached) -> None:
        hit = self.query_one(Results).hit(message.place)
        if hit is not None:
            self.read(hit.id, self.question, self.query_one(PostView).room)

    def on_post_read(self, message: messages.PostRead) -> None:
        hit = self.query_one(Results).hit()
        if hit is not None and hit.id == message.post.id:
            self.query_one(PostView).show(message.post, message.document, message.matches, message.made)

    def on_hit_opened(self) -> None:
        title = f"Similar to {self._post.title}"
        self.app.push_screen(Reader(self.searcher, self.question, self.query_one(Results), title=title))

    def reading(self) -> Reading | None:
        view = self.query_one(PostView)
        return Reading(view.post, view.post_matches, view.match, view.links) if view.post else None

    def tell(self, text: str, *, problem: bool = False) -> None:
        self.query_one(TitleBar).say(text, problem=problem)

    def on_failed(self, message: messages.Failed) -> None:
        self.tell(str(message.problem), problem=True)

    def action_match(self, by: int) -> None:
        """To the next word that they share."""
        self.query_one(PostView).step(by)

    def action_query(self) -> None:
        """Back."""
        self.action_leave()

    def action_leave(self) -> None:
        """Back."""
        self.dismiss()
