"""The colours: dark, light and high contrast, and none at all where ``NO_COLOR`` is set."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

DARK = Theme(
    name="dark",
    dark=True,
    background="#14161b",
    surface="#14161b",
    panel="#1c2027",
    foreground="#d7dae0",
    primary="#7fb4ff",
    secondary="#9ccfa4",
    accent="#f2b950",
    warning="#e8b866",
    error="#f2777f",
    success="#9ccfa4",
    variables={
        "dim": "#8a919e",
        "faint": "#596170",
        "rule": "#2c323c",
        "here": "#f2b950",
        "match": "#f5c362",
        "match-background": "#3b3119",
        "row": "#262c38",
        "bar": "#5b84bd",
        "link": "#8abaff",
        "code": "#c3b4e8",
    },
)
LIGHT = Theme(
    name="light",
    dark=False,
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#f0eee8",
    foreground="#23262c",
    primary="#1a5fb4",
    secondary="#2f6f3a",
    accent="#8f4a00",
    warning="#8a5a00",
    error="#b3261e",
    success="#2f6f3a",
    variables={
        "dim": "#62676f",
        "faint": "#9a9790",
        "rule": "#dedbd3",
        "here": "#8f4a00",
        "match": "#7a3e00",
        "match-background": "#ffe7ae",
        "row": "#e3eaf6",
        "bar": "#6e9bd6",
        "link": "#1f64ba",
        "code": "#65399b",
    },
)
CONTRAST = Theme(
    name="contrast",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    foreground="#ffffff",
    primary="#5fd7ff",
    secondary="#5fff87",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8787",
    success="#5fff87",
    variables={
        "dim": "#d7d7d7",
        "faint": "#bdbdbd",
        "rule": "#808080",
        "here": "#ff87ff",
        "match": "#000000",
        "match-background": "#ffff00",
        "row": "#003a8c",
        "bar": "#5fd7ff",
        "link": "#6adaff",
        "code": "#ffafff",
    },
)
THEMES = (DARK, LIGHT, CONTRAST)
DEFAULT = DARK.name


class NoColour(LineFilter):
    """Takes every colour away; what stood out by its background is reversed, what was marked is underlined."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        return [Segment(text, _plain(style) if style else style, control) for text, style, control in segments]


_REVERSED = frozenset(Color.parse(theme.variables["row"]).rgb for theme in THEMES) | frozenset(
    Color.parse(theme.primary).rgb for theme in THEMES
)
_UNDERLINED = frozenset(
    Color.parse(theme.variables[name]).rgb for theme in THEMES for name in ("match-background", "link")
)


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
