"""Settings for reading: a table for each group, with the value and the origin of each setting."""

from __future__ import annotations

from collections.abc import Sequence

from ..lines import Line, Piece, padded
from ..terminal import clean, shorten, width

Setting = tuple[str, str, str]
"""Dotted name, value, origin."""


def settings_lines(file: str, settings: Sequence[Setting], screen_width: int) -> list[Line]:
    """The settings file, then the settings; those that are not the default's stand out."""
    last = [(name.rpartition(".")[0], name.rpartition(".")[2]) for name, _, _ in settings]
    names = max(max(width(name) for _, name in last) + 4, len("file") + 4)
    origins = max(width(clean(origin)) for _, _, origin in settings)
    lines: list[Line] = [[*padded([Piece("file", "dim")], names), Piece(clean(file))]]
    group = ""
    values = max(min(max(width(clean(value)) for _, value, _ in settings), screen_width - names - origins - 2), 16)
    for (parent, name), (_, value, origin) in zip(last, settings, strict=True):
        if parent != group:
            lines += [[], [Piece(f"[{clean(parent)}]", "heading")]]
            group = parent
        indent = "  " if parent else ""
        label = padded([Piece(f"{indent}{clean(name)}", "dim")], names)
        shown = Piece(shorten(clean(value), values))
        own = origin not in {"default", "[defaults]"} or (parent == "defaults" and origin != "default")
        lines.append([*padded([*label, shown], names + values + 2), Piece(clean(origin), "note" if own else "dim")])
    return lines
