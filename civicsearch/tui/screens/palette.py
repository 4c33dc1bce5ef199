"""The command palette, in the looks of the other screens."""

from __future__ import annotations

from textual.command import CommandPalette


class Palette(CommandPalette):
    """Finds what can be done by its name."""

    DEFAULT_CSS = """
    Palette > Vertical {
        &, &:dark { background: $background; }
        margin-top: 1;
        width: 70;
        max-width: 96%;
        height: auto;
    }
    Palette #--input { border: none; background: $panel; }
    Palette SearchIcon { display: none; }
    Palette CommandInput { &, &:focus { border: none; height: 1; padding: 0 2; } }
    Palette CommandList { border: none; background: $background; scrollbar-size-vertical: 1; }
    """
