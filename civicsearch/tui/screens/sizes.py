"""The sizes at which screens change their arrangement, as classes of the screen."""

from __future__ import annotations

WIDTHS: list[tuple[int, str]] = [(0, "-minute"), (50, "-narrow"), (100, "-normal"), (160, "-wide")]
HEIGHTS: list[tuple[int, str]] = [(0, "-tiny"), (14, "-short"), (32, "-tall")]
