"""A post, rendered: headings, lists, links, code, tables, images, with the matches marked to step through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.strip import Strip

from ...lines import Line, Piece, counted
from ..messages import LinkFollowed
from ..moving import Text
from ..painting import between
from ..typesetting import WIDEST, Typeset, typeset

if TYPE_CHECKING:
    from ...models import Document, Post, PostMatches


class PostView(Text):
    """One post in the columns that there are. It is laid out once a width, and painted line by line."""

    HELP = """\
The post, with every match marked. `n` and `N` step through them.
"""
    DEFAULT_CSS = """
    PostView { padding: 0; scrollbar-gutter: stable; }
    """
    margin_columns = 2
    centred = False
    """Whether the text stands in the middle of a wide view."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.post: Post | None = None
        self._document: Document
        self.post_matches: PostMatches
        """Where the query matches in the post; there is none before a post is shown."""
        self._set = Typeset()
        self.match: int | None = None
        """The match that was stepped to, from 0."""
        self._empty = ""

    @property
    def room(self) -> int:
        """Columns that text has."""
        return max(self.scrollable_content_region.width - 2 * self.margin_columns, 10)

    @property
    def links(self) -> list[str]:
        """The addresses of the post, in their order."""
        return self._set.links

    @property
    def match_count(self) -> int:
        """How many matches there are."""
        return len(self._set.matches)

    @property
    def length(self) -> int:
        return len(self._set.lines)

    @property
    def text(self) -> str:
        """The lines as plain text."""
        return "\n".join("".join(piece.text for piece in line).rstrip() for line in self._set.lines)

    def show(self, post: Post, document: Document, matches: PostMatches, made: Typeset | None = None) -> None:
        """Another post, or the same with other matches; ``made`` is its layout, where that is at hand."""
        same = self.post is not None and self.post.id == post.id
        self.post, self._document, self.post_matches = post, document, matches
        self._set = made or typeset(post, document, matches, self.room)
        self._sized()
        if not same:
            self.match = None
            self.scroll_line(0)
        elif self.match is not None and self.match >= self.match_count:
            self.match = None
        self.refresh()

    def clear(self, told: str = "") -> None:
        """Show no post."""
        self.post, self._set, self.match, self._empty = None, Typeset(), None, told
        self._sized()
        self.refresh()

    def _sized(self) -> None:
        self.set_length(self.length + 1)

    def on_resize(self) -> None:
        if self.post is not None:
            at = self.scroll_offset.y / max(self.length, 1)
            self._set = typeset(self.post, self._document, self.post_matches, self.room)
            self._sized()
            self.scroll_line(round(at * self.length))
            self.refresh()

    def step(self, by: int) -> None:
        """To the next match or the one before, round the end; the first step begins where the reader is."""
        lines = self._set.matches
        if not lines:
            return
        if self.match is None:
            top = int(self.scroll_offset.y)
            visible = [place for place, line in enumerate(lines) if line >= top]
            self.match = (visible[0] if visible else 0) if by > 0 else (visible[0] - 1 if visible else -1) % len(lines)
        else:
            self.match = (self.match + by) % len(lines)
        line, top, height = lines[self.match], int(self.scroll_offset.y), self.size.height
        if not top + 1 <= line < top + height - 2:
            self.scroll_line(line - height // 3)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line of the screen."""
        place = int(self.scroll_offset.y) + y
        columns = self.size.width
        if self.post is None:
            return self.paint([Piece("  "), Piece(self._empty, "dim")] if y == 0 and self._empty else [], columns)
        if y == self.size.height - 1 and not self.centred and self.match_count:
            return self._last_line(place, columns)
        margin = max((columns - WIDEST) // 2, self.margin_columns) if self.centred else self.margin_columns
        return self.paint([Piece(" " * margin), *self._line(place)], columns)

    def _last_line(self, place: int, columns: int) -> Strip:
        """The last line that is seen, with which match it is of how many."""
        told = counted(self.match_count, "match", "matches")
        if self.match is not None:
            told = f"{self.match + 1:,}/{self.match_count:,}"
        line = [Piece(" " * self.margin_columns), *self._line(place)]
        return self.paint(between(line, [Piece(f" {told} ", "on")], columns), columns)

    def _line(self, place: int) -> Line:
        if place >= self.length:
            return []
        line = self._set.lines[place]
        if self.match is None:
            return line
        here = f"hit:{self.match}"
        return [
            Piece(text, style.replace("match", "here")) if here in style.split() else Piece(text, style)
            for text, style in line
        ]

    def on_click(self, event: events.Click) -> None:
        number = event.style.meta.get("link")
        if number is not None and number < len(self.links):
            self.post_message(LinkFollowed(self.links[number]))
