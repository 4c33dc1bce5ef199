"""Where nothing is found: what was probably meant, and what could be left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from ...lines import Line, Piece, counted
from ...terminal import clean
from ..messages import Corrected
from ..painting import Painted, cut

if TYPE_CHECKING:
    from ...models import Remedy


class NoHits(Painted):
    """In the place of the results. Each way out has a number; a key or a click takes it."""

    HELP = """\
Nothing matches. Each line is a query that finds something; its number takes it.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take(1)", "take the first"),
        *(Binding(str(number), f"take({number})", "", show=False) for number in range(1, 8)),
        Binding("up,escape", "screen.query", "query", show=False),
    ]
    DEFAULT_CSS = """
    NoHits { width: 1fr; display: none; padding: 1 2; }
    """

    def __init__(self) -> None:
        super().__init__(id="no-hits")
        self._lines: list[Line] = []
        self._queries: list[str] = []

    @property
    def text(self) -> str:
        """What it says."""
        return "\n".join("".join(piece.text for piece in line) for line in self._lines)

    def show(self, did_you_mean: str | None, remedies: Sequence[Remedy], *, empty: bool) -> None:
        """The ways out; ``empty`` is an index without any post."""
        self._queries = []
        told = "The index has no posts yet. Index a folder: civicsearch index PATH" if empty else "No post matches."
        self._lines = [[Piece(told, "title")], []]
        if did_you_mean:
            self._lines.append([Piece("Did you mean", "dim")])
            self._offer(did_you_mean, "")
            self._lines.append([])
        usable = [remedy for remedy in remedies if remedy.query is not None]
        if usable:
            self._lines.append([Piece("Without some of it", "dim")])
            for remedy in usable:
                posts = counted(remedy.posts, "post")
                self._offer(remedy.query or "", f"  {posts} without {', '.join(remedy.without)}")
        self.refresh()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "take" or parameters[0] in range(1, len(self._queries) + 1)

    def _offer(self, query: str, about: str) -> None:
        self._queries.append(query)
        number = len(self._queries)
        shown = clean(query) or "everything"
        self._lines.append(
            [
                Piece(f" {number} ", f"on take:{number}"),
                Piece(shown, f"link take:{number}"),
                Piece(clean_about(about), f"dim take:{number}"),
            ]
        )

    def action_take(self, number: int) -> None:
        """Search for one of them."""
        if 0 < number <= len(self._queries):
            self.post_message(Corrected(self._queries[number - 1]))

    def on_click(self, event: events.Click) -> None:
        self.action_take(event.style.meta.get("take", 0))

    def render_line(self, y: int) -> Strip:
        """A line of it."""
        line = self._lines[y] if y < len(self._lines) else []
        return self.paint(cut(line, self.size.width), self.size.width)


def clean_about(text: str) -> str:
    """On one line, with the space before it kept."""
    return f"   {clean(text)}" if text else ""
