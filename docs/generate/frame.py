"""The frame and the colours that all pictures have."""

from __future__ import annotations

from rich.terminal_theme import TerminalTheme

THEME = TerminalTheme(
    (250, 250, 248),
    (40, 44, 52),
    [(40, 44, 52), (190, 50, 60), (45, 130, 60), (155, 105, 0), (35, 95, 175), (135, 60, 150), (0, 125, 135),
     (110, 114, 122)],
    [(110, 114, 122), (190, 50, 60), (45, 130, 60), (155, 105, 0), (35, 95, 175), (135, 60, 150), (0, 125, 135),
     (40, 44, 52)],
)  # fmt: skip
# Rich's own frame loads a font from the web; this one takes the reader's.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
    <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
            </clipPath>
{lines}
</defs>
<rect fill="#fafaf8" stroke="#c8c8c4" x="1" y="1" width="{width}" height="{height}" rx="8"/>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
