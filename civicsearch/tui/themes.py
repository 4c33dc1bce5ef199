"""The colours: dark, light and high contrast, and none at all where ``NO_COLOR`` is set."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

_NAMES = ("dark", "light", "contrast")
_USUAL = {
    "background": ("#14161b", "#fbfaf7", "#000000"),
    "panel": ("#1c2027", "#f0eee8", "#1a1a1a"),
    "foreground": ("#d7dae0", "#23262c", "#ffffff"),
    "primary": ("#7fb4ff", "#1a5fb4", "#5fd7ff"),
    "secondary": ("#9ccfa4", "#2f6f3a", "#5fff87"),
    "accent": ("#f2b950", "#8f4a00", "#ffff00"),
    "warning": ("#e8b866", "#8a5a00", "#ffff00"),
    "error": ("#f2777f", "#b3261e", "#ff8787"),
}
"""Colours that every theme of Textual has, in the order of the names."""
_OWN = {
    "dim": ("#8a919e", "#62676f", "#d7d7d7"),
    "faint": ("#596170", "#9a9790", "#bdbdbd"),
    "rule": ("#2c323c", "#dedbd3", "#808080"),
    "here": ("#f2b950", "#8f4a00", "#ff87ff"),
    "match": ("#f5c362", "#7a3e00", "#000000"),
    "match-background": ("#3b3119", "#ffe7ae", "#ffff00"),
    "row": ("#262c38", "#e3eaf6", "#003a8c"),
    "bar": ("#5b84bd", "#6e9bd6", "#5fd7ff"),
    "link": ("#8abaff", "#1f64ba", "#6adaff"),
    "code": ("#c3b4e8", "#65399b", "#ffafff"),
}
"""Those of our own: text that says less, rules between parts, matches, the row of the cursor, bars and links."""


def _theme(place: int) -> Theme:
    usual = {name: colours[place] for name, colours in _USUAL.items()}
    return Theme(
        name=_NAMES[place],
        dark=_NAMES[place] != "light",
        background=usual["background"],
        surface=usual["background"],
        panel=usual["panel"],
        foreground=usual["foreground"],
        primary=usual["primary"],
        secondary=usual["secondary"],
        success=usual["secondary"],
        accent=usual["accent"],
        warning=usual["warning"],
        error=usual["error"],
        variables={name: colours[place] for name, colours in _OWN.items()},
    )


THEMES = tuple(map(_theme, range(len(_NAMES))))
DEFAULT = _NAMES[0]


class NoColour(LineFilter):
    """Takes every colour away; what stood out by its background is reversed, what was marked is underlined."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        return [Segment(text, _plain(style) if style else style, control) for text, style, control in segments]


def _rgb(*names: str) -> frozenset[tuple[int, int, int]]:
    """Some colours in all themes."""
    return frozenset(Color.parse(colour).rgb for name in names for colour in (_USUAL | _OWN)[name])


_REVERSED = _rgb("row", "here", "primary")
_UNDERLINED = _rgb("match-background", "link")


@lru_cache(2048)
def _plain(style: Style) -> Style:
    ink, ground = (
        tuple(colour.triplet) if colour and colour.triplet else None for colour in (style.color, style.bgcolor)
    )
    return Style(
        bold=style.bold,
        italic=style.italic,
        underline=style.underline or ground in _UNDERLINED or ink in _UNDERLINED or None,
        strike=style.strike,
        reverse=style.reverse or ground in _REVERSED or None,
        meta=style.meta or None,
    )
