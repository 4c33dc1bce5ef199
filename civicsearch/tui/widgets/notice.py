"""The line for what a reader should know: notes, a better spelling, an error with its remedy."""

from __future__ import annotations

from textual import events
from textual.strip import Strip

from ...lines import Line, Piece, wrap
from ...terminal import clean
from ..messages import Corrected
from ..painting import Painted, cut

_MOST_LINES = 5
_SHARE = 4
"""It takes one of so many lines of the screen at most, so that hits stay in sight in a small one."""


class Notice(Painted, can_focus=False):
    """A few lines below the query; none where there is nothing to say."""

    DEFAULT_CSS = """
    Notice { height: auto; max-height: 5; display: none; background: $background; padding: 0; }
    Notice.-some { display: block; }
    """

    def __init__(self) -> None:
        super().__init__(id="notice")
        self._said: list[Piece] = []
        self._lines: list[Line] = []
        self.did_you_mean: str | None = None

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(piece.text for piece in self._said)

    def say(self, notes: tuple[str, ...] = (), did_you_mean: str | None = None, problem: str = "") -> None:
        """Say this and nothing else."""
        self.did_you_mean = did_you_mean
        said: list[Piece] = []
        if problem:
            said.append(Piece(f"✗ {clean(problem)}", "error"))
        if did_you_mean:
            said += [
                Piece("   " if said else "", "dim"),
                Piece("did you mean ", "dim"),
                Piece(clean(did_you_mean), "link meant:1"),
                Piece("  ctrl+y", "dim"),
            ]
        if notes:
            said += [Piece("   " if said else ""), Piece(" · ".join(map(clean, notes)), "dim")]
        if said != self._said:
            self._said = said
            self._arrange()

    def on_resize(self) -> None:
        self._arrange()

    def _arrange(self) -> None:
        columns = max((self.size.width or self.app.size.width) - 4, 10)
        most = min(_MOST_LINES, max(self.app.size.height // _SHARE, 1))
        lines = wrap(self._said, columns) if self._said else []
        self._lines = lines[:most]
        if len(lines) > most:
            self._lines[-1] = cut([*self._lines[-1], Piece(" "), *lines[most]], columns)
        self.set_class(bool(self._lines), "-some")
        self.styles.height = max(len(self._lines), 1)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line of it."""
        line = self._lines[y] if y < len(self._lines) else []
        return self.paint([Piece("   "), *line], self.size.width)

    def on_click(self, event: events.Click) -> None:
        if self.did_you_mean and "meant" in event.style.meta:
            self.post_message(Corrected(self.did_you_mean))
