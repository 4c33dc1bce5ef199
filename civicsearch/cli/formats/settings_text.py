"""Settings for reading: a table for each group, with the value and the origin of each setting."""

from __future__ import annotations

from collections.abc import Sequence

from ...lines import Line, Piece, padded
from ...terminal import clean, width

Setting = tuple[str, str, str]
"""Dotted name, value, origin."""
_USUAL_VALUE = 32
"""Columns; longer values do not push the origins of the others to the right."""


def settings_lines(file: str, settings: Sequence[Setting]) -> list[Line]:
    """The settings file, then the settings; origins stand out where they are not the default. Paths are not broken."""
    labels = max(width(clean(name.rpartition(".")[2])) for name, _, _ in settings) + 4
    values = max((size for _, value, _ in settings if (size := width(clean(value))) <= _USUAL_VALUE), default=0)
    lines: list[Line] = [[*padded([Piece("file", "dim")], labels), Piece(clean(file))]]
    group = ""
    for name, value, origin in settings:
        parent, _, own_name = name.rpartition(".")
        if parent != group:
            lines += [[], [Piece(f"[{clean(parent)}]", "heading")]]
            group = parent
        indent = "  " if parent else ""
        line = padded([Piece(f"{indent}{clean(own_name)}", "dim")], labels)
        line = padded([*line, Piece(clean(value))], labels + values)
        lines.append([*line, Piece(f"  {clean(origin)}", "dim" if origin == "default" else "note")])
    return lines
